### math
import math
from math import sqrt, pi
r = math.floor(2.7), math.ceil(2.1), math.ceil(-2.1), math.trunc(-2.7), sqrt(16), math.pow(2, 3), math.log(8, 2), math.log2(1024), math.log10(1000), math.exp(0), math.gcd(12, 18), math.lcm(4, 6), math.prod([1, 2, 3]), math.factorial(10), math.comb(5, 2), math.hypot(3, 4), math.isclose(0.1 + 0.2, 0.3), math.inf, math.isnan(float('nan')), math.copysign(1, -0.0), math.fabs(-2), math.isqrt(17), math.radians(180), math.fmod(-7, 3), int(math.log2(256)), math.floor(5), math.modf(2.5), math.isinf(math.inf)
s = round(pi, 6), math.cos(0), round(math.sin(pi / 2), 6), math.tau == 2 * pi, math.atan2(1, 1), math.tanh(0.5)
t = []
for f in [lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.floor('a'), lambda: math.ceil(math.inf)]:
    try:
        f()
    except Exception as e:
        t.append((type(e).__name__, str(e)))
### itertools
import itertools as it
r = list(it.chain([1], 'ab')), list(it.chain.from_iterable([[1], [2]])), list(it.product([1, 2], 'ab')), list(it.product([0, 1], repeat=2)), list(it.permutations('abc', 2)), list(it.combinations(range(4), 3)), list(it.combinations_with_replacement('ab', 2)), list(it.islice(it.count(5), 3)), list(it.islice('abcdef', 1, 5, 2)), list(it.repeat('x', 2)), list(it.accumulate([1, 2, 3])), list(it.accumulate([1, 2, 3], lambda a, b: a * b)), list(it.accumulate([1, 2], initial=10)), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.zip_longest([1, 2], 'a', fillvalue='-')), [(k, list(g)) for k, g in it.groupby('aabc')], list(it.filterfalse(lambda x: x % 2, range(4))), list(it.pairwise([1, 2, 3])), list(it.compress('abc', [1, 0, 1]))
c = it.cycle([1, 2])
s = [next(c) for _ in range(5)], list(zip(it.count(), 'ab')), [list(x) for x in it.tee([1, 2])], list(it.product()), list(it.product([], [1]))
### collections
from collections import OrderedDict, defaultdict, Counter, deque
od = OrderedDict()
od['b'] = 1
od['a'] = 2
od.move_to_end('b')
od2 = OrderedDict([('x', 1), ('y', 2)])
od2.move_to_end('y', last=False)
dd = defaultdict(int)
dd['k'] += 5
dl = defaultdict(list, {'a': [1]})
dl['b'].append(2)
c = Counter('hello')
q = deque([1, 2, 3], maxlen=3)
q.append(4)
q.appendleft(0)
q.rotate(1)
r = od, list(od), od2, od.popitem(), dict(dd), dd, dl['zz'], sorted(dl), c['l'], c['zz'], c.most_common(1), sum(c.values()), q, q[0], q.pop(), q.popleft(), len(q), list(q), isinstance(od, dict), OrderedDict(a=1) == {'a': 1}, dd.get('nope'), c + Counter('lo'), Counter([1, 1, 2]), Counter(a=2).total()
d2 = defaultdict(lambda: defaultdict(int))
d2['a']['b'] += 1
s = d2['a']['b'], {k: dict(v) for k, v in d2.items()}
### operator and copy
import operator, copy
from operator import itemgetter, attrgetter, mul
class A:
    def __init__(self):
        self.l = [1, [2]]
        self.n = 5
    def m(self, k):
        return self.n + k
