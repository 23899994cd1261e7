### attributes and methods
class A:
    count = 0
    items = []
    def __init__(self, n=1):
        self.n = n
        A.count += 1
        self.items.append(n)
    def double(self):
        return self.n * 2
    def chain(self):
        self.n += 1
        return self
a, b = A(), A(5)
b.extra = 'e'
a.count = 99
m = b.double
r = a.n, b.double(), A.count, a.count, A.items, b.extra, m(), A.double(b), a.chain().chain().n, hasattr(a, 'extra'), A.__name__, type(a) is A, isinstance(a, A), a.__class__.__name__, type(a).__name__
### inheritance and super
class A:
    def __init__(self, x):
        self.x = x
    def who(self):
        return 'A'
    def hello(self):
        return 'hello ' + self.who()
class B(A):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y
    def who(self):
        return 'B' + super().who()
class C(B):
    def __init__(self, *args):
        super(C, self).__init__(*args)
    def who(self):
        return 'C' + B.who(self)
c = C(1, 2)
r = c.x, c.y, c.hello(), isinstance(c, A), issubclass(C, A), issubclass(A, C), [k.__name__ for k in C.__mro__], C.__bases__[0].__name__, C.__base__ is B
### diamond
log = []
class Base:
    def __init__(self, **kw):
        log.append('Base')
        super().__init__(**kw)
class L(Base):
    def __init__(self, l=0, **kw):
        log.append('L')
        super().__init__(**kw)
        self.l = l
class R(Base):
    def __init__(self, r=0, **kw):
        log.append('R')
        super().__init__(**kw)
        self.r = r
class D(L, R):
    def __init__(self, **kw):
        log.append('D')
        super().__init__(**kw)
d = D(l=1, r=2)
r = log, d.l, d.r, [k.__name__ for k in D.mro()]
try:
    class Bad(Base, L):
        pass
except TypeError as e:
    s = 'MRO' in str(e)
### properties
class A:
    def __init__(self):
        self._x = 1
    @property
    def x(self):
        "the x"
        return self._x
    @x.setter
    def x(self, v):
        self._x = v * 10
    @property
    def ro(self):
        return 'ro'
    area = property(lambda self: self._x ** 2)
a = A()
a.x = 5
r = a.x, a.ro, a.area
try:
    a.ro = 1
except AttributeError as e:
    s = 'no setter' in str(e)
class B(A):
    @property
    def ro(self):
        return super().ro + '!'
t = B().ro
### static and class methods
class A:
    n = 3
    @staticmethod
    def s(x):
        return x + 1
    @classmethod
    def c(cls, x):
        return cls.n + x
    @classmethod
    def make(cls, *a):
        return cls(*a)
    def __init__(self, v=0):
        self.v = v
class B(A):
    n = 10
    @classmethod
    def c(cls, x):
        return super().c(x) * 2
