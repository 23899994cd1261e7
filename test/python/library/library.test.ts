/** What the library says of the world outside the file: it is not known, and it is quiet. */
import assert from 'node:assert/strict';
import { evaluate } from '../evaluate/evaluation.ts';

function reprs(code: string, ...names: string[]): string[] {
  const { value, repr, problems } = evaluate(code);
  assert.deepEqual(
    problems.map((problem) => problem.message),
    [],
  );
  return names.map((name) => (value(name).kind === 'unknown' ? 'unknown' : repr(name)));
}

describe('the library', () => {
  it('gives random numbers as unknown, and keeps what is certain about them', () => {
    const code = `
import random
random.seed(1)
a, b = random.random(), random.randint(1, 6)
c, d = random.choice([3, 3]), random.choice([3, 4])
l, m = [1, 2, 3], [5, 5]
random.shuffle(l)
random.shuffle(m)
n, first, m0 = len(l), l[0], m[0]
s = len(random.sample(range(10), 4))
r = random.Random(3).random()
`;
    assert.deepEqual(reprs(code, 'a', 'b', 'c', 'd', 'n', 'first', 'm0', 's', 'r'), [
      'unknown',
      'unknown',
      '3',
      'unknown',
      '3',
      'unknown',
      '5',
      '4',
      'unknown',
    ]);
  });

  it('takes the defaults of a command line, and knows what has none', () => {
    const code = `
import argparse
p = argparse.ArgumentParser()
p.add_argument('data')
p.add_argument('--out', required=True)
p.add_argument('--lr', default='1e-3', type=float)
p.add_argument('--sizes', type=lambda s: [int(x) for x in s.split(',')], default='64,128')
p.add_argument('extra', nargs='*')
sub = p.add_subparsers(dest='command')
sub.add_parser('train').add_argument('--epochs', default=3)
m = p.add_mutually_exclusive_group()
m.add_argument('--on', dest='flag', action='store_true', default=True)
m.add_argument('--off', dest='flag', action='store_false')
a = p.parse_args()
r = a.lr, a.sizes, a.extra, a.flag
d, o, c = a.data, a.out, a.command
`;
    assert.deepEqual(reprs(code, 'r', 'd', 'o', 'c'), [
      '(0.001, [64, 128], [], True)',
      'unknown',
      'unknown',
      'unknown',
    ]);
  });

  it('does not know the machine', () => {
    const code = `
import os, sys, time, glob, json, datetime, logging, platform, pathlib
from pathlib import Path
a = os.path.exists('x'), os.listdir('.'), os.getcwd(), os.cpu_count(), os.environ.get('HOME'), os.environ['X'], sys.argv
b = time.time(), glob.glob('*'), json.load(open('x')), datetime.datetime.now(), platform.system(), Path('a') / 'b'
os.makedirs('x', exist_ok=True)
os.environ['SEEN'] = '0'
logging.getLogger('x').info('quiet')
logging.basicConfig(level=logging.INFO)
time.sleep(1)
seen = os.environ['SEEN']
v = sys.version_info >= (3, 8), sys.version_info[0], sys.version_info.major
known = [type(x).__name__ if False else x for x in ()]
`;
    const { value, repr, problems } = evaluate(code);
    assert.deepEqual(problems, []);
    for (const name of ['a', 'b']) {
      const all = value(name);
      assert.ok(all.kind === 'tuple');
      assert.ok(all.items.every((item) => item.kind === 'unknown'));
    }
    assert.equal(repr('seen'), "'0'");
    assert.equal(repr('v'), '(True, 3, 3)');
  });

  it('lets training code end quickly and quietly', () => {
    const code = `
import warnings, tqdm
from tqdm import tqdm as bar, trange
import matplotlib.pyplot as plt
warnings.filterwarnings('ignore')
total = 0
for i in bar(range(3), desc='x'):
    total += i
for j in trange(2): pass
fig, ax = plt.subplots(1, 2, figsize=(8, 4))
ax[0].imshow(total)
plt.show()
with warnings.catch_warnings():
    warnings.simplefilter('ignore')
for epoch in range(2):
    for batch, (x, y) in enumerate(plt.loader):
        loss = plt.step(x, y)
        if batch % 10 == 0:
            print(f'{epoch} {loss:.3f} {loss.item():>7.4f}')
    if loss < 0.1:
        break
end = 'end'
`;
    assert.deepEqual(reprs(code, 'total', 'i', 'j', 'end'), ['3', '2', '1', "'end'"]);
  });

  it('copies objects, but not those whose inside it cannot see', () => {
    const code = `
import copy
class A:
    def __init__(self): self.items, self.me = [1], self
    def __deepcopy__(self, memo): return 'mine'
class B:
    def __init__(self): self.items, self.me = [1], self
b = B()
c = copy.deepcopy(b)
c.items.append(2)
r = b.items, c.items, c.me is c, copy.deepcopy(A()), copy.copy(b).items is b.items
l = []
l.append(l)
m = copy.deepcopy(l)
s = m[0] is m
`;
    assert.deepEqual(reprs(code, 'r', 's'), ["([1], [1, 2], True, 'mine', True)", 'True']);
  });

  it('runs the main of absl with the defaults of its flags, each evaluation its own', () => {
    const code = `
from absl import app, flags
from absl.flags import FLAGS
flags.DEFINE_integer('classes', 80, 'how many')
tiny = flags.DEFINE_boolean('tiny', False, 'the small one')
seen = []
def main(argv):
    FLAGS.extra = 3
    seen.append((FLAGS.classes, tiny.value, flags.FLAGS.tiny, FLAGS.extra))
app.run(main)
`;
    assert.deepEqual(reprs(code, 'seen'), ['[(80, False, False, 3)]']);
    assert.deepEqual(reprs('from absl.flags import FLAGS\nother = FLAGS.classes', 'other'), ['unknown']);
  });
});
