/** Code that would run for ever, fill the memory or overflow the stack, by what is wrong with it. Each reaches a limit, and says where. */
const repeated = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

export const HOSTILE: Readonly<Record<string, string>> = {
  'a huge range in a list': 'x = [i for i in range(10**9)]',
  'a huge range in a set': 'x = {i for i in range(10**9)}',
  'a huge range in a dict': 'x = {i: i for i in range(10**9)}',
  'a sum over a huge range': 'x = sum(i for i in range(10**9))',
  'a list multiplied': 'x = [0] * 10**12',
  'a list doubled in a loop': 'x = [0]\nfor i in range(60): x = x + x',
  'a string multiplied': 'x = "a" * 10**12',
  'a string joined': "x = ','.join(['a' * 100000] * 100000)",
  'a string replaced by longer ones': "x = ('a' * 100000).replace('a', 'b' * 100000)",
  'a width in a format': "x = '%1000000000d' % 5\ny = '{:>1000000000}'.format(5)\nz = f'{5:{10**9}}'",
  'a string padded': "x = '1'.zfill(10**10)\ny = '1'.ljust(10**10)",
  'an f-string that doubles': "x = 1\nfor i in range(10**6): x = f'{x}{x}'",
  'long strings as keys': "s = 'a' * 900000\nd = {}\nfor i in range(10**5): d[s] = i",
  'long strings compared': "s = 'a' * 900000\nt = 'a' * 900000\nfor i in range(10**5): s == t",
  'towers of powers': 'x = 10**10**10',
  'a huge shift': 'x = 1 << 10**12',
  'a huge factorial': 'import math\nx = math.factorial(10**9)',
  'large integers in a loop': 'x = 3**10000\nfor i in range(10**6): x = x * 3 % (10**4000)',
  'a product of ranges': 'import itertools\nx = list(itertools.product(range(1000), repeat=10))',
  permutations: 'import itertools\nx = list(itertools.permutations(range(20)))',
  combinations: 'import itertools\nfor y in itertools.combinations_with_replacement(range(100), 50): pass',
  'an endless cycle': 'import itertools\nx = list(itertools.cycle([1]))',
  'a slice of an endless iterator': 'import itertools\nx = list(itertools.islice(itertools.count(), 10**9))',
  'a generator that never ends': 'def g():\n  while True: yield 1\nx = list(g())',
  'an iterator that never ends': 'class A:\n  def __iter__(s): return s\n  def __next__(s): return 1\nx = list(A())',
  'a decorator that calls itself': 'def d(f):\n  def g(*a): return d(f)(*a)\n  return g\n@d\ndef h(x): return x\nh(1)',
  'a decorator that loops': 'def d(f):\n  while True: f = d(f)\n@d\ndef h(): pass',
  'a metaclass that calls itself':
    'class M(type):\n  def __call__(c, *a): return c(*a)\nclass A(metaclass=M): pass\nA()',
  'a fixed point':
    'Y = lambda f: (lambda x: f(lambda v: x(x)(v)))(lambda x: f(lambda v: x(x)(v)))\nY(lambda s: lambda n: s(n + 1))(0)',
  'mutual recursion': 'def f(n): return g(n) + g(n)\ndef g(n): return f(n) + f(n)\nf(1)',
  'exponential recursion': 'def f(n): return f(n - 1) + f(n - 2) if n > 1 else 1\nf(90)',
  'a million arguments': 'def f(*a): return len(a)\nx = f(*range(10**6))',
  'a large dict in uncertain branches':
    'import u\nd = {i: i for i in range(50000)}\nfor i in range(1000):\n  if u.a: d[i] = 0',
  'a dict that grows': 'd = {}\nfor i in range(10**7): d[str(i) * 100] = [i] * 100',
  'an endless loop in each of a thousand statements': repeated(1000, () => 'while True: pass'),
  'layers without end': 'import torch.nn as nn\nx = []\nfor i in range(10**6): x.append(nn.Conv2d(3, 3, 3))',
  'a million layers in a Sequential':
    'import torch.nn as nn\nm = nn.Sequential(*[nn.Linear(9, 9) for _ in range(10**6)])',
  'lists of lists of modules':
    'import torch.nn as nn\nm = nn.ModuleList([nn.ModuleList([nn.Linear(5, 5) for i in range(1000)]) for j in range(1000)])',
  'modules nested by the thousand':
    'import torch, torch.nn as nn\nm = nn.ReLU()\nfor i in range(5000): m = nn.Sequential(m)\nm(torch.randn(1, 9))',
  'modules that double':
    'import torch, torch.nn as nn\nm = nn.ReLU()\nfor i in range(40): m = nn.Sequential(m, m)\nm(torch.randn(1, 9))',
  'tensors without end': 'import torch\nx = torch.randn(1, 3, 4, 4)\nfor i in range(10**6): x = x + 1',
  'slices without end': 'import torch\nx = torch.randn(1, 3, 64, 64)\ny = [x[:, :, i:i + 1] for i in range(10**6)]',
  'Keras layers without end':
    "import keras\nx = keras.Input((32, 32, 3))\nfor i in range(10**5): x = keras.layers.Conv2D(3, 3, padding='same')(x)\nm = keras.Model(x, x)",
  'a Sequential that grows':
    'import keras\nm = keras.Sequential([keras.Input((9,))])\nfor i in range(10**5): m.add(keras.layers.Dense(9))',
  'models that double':
    'import keras\nm = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3)])\nfor i in range(30):\n  x = keras.Input((3,))\n  m = keras.Model(x, m(m(x)))',
  'a thousand large networks': 'import keras\nfor i in range(1000): m = keras.applications.ResNet50(weights=None)',
};

