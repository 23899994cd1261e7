### parameters
def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw
r = f(1, c=3), f(1, 9, 8, 7, c=3, e=5), f(*[1, 2], **{'c': 3, 'z': 0})
def g(a, /, b, *, c=1):
    return a, b, c
s = g(1, 2), g(1, b=2, c=3)
def h(a, /, **kw):
    return a, kw
t = h(1, a=2)
### defaults are shared
def f(x, acc=[]):
    acc.append(x)
    return acc
r = f(1), f(2), f(3, [])
def g(x=None):
    x = x or {}
    x['k'] = 1
    return x
s = g(), g({'a': 0})
### keyword errors
r = []
def f(a, b=1, *, c=2):
    return a
for call in [lambda: f(), lambda: f(1, 2, 3), lambda: f(1, x=2), lambda: f(1, a=1), lambda: f(1, c=1, d=2)]:
    try:
        call()
    except TypeError as e:
        r.append(str(e))
### closures
def counter():
    n = [0]
    def inc(by=1):
        n[0] += by
        return n[0]
    return inc
c = counter()
r = c(), c(5), counter()()
def make(n):
    return lambda x: x * n
s = [make(i)(10) for i in range(3)]
adders = [lambda x, i=i: x + i for i in range(3)]
t = [a(1) for a in adders]
### decorators
log = []
def deco(f):
    def wrapper(*args, **kwargs):
        log.append(f.__name__)
        return f(*args, **kwargs) * 2
    return wrapper
def tag(name):
    def d(f):
        f.tag = name
        return f
    return d
@deco
def a(x):
    return x + 1
@tag('t')
@deco
def b():
    return 5
r = a(3), b(), b.tag, log, a.__name__
class Deco:
    def __init__(self, f):
        self.f = f
        self.calls = 0
    def __call__(self, *a):
        self.calls += 1
        return self.f(*a)
@Deco
def c(x):
    return x
s = c(1), c(2), c.calls
### functools
import functools
from functools import partial, reduce, wraps, lru_cache
def d(f):
    @wraps(f)
    def w(*a, **k):
        return f(*a, **k)
    return w
@d
def named(x):
    'doc text'
    return x
p = partial(pow, 2)
q = partial(dict, a=1)
@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
r = named.__name__, named.__doc__, named(4), p(5), q(b=2), reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + b, [], 0), fib(50), p.func is pow, p.args, q.keywords, named.__wrapped__(3)
@functools.total_ordering
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
s = V(1) <= V(2), V(2) >= V(3), V(1) > V(0), sorted([V(3), V(1)], key=functools.cmp_to_key(lambda a, b: a.n - b.n))[0].n
class C:
    n = 0
    @functools.cached_property
    def x(self):
        self.n += 1
        return self.n
o = C()
t = o.x, o.x, o.n
### generators
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
def nested():
    yield 'a'
    yield from count(2)
    yield from 'xy'
    return 'done'
log = []
def lazy():
    log.append('start')
    yield 1
    log.append('middle')
    yield 2
    log.append('end')
g = lazy()
before = log[:]
first = next(g)
after = log[:]
r = list(count(3)), list(nested()), before, first, after, list(g), log, sum(count(5)), dict((k, k * k) for k in count(3))
def inf():
    n = 0
    while True:
        yield n
        n += 1
it = inf()
s = [next(it) for _ in range(4)], [x for x, _ in zip(inf(), range(3))]
def echo():
    got = []
    while len(got) < 2:
        v = yield len(got)
        got.append(v)
    yield got
e = echo()
t = next(e), e.send('a'), e.send('b')
def gen_try():
    try:
        yield 1
        yield 2
    finally:
        log.append('cleanup')
u = list(gen_try()), log[-1]
### generator expressions are lazy
log = []
def f(x):
    log.append(x)
    return x
g = (f(x) for x in [1, 2, 3])
a = log[:]
b = next(g), log[:]
c = any(f(x) > 4 for x in [4, 5, 6]), log[:]
### lambda
f = lambda x, *a, k=1, **kw: (x, a, k, kw)
r = f(1), f(1, 2, k=3, z=4), (lambda: 5)(), sorted([(2, 'a'), (1, 'b')], key=lambda t: t[0]), list(map(lambda x: x ** 2, range(3)))
compose = lambda *fs: lambda x: [x := g(x) for g in fs][-1]
s = compose(lambda v: v + 1, lambda v: v * 10)(4)
### function attributes
def f(a, b=1):
    "text"
    return a
f.extra = 5
r = f.__name__, f.__doc__, f.extra, hasattr(f, 'extra'), hasattr(f, 'nope'), callable(f), f.__defaults__
def g():
    g.calls = getattr(g, 'calls', 0) + 1
    return g.calls
s = g(), g(), g.calls
### eval and namespaces
x = 5
r = eval('x'), eval('x + 1'), globals()['x'], 'x' in dir(), eval("[i for i in range(2)]")
class A:
    pass
a = A()
a.n = 1
vars(a)['m'] = 2
a.__dict__.update(k=3)
s = a.m, a.k, sorted(vars(a)), a.__dict__
def f(p, q):
    l = 3
    return sorted(locals())
t = f(1, 2)
fn = {'relu': max, 'id': lambda v: v}['id']
u = fn(3), getattr('abc', 'upper')(), getattr(A, 'zz', None), __name__
### star in index and return
def f():
    return (1, *[2, 3])
a = f()
d = {(1, 2): 'x'}
b = d[1, 2]
### mutable argument passing
def change(l, d, n):
    l.append(1)
    d['k'] = 1
    n += 1
    l = [9]
    return n
l, d, n = [], {}, 5
r = change(l, d, n), l, d, n
### recursion with memo and inner functions
def build(depth, channels):
    layers = []
    def block(c_in, c_out, *, norm=True):
        layers.append(('conv', c_in, c_out))
        if norm:
            layers.append(('bn', c_out))
        return c_out
    c = 3
    for i in range(depth):
        c = block(c, channels * 2 ** i, norm=i > 0)
    return layers
r = build(3, 16)