r = A.s(1), A().s(2), A.c(1), B.c(1), B().c(2), B.make(7).v, type(B.make()).__name__
### operators
class V:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __repr__(self):
        return f'V({self.x}, {self.y})'
    def __add__(self, o):
        return V(self.x + o.x, self.y + o.y) if isinstance(o, V) else NotImplemented
    def __mul__(self, k):
        return V(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __neg__(self):
        return V(-self.x, -self.y)
    def __eq__(self, o):
        return isinstance(o, V) and (self.x, self.y) == (o.x, o.y)
    def __lt__(self, o):
        return self.x < o.x
    def __bool__(self):
        return bool(self.x or self.y)
    def __abs__(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5
    def __getitem__(self, i):
        return (self.x, self.y)[i]
    def __len__(self):
        return 2
    def __iter__(self):
        yield self.x
        yield self.y
    def __contains__(self, v):
        return v in (self.x, self.y)
    def __call__(self, f):
        return V(f(self.x), f(self.y))
    def __iadd__(self, o):
        self.x += o.x
        return self
    def __matmul__(self, o):
        return self.x * o.x + self.y * o.y
    def __hash__(self):
        return hash((self.x, self.y))
    def __rsub__(self, k):
        return V(k - self.x, k - self.y)
    def __floordiv__(self, k):
        return V(self.x // k, self.y // k)
v, w = V(3, 4), V(1, 2)
r = v + w, v * 2, 2 * v, -v, v == V(3, 4), v != w, v == 5, w < v, v > w, bool(V(0, 0)), abs(v), v[0], v[-1], len(v), list(v), 3 in v, v(str), v @ w, {v: 1}[V(3, 4)], 10 - v, v // 2, sorted([v, w]), max(v, w), tuple(v), [*v], sum([V(1, 1), V(2, 2)], V(0, 0)), str(v), f'{v}', '%s' % v
v += w
s = v
x, y = v
try:
    v + 1
except TypeError as e:
    t = str(e)
### getattr and setattr hooks
class A:
    def __init__(self):
        self.known = 1
    def __getattr__(self, name):
        if name.startswith('dyn_'):
            return name[4:]
        raise AttributeError(name)
class B:
    def __init__(self):
        object.__setattr__(self, 'log', [])
    def __setattr__(self, k, v):
        self.log.append(k)
        super().__setattr__(k, v)
    def __delattr__(self, k):
        self.log.append('-' + k)
        super().__delattr__(k)
class C:
    def __getattribute__(self, name):
        return 'always'
a, b = A(), B()
b.x = 1
b.y = 2
del b.x
r = a.known, a.dyn_z, hasattr(a, 'nope'), getattr(a, 'nope', 'dflt'), b.log, b.y, hasattr(b, 'x')
setattr(a, 'set', 5)
s = a.set, getattr(a, 'set')
delattr(a, 'set')
t = hasattr(a, 'set')
### iteration protocol
class It:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n
class Seq:
    def __getitem__(self, i):
        if i >= 3:
            raise IndexError
        return i * 10
    def __len__(self):
        return 3
class Rev:
    def __reversed__(self):
        return iter('rev')
r = list(It(3)), [x for x in Seq()], 20 in Seq(), list(reversed(Seq())), list(reversed(Rev())), max(It(4)), list(zip(It(2), Seq())), len(Seq()), bool(Seq())
a, b, c = Seq()
class Cont:
    def __setitem__(self, k, v):
        self.last = (k, v)
    def __delitem__(self, k):
        self.gone = k
    def __getitem__(self, k):
        return k
o = Cont()
o['a'] = 1
del o['b']
s = o.last, o.gone, o[1:2], o[1, 2], o[...], o[:, None], o[::2]
### repr and str
class A:
    pass
class B:
    def __str__(self):
        return 'str B'
class C:
    def __repr__(self):
        return 'repr C'
class D:
    def __format__(self, spec):
        return f'<{spec}>'
r = str(B()), repr(C()), str(C()), f'{C()}', f'{C()!r}', [C()], {'c': C()}, f'{D():abc}', '{:x}'.format(D()), str(A).startswith("<class"), repr(A()).startswith('<__main__.A object') or True
### class variables and scopes
class A:
    sizes = [64, 128]
    total = sum(sizes)
    doubled = [s * 2 for s in sizes]
    cfg = {'a': total}
    def method(self):
        return self.sizes, A.total
    class Inner:
        v = 5
        def m(self):
            return A.total
    for i in range(3):
        last = i
    if total > 100:
        big = True
r = A.doubled, A.cfg, A().method(), A.Inner.v, A.Inner().m(), A.last, A.big, A.Inner.__qualname__
### inherit from builtins
class MyList(list):
    def first(self):
        return self[0]
    def append(self, v):
        super().append(v * 2)
class MyDict(dict):
    def __getattr__(self, k):
        try:
            return self[k]
        except KeyError:
            raise AttributeError(k)
    __setattr__ = dict.__setitem__
    def __missing__(self, k):
        return 'missing ' + str(k)
class MyInt(int):
    def half(self):
        return self // 2
    def __add__(self, o):
        return MyInt(int(self) + o)
class MyStr(str):
    def shout(self):
        return self.upper() + '!'
class MyTuple(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))
    @property
    def a(self):
        return self[0]
l = MyList([1, 2])
l.append(3)
d = MyDict(x=1)
d.y = 2
n = MyInt(10)
r = l, l.first(), len(l), l[1:], isinstance(l, list), sorted(l), l + [0], d.x, d['y'], d, d['zz'], len(d), 'x' in d, hasattr(d, 'q'), n.half(), n + 1, (n + 1).half(), n * 2, n == 10, {n: 1}[10], [0] * n, range(n)[-1], MyStr('a').shout(), MyStr('ab')[0], f"{MyStr('q')}", MyTuple(1, 2).a, MyTuple(1, 2), list(MyTuple(1, 2)), list(d.items()), {**d}, dict(d), json_like if 0 else None
class Config(dict):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.frozen = False
c = Config({'lr': 0.1}, bs=4)
s = c['lr'], c['bs'], c.frozen, c, [k for k in c]
### init_subclass and class hooks
class Base:
    registry = {}
    def __init_subclass__(cls, key=None, **kw):
        super().__init_subclass__(**kw)
        Base.registry[key or cls.__name__] = cls
class A(Base, key='a'):
    pass
class B(A):
    pass
class D:
    def __set_name__(self, owner, name):
        self.name = name
    def __get__(self, obj, objtype=None):
        return (self.name, obj.v if obj is not None else None)
class E:
    d = D()
    v = 7
r = sorted(Base.registry), Base.registry['a'] is A, E().d
class N:
    def __new__(cls, *a):
        o = super().__new__(cls)
        o.made = a
        return o
    def __init__(self, x):
        self.x = x
n = N(5)
s = n.made, n.x
class Singleton:
    _i = None
    def __new__(cls):
        if cls._i is None:
            cls._i = super().__new__(cls)
        return cls._i
t = Singleton() is Singleton()
### metaclass
class Meta(type):
    instances = {}
    def __call__(cls, *args, **kw):
        if cls not in cls.instances:
            cls.instances[cls] = super().__call__(*args, **kw)
        return cls.instances[cls]
class S(metaclass=Meta):
    def __init__(self, n):
        self.n = n
r = S(1) is S(2), S(3).n
### abc and typing
from abc import ABC, abstractmethod
from typing import Generic, TypeVar, List, Optional, Union, Callable, Dict, Any, Tuple
T = TypeVar('T')
class Shape(ABC):
    @abstractmethod
    def area(self):
        pass
    @property
    @abstractmethod
    def name(self): ...
class Sq(Shape):
    def __init__(self, s: float) -> None:
        self.s: float = s
    def area(self) -> float:
        return self.s ** 2
    @property
    def name(self):
        return 'sq'
class Box(Generic[T]):
    def __init__(self, v: T):
        self.v = v
def f(a: List[int], b: Optional[Dict[str, Any]] = None, *c: Tuple[int, ...]) -> Union[int, None]:
    x: int = 5
    y: Callable[[int], str]
    return x
r = Sq(3).area(), Sq(2).name, Box(4).v, Box[int](5).v, f([1]), isinstance(Sq(1), Shape), isinstance([], List), isinstance(3, (int, str)), isinstance(3, int | str), isinstance(None, int | None)
### dataclasses
from dataclasses import dataclass, field, asdict, astuple, replace, fields
@dataclass
class A:
    x: int
    y: float = 1.5
    z: list = field(default_factory=list)
    w: str = field(default='w', repr=False)
@dataclass
class B(A):
    v: int = 9
    def __post_init__(self):
        self.x2 = self.x * 2
@dataclass(frozen=True, order=True)
class C:
    a: int
    b: int = 0
@dataclass
class Cfg:
    depth: int = 4
    widths: tuple = (64, 128)
    kind: 'str' = 'unet'
    inner: A = field(default_factory=lambda: A(1))
a, b = A(1), B(2, v=3)
a.z.append(1)
r = a, A(1) == A(1), A(1) == A(2), b, b.x2, A(1).z, asdict(a), astuple(C(1, 2)), replace(C(1, 2), b=5), C(1) < C(2), C(1) == C(1), {C(1): 'k'}[C(1)], [f.name for f in fields(B)], Cfg(), Cfg(depth=2).widths, asdict(Cfg())
s = []
for bad in [lambda: A(), lambda: setattr(C(1), 'a', 2), lambda: A(1, 2, 3, 4, 5)]:
    try:
        bad()
    except Exception as e:
        s.append(isinstance(e, (TypeError, AttributeError)))
### enums
from enum import Enum, IntEnum, auto, Flag
class Color(Enum):
    RED = 1
    GREEN = 2
    ALIAS = 1
    def nice(self):
        return self.name.lower()
    @property
    def twice(self):
        return self.value * 2
class Size(IntEnum):
    S = 1
    L = 3
class Auto(Enum):
    A = auto()
    B = auto()
class Str(str, Enum):
    X = 'x'
    Y = 'y'
class Planet(Enum):
    EARTH = (1.0, 2.0)
    def __init__(self, mass, radius):
        self.mass = mass
class F(Flag):
    A = auto()
    B = auto()
r = Color.RED, Color.RED.name, Color.RED.value, Color(2), Color['GREEN'], list(Color), len(Color), Color.ALIAS is Color.RED, Color.RED.nice(), Color.GREEN.twice, Color.RED == Color.RED, Color.RED != Color.GREEN, Color.RED in Color, str(Color.RED), f'{Color.RED}', {Color.RED: 1}[Color.RED]
s = Size.L + 1, Size.L > Size.S, Size.L == 3, [0] * Size.L, sorted([Size.L, Size.S]), Auto.B.value, Str.X == 'x', Str.X.value, Str('y'), Str.X.upper(), Planet.EARTH.mass, Planet.EARTH.value, [c.name for c in Color], isinstance(Color.RED, Color), Str.X in ('x', 'z')
t = (F.A | F.B).value, F.A in (F.A | F.B), bool(F.A & F.B)
try:
    Color(9)
except ValueError as e:
    u = str(e)
try:
    Color['NOPE']
except KeyError as e:
    v = str(e)
### namedtuples
from collections import namedtuple
from typing import NamedTuple
P = namedtuple('P', ['x', 'y'])
Q = namedtuple('Q', 'a b c', defaults=[5])
class R(NamedTuple):
    x: int
    y: str = 'd'
    def both(self):
        return f'{self.x}{self.y}'
class Sub(P):
    def total(self):
        return self.x + self.y
p = P(1, y=2)
r = p, p.x, p[1], p == (1, 2), list(p), p._replace(x=9), p._asdict(), P._fields, Q(1, 2), P._make([3, 4]), R(1), R(1).both(), R(2, y='z'), len(p), Sub(1, 2).total(), isinstance(p, tuple), p + (3,), max(P(1, 2), P(1, 3)), {p: 1}[(1, 2)], P(*[5, 6]), P(**{'x': 1, 'y': 0})
a, b = p
### slots, del and identity
class A:
    __slots__ = ('x',)
    def __init__(self):
        self.x = 1
a = A()
b = a
r = a is b, a == b, a != A(), a is not None, a.x, id(a) == id(b), None is None, a in [a], [a].index(b), hash(a) == hash(b)
### context in class body and conditional methods
class Net:
    def __init__(self, kinds):
        self.layers = []
        for i, k in enumerate(kinds):
            layer = getattr(self, 'make_' + k)(i)
            setattr(self, f'layer{i}', layer)
            self.layers.append(layer)
    def make_conv(self, i):
        return ('conv', 2 ** i)
    def make_pool(self, i):
        return 'pool'
    def __call__(self, x):
        for l in self.layers:
            x = x + [l]
        return x
n = Net(['conv', 'pool', 'conv'])
r = n([]), n.layer2, [k for k in vars(n)]
### class decorators and registries
REG = {}
def register(name=None):
    def deco(cls):
        REG[name or cls.__name__] = cls
        return cls
    return deco
@register()
class A:
    v = 1
@register('bee')
class B:
    v = 2
r = sorted(REG), REG['bee']().v
def add_method(cls):
    cls.extra = lambda self: self.v + 1
    return cls
@add_method
class C:
    v = 5
s = C().extra()
X = type('X', (A,), {'w': 3, 'm': lambda self: self.w + self.v})
t = X().m(), X.__name__, issubclass(X, A)
### private names
class A:
    __k = 3
    k2 = __k * 2
    def __init__(self):
        self.__x = 1
        self.__x += 1
    def __helper(self):
        return self.__x
    def get(self):
        return self.__helper(), self.__k
class B(A):
    def __init__(self):
        super().__init__()
        self.__x = 10
    def both(self):
        return self.__x, self.get()
b = B()
r = b.both(), sorted(vars(b)), b._A__x, A.k2, hasattr(b, '__x')
class C:
    def me(self):
        return __class__.__name__
s = C().me()
