### config parsing of a vgg
cfg = {'A': [64, 'M', 128, 'M', 256, 256, 'M', 512, 512, 'M', 512, 512, 'M']}
def make_layers(cfg, batch_norm=False):
    layers = []
    in_channels = 3
    for v in cfg:
        if v == 'M':
            layers += [('pool', 2)]
        else:
            layers += [('conv', in_channels, v)] + ([('bn', v)] if batch_norm else [])
            in_channels = v
    return layers
r = make_layers(cfg['A']), len(make_layers(cfg['A'], True))
### unet channel lists
def unet(in_channels=3, base=64, depth=4):
    downs, ups, skips = [], [], []
    c = in_channels
    for i in range(depth):
        out = base << i
        downs.append((c, out))
        skips.append(out)
        c = out
    for skip in reversed(skips[:-1]):
        ups.append((c + skip, skip))
        c = skip
    return dict(downs=downs, ups=ups, out=c)
r = unet(), unet(1, 16, depth=3)
### resnet arithmetic
class Block:
    expansion = 1
    def __init__(self, i, p, stride=1, downsample=None):
        self.spec = (i, p * self.expansion, stride, downsample is not None)
class Bottleneck(Block):
    expansion = 4
class ResNet:
    def __init__(self, block, layers, num_classes=1000):
        self.inplanes = 64
        for n, (planes, count) in enumerate(zip((64, 128, 256, 512), layers), 1):
            setattr(self, f'layer{n}', self._make_layer(block, planes, count, stride=1 if n == 1 else 2))
        self.fc = (512 * block.expansion, num_classes)
    def _make_layer(self, block, planes, blocks, stride=1):
        downsample = None
        if stride != 1 or self.inplanes != planes * block.expansion:
            downsample = (self.inplanes, planes * block.expansion)
        layers = [block(self.inplanes, planes, stride, downsample)]
        self.inplanes = planes * block.expansion
        layers.extend(block(self.inplanes, planes) for _ in range(1, blocks))
        return [l.spec for l in layers]
def resnet50(**kw):
    return ResNet(Bottleneck, [3, 4, 6, 3], **kw)
n = resnet50(num_classes=10)
r = n.layer1, n.layer4, n.fc, vars(ResNet(Block, [2, 2, 2, 2]))['layer2']
### densenet growth
def densenet(growth=32, blocks=(6, 12, 24, 16), init=64, bn_size=4):
    features = init
    out = []
    for i, num in enumerate(blocks):
        for j in range(num):
            out.append((features + j * growth, bn_size * growth))
        features += num * growth
        if i != len(blocks) - 1:
            features //= 2
            out.append(('t', features))
    return features, out[:3], out[-2:]