a = A()
b, c = copy.copy(a), copy.deepcopy(a)
a.l[1].append(3)
x = [1, [2, 3]]
y, z = copy.copy(x), copy.deepcopy(x)
x[1].append(4)
shared = [0]
w = copy.deepcopy([shared, shared])
w[0].append(1)
r = b.l, c.l, y, z, w, operator.add(1, 2), itemgetter(1)([5, 6]), itemgetter('a', 'b')({'a': 1, 'b': 2}), attrgetter('n')(a), operator.methodcaller('m', 2)(a), mul(3, 4), sorted([(1, 'b'), (0, 'c')], key=itemgetter(1)), operator.getitem([7], 0), operator.contains([1], 1), operator.neg(3), operator.truth([]), operator.mod(7, 3)
d = {'k': [1]}
e = copy.deepcopy(d)
e['k'].append(2)
s = d, e
### contextlib
from contextlib import contextmanager, suppress, nullcontext, ExitStack
log = []
@contextmanager
def cm(x):
    log.append('enter')
    yield x * 2
    log.append('exit')
with cm(4) as v:
    log.append(v)
with suppress(KeyError, ValueError):
    log.append('in')
    {}['x']
    log.append('never')
with nullcontext(7) as n:
    log.append(n)
with nullcontext():
    pass
r = log
### argparse defaults
import argparse
p = argparse.ArgumentParser(description='x')
p.add_argument('--lr', type=float, default=0.1, help='rate')
p.add_argument('-b', '--batch-size', type=int, default='32')
p.add_argument('--cuda', action='store_true')
p.add_argument('--no-bn', dest='bn', action='store_false')
p.add_argument('--name')
p.add_argument('--sizes', nargs='+', type=int, default=[1, 2])
g = p.add_argument_group('g')
g.add_argument('--depth', type=int, default=4)
p.add_argument('-v', action='count', default=0)
p.set_defaults(extra='e')
a = p.parse_args([])
r = a.lr, a.batch_size, a.cuda, a.bn, a.name, a.sizes, a.depth, a.v, a.extra, sorted(vars(a)), 'lr' in a
b, rest = p.parse_known_args([])
s = b.depth, rest
### os.path and string
import os, string
from os.path import join
r = join('a', 'b'), os.path.join('a/', 'b', '/c', 'd'), os.path.basename('/x/y.py'), os.path.dirname('/x/y.py'), os.path.splitext('a/b.tar.gz'), os.path.split('a/b/c'), os.path.normpath('a/./b/../c'), os.path.isabs('/a'), os.sep, string.ascii_lowercase[:3], string.digits, os.path.splitext('.bashrc'), os.path.dirname('a'), os.path.join('', 'x')
### types and isinstance
import types, numbers
from collections.abc import Iterable, Sequence, Mapping, Callable
ns = types.SimpleNamespace(a=1, b='x')
ns.c = 2
r = ns, ns.a, isinstance([], Iterable), isinstance('a', Sequence), isinstance({}, Mapping), isinstance(len, Callable), isinstance(5, Iterable), isinstance(3, numbers.Number), isinstance((1,), (list, tuple)), isinstance(lambda: 0, types.FunctionType), isinstance(True, int), isinstance(1, bool), isinstance(1.0, int), isinstance(None, type(None)), isinstance(int, type), type(3) == int, type([]) is list, type(None).__name__, isinstance(range(3), Sequence), isinstance((x for x in []), Iterable), issubclass(bool, int)
def ntuple(n):
    def parse(x):
        if isinstance(x, Iterable) and not isinstance(x, str):
            return tuple(x)
        return tuple(it.repeat(x, n))
    return parse
import itertools as it
s = ntuple(2)(3), ntuple(2)([1, 2]), ntuple(3)('a')
### six
import six
from six.moves import range as r3, xrange, zip as z, map as m, reduce
from six import iteritems, string_types
import abc
class Base(six.with_metaclass(abc.ABCMeta, dict)):
    pass
@six.add_metaclass(abc.ABCMeta)
class Other(object):
    value = 3
r = list(xrange(3)), list(r3(2)), list(z('ab', [1, 2])), list(m(str, [1])), reduce(lambda a, b: a * b, [2, 3, 4]), sorted(iteritems({'a': 1})), isinstance('x', string_types), isinstance('x', six.string_types), six.PY2, six.PY3, list(six.itervalues({'a': 2})), list(six.moves.range(2)), issubclass(Base, dict), Other.value, isinstance(3, six.integer_types), isinstance('a', six.text_type)