/** The same, but no limit has to be reached: large numbers alone cost nothing. */
export const LARGE: Readonly<Record<string, string>> = {
  'regular expressions that backtrack': "import re\nx = re.match(r'(a+)+$', 'a' * 40 + 'b')",
  'powers modulo a number': 'x = pow(3, 10**9, 7)',
  'a module of huge sizes': 'import torch.nn as nn\nm = nn.Conv2d(10**12, 10**12, 3)\nn = nn.Linear(10**300, 10**300)',
  'a model of huge sizes':
    'import keras\nm = keras.Sequential([keras.Input((10**9, 10**9, 10**9)), keras.layers.Conv2D(10**12, 10**6), keras.layers.Flatten(), keras.layers.Dense(10**15)])',
  'a kernel of a million axes': 'import torch.nn as nn\nm = nn.Conv2d(3, 3, (3,) * 1000000)',
  'tensors of a hundred thousand axes':
    'import torch\nx = torch.randn(*([1] * 100000))\ny = x.reshape(*([1] * 200000))\nz = x.permute(*range(100000))',
  'arrays larger than memory':
    'import numpy as np\nx = np.zeros((10**6, 10**6))\ny = np.arange(10**12)\nz = np.tile(np.arange(4000), 10**9)\nw = np.eye(10**9)\nv = np.meshgrid(*[np.arange(60)] * 12)',
  'lists that double, as an array': 'import numpy as np\nx = [1]\nfor i in range(60): x = [x, x]\ny = np.array(x)',
  'a million recurrent layers': 'import torch.nn as nn\nm = nn.LSTM(9, 9, num_layers=10**6)',
  'a tensor split into a million': 'import torch\nx = torch.randn(10**6, 3)\na = x.split(1)\nb = x.unbind(0)\n*d, = x',
  'sizes that grow with each step':
    'import torch.nn as nn\nclass M(nn.Module):\n  def __init__(s):\n    super().__init__()\n    s.c = nn.Conv2d(3, 3, 3)\n  def forward(s, x):\n    h, w = x.shape[2:]\n    n = h\n    for i in range(2000): n = (n * 3 + w) // 2 % (h + 1)\n    return nn.functional.interpolate(s.c(x), size=(n, n))',
  'hundreds of open up- and downsamplings':
    'import keras\nx = keras.Input((None, None, 3))\nfor i in range(200): x = keras.layers.Conv2D(3, 3, strides=2)(keras.layers.UpSampling2D(3)(x))\nm = keras.Model(x, x)',
  'a graph with more paths than atoms':
    'import keras\nx = keras.Input((3,))\ny = x\nfor i in range(60): y = keras.layers.Add()([y, y])\nm = keras.Model(x, y)',
  'three thousand classes, each derived from the last': `class A0: pass\n${repeated(3000, (i) => `class A${i + 1}(A${i}): pass`)}\nA3000().x`,
  'diamonds of classes': `class L: pass\nclass R: pass\n${repeated(200, () => 'class N(L, R): pass\nclass R(L, R): pass\nL = N')}`,
  'functions that never end': repeated(2000, (i) => `def f${i}(a=1):\n  while True: pass`),
  'thousands of uncertain branches': `import u\nx = {}\n${repeated(2000, (i) => `if u.a${i}: x[${i}] = 1`)}`,
  'loops over what is not known':
    'import u\nx = []\nwhile u.f():\n  for a in u.g():\n    if u.h: x.append(a)\n    elif u.i: x = []',
  'a copy of lists that double': 'import copy\nx = []\nfor i in range(50): x = [x, x]\ny = copy.deepcopy(x)',
};

/** Texts that are long or strange. */
export const LONG: Readonly<Record<string, string>> = {
  'a hundred thousand lines': repeated(100_000, () => "model.add(Conv2D(64, (3, 3), activation='relu'))"),
  'a hundred thousand lines with an open bracket': `x = (\n${repeated(100_000, () => 'y = 1')}`,
  'a hundred thousand lines that are no Python': repeated(100_000, () => 'lorem ipsum dolor sit amet, = ) ('),
  'thirty thousand open brackets': `x = ${'('.repeat(30_000)}`,
  'a hundred thousand closed brackets': `x = ${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  'a sum of two hundred thousand terms': `x = ${'1 + '.repeat(200_000)}1`,
  'a call of two hundred thousand arguments': `f(${'x, '.repeat(200_000)})`,
  'a line continued a hundred thousand times': '\\\n'.repeat(100_000),
  'a string that never ends': `x = """${'\n# text'.repeat(50_000)}`,
  'quotes only': '"'.repeat(100_001),
  'zero bytes': '\0'.repeat(300_000),
  'two thousand blocks in each other': repeated(2000, (i) => `${' '.repeat(i)}if x:`),
  'f-strings in f-strings': `x = ${"f'{".repeat(2000)}1${"}'".repeat(2000)}`,
  'tens of thousands of elif': `if x:\n  pass\n${repeated(20_000, () => 'elif x:\n  pass')}`,
  'thousands of probes': repeated(10_000, () => '# layerscope: M() on (1, 3, 4, 4)'),
};