r = densenet()
### efficientnet rounding
import math
def round_filters(filters, width, divisor=8):
    filters *= width
    new = max(divisor, int(filters + divisor / 2) // divisor * divisor)
    if new < 0.9 * filters:
        new += divisor
    return int(new)
def round_repeats(r, depth):
    return int(math.ceil(depth * r))
r = [(round_filters(f, w), round_repeats(n, d)) for f, n in [(32, 1), (16, 1), (24, 2), (320, 1)] for w, d in [(1.0, 1.0), (1.1, 1.2), (2.0, 3.1)]]
### event loop of callbacks
class Hook:
    def __init__(self): self.handlers = {}
    def on(self, name):
        def deco(f):
            self.handlers.setdefault(name, []).append(f)
            return f
        return deco
    def fire(self, name, *a):
        return [h(*a) for h in self.handlers.get(name, ())]
h = Hook()
@h.on('x')
def one(v): return v + 1
@h.on('x')
def two(v): return v * 2
r = h.fire('x', 10), h.fire('none')
### parse a string spec
def decode(s):
    ops = s.split('_')
    options = {}
    for op in ops:
        for i, ch in enumerate(op):
            if ch.isdigit():
                options[op[:i]] = op[i:]
                break
    return {k: float(v) if '.' in v else int(v) for k, v in options.items()}
r = decode('r1_k3_s22_e6_i16_o24_se0.25'), [decode(x)['k'] for x in ('k3_s1', 'k5')]
### matrix with lists
def matmul(a, b):
    return [[sum(x * y for x, y in zip(row, col)) for col in zip(*b)] for row in a]
def transpose(m):
    return [list(r) for r in zip(*m)]
r = matmul([[1, 2], [3, 4]], [[5, 6], [7, 8]]), transpose([[1, 2, 3], [4, 5, 6]])
### sieve and sorts
def primes(n):
    flags = [True] * (n + 1)
    flags[0:2] = [False, False]
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = [False] * len(flags[i * i::i])
    return [i for i, f in enumerate(flags) if f]
def quick(l):
    if len(l) <= 1:
        return l
    p, *rest = l
    return quick([x for x in rest if x < p]) + [p] + quick([x for x in rest if x >= p])
r = primes(50), quick([3, 6, 1, 8, 2, 9, 2])
### linked list and tree
class Node:
    def __init__(self, v, nxt=None):
        self.v, self.next = v, nxt
    def __iter__(self):
        node = self
        while node is not None:
            yield node.v
            node = node.next
l = None
for i in range(4):
    l = Node(i, l)
class Tree:
    def __init__(self, v):
        self.v, self.l, self.r = v, None, None
    def add(self, v):
        side = 'l' if v < self.v else 'r'
        if getattr(self, side) is None:
            setattr(self, side, Tree(v))
        else:
            getattr(self, side).add(v)
        return self
    def walk(self):
        if self.l: yield from self.l.walk()
        yield self.v
        if self.r: yield from self.r.walk()
t = Tree(5)
for v in (3, 8, 1, 4, 9): t.add(v)
r = list(l), list(t.walk())
### module like registry with attribute magic
class Module:
    def __init__(self):
        self.__dict__['_modules'] = {}
    def __setattr__(self, k, v):
        if isinstance(v, Module):
            self._modules[k] = v
        else:
            object.__setattr__(self, k, v)
    def __getattr__(self, k):
        mods = self.__dict__.get('_modules', {})
        if k in mods:
            return mods[k]
        raise AttributeError(k)
    def named(self, prefix=''):
        yield prefix, type(self).__name__
        for k, m in self._modules.items():
            yield from m.named(prefix + ('.' if prefix else '') + k)
class Lin(Module):
    def __init__(self, i, o):
        super().__init__()
        self.i, self.o = i, o
class Net(Module):
    def __init__(self):
        super().__init__()
        self.a = Lin(1, 2)
        self.b = Lin(2, 3)
        self.n = 5
    def forward(self):
        return self.a.o * self.b.i
n = Net()
r = list(n.named()), n.forward(), n.n, hasattr(n, 'c')
### string building
lines = []
for i, (name, n) in enumerate([('conv', 896), ('dense', 1290)], start=1):
    lines.append(f'{i:>2}. {name:<10}{n:>8,}')
lines.append('=' * 22)
lines.append('Total: {:,}'.format(sum(n for _, n in [('conv', 896), ('dense', 1290)])))
r = '\n'.join(lines)
### fibonacci generators and slices
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
from itertools import islice
r = list(islice(fib(), 15)), next(x for x in fib() if x > 1000)
### state machine with match
def run(program):
    stack = []
    for op in program:
        match op:
            case ('push', n):
                stack.append(n)
            case 'add' | 'mul' as name:
                b, a = stack.pop(), stack.pop()
                stack.append(a + b if name == 'add' else a * b)
            case {'dup': n}:
                stack.extend([stack[-1]] * n)
            case _:
                raise ValueError(op)
    return stack
r = run([('push', 2), ('push', 3), 'add', {'dup': 1}, 'mul'])
