### if and while
r = []
n = 0
while True:
    n += 1
    if n == 2:
        continue
    elif n > 5:
        break
    r.append(n)
else:
    r.append('never')
while n < 8:
    n += 1
else:
    r.append('else')
### for else break continue
r = []
for i in range(3):
    for j in range(3):
        if j == 1:
            continue
        if i == 2:
            break
        r.append((i, j))
    else:
        r.append('inner done')
else:
    r.append('outer done')
for k in []:
    pass
else:
    r.append('empty')
last = i, j
### for with mutation
a = [1, 2, 3]
seen = []
for x in a:
    seen.append(x)
    if x == 2 and len(a) < 6:
        a.append(10)
### loop targets
r = []
for a, (b, *c) in [(1, (2, 3, 4)), (5, 'xyz')]:
    r.append((a, b, c))
d = {}
for d['k'] in range(3):
    pass
l = [0]
for l[0] in 'ab':
    pass
### try
r = []
def f(kind):
    try:
        r.append('try')
        if kind == 1:
            raise ValueError('v')
        if kind == 2:
            return 'returned'
        if kind == 3:
            {}['k']
        if kind == 4:
            raise KeyError
    except ValueError as e:
        r.append(('value', str(e), e.args))
        return 'handled'
    except (KeyError, IndexError) as e:
        r.append(('lookup', repr(e)))
    else:
        r.append('else')
    finally:
        r.append('finally')
    return 'end'
a = [f(k) for k in range(5)]
### nested exceptions
r = []
class MyError(Exception):
    def __init__(self, code, msg='m'):
        super().__init__(msg)
        self.code = code
try:
    try:
        raise MyError(5)
    except ValueError:
        r.append('no')
    finally:
        r.append('inner finally')
except Exception as e:
    r.append((e.code, str(e), isinstance(e, MyError), type(e).__name__))
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise RuntimeError('again') from e
except RuntimeError as e:
    r.append(str(e))
try:
    try:
        raise ValueError('x')
    except ValueError:
        raise
except ValueError as e:
    r.append('re ' + str(e))
def g():
    for i in range(3):
        try:
            if i == 1:
                continue
            if i == 2:
                return i
        finally:
            r.append(('f', i))
r.append(g())
def h():
    try:
        return 'try'
    finally:
        r.append('before return')
r.append(h())
def h2():
    try:
        return 'try'
    finally:
        return 'finally'
r.append(h2())
### exception texts
r = []
for f in [lambda: undefined_name, lambda: None.foo, lambda: (5).foo, lambda: [].foo, lambda: print.foo, lambda: None(), lambda: 'a'(), lambda: (lambda: 0)(1), lambda: (lambda a: 0)(), lambda: (lambda a, b: 0)(), lambda: (lambda a: 0)(b=1), lambda: (lambda a: 0)(1, a=2), lambda: (lambda *, k: 0)(), lambda: object().x]:
    try:
        f()
    except Exception as e:
        r.append((type(e).__name__, str(e)))
### assert and raise class
r = []
try:
    assert 1 == 2, 'not equal'
except AssertionError as e:
    r.append(str(e))
try:
    assert False
except AssertionError as e:
    r.append(e.args)
try:
    raise NotImplementedError
except NotImplementedError as e:
    r.append(repr(e))
try:
    raise KeyError('k')
except LookupError as e:
    r.append((str(e), repr(e), e.args))
assert True, 'fine'
### with
r = []
class CM:
    def __init__(self, n, swallow=False):
        self.n, self.swallow = n, swallow
    def __enter__(self):
        r.append(('in', self.n))
        return self.n * 2
    def __exit__(self, *a):
        r.append(('out', self.n, a[0].__name__ if a[0] else None))
        return self.swallow
with CM(1) as x, CM(2) as y:
    r.append((x, y))
with CM(3) as (z):
    pass
try:
    with CM(4, True):
        raise ValueError('gone')
    r.append('after')
    with CM(5):
        raise ValueError('seen')
except ValueError as e:
    r.append(str(e))
def f():
    with CM(6):
        return 'ret'
r.append(f())
### match literals and captures
def f(x):
    match x:
        case 0:
            return 'zero'
        case 1 | 2:
            return 'small'
        case 'a' | "b":
            return 'letter'
        case None:
            return 'none'
        case True:
            return 'true'
        case -1:
            return 'minus'
        case int() as n if n > 100:
            return ('big', n)
        case int(n):
            return ('int', n)
        case [x, y]:
            return ('two', x, y)
        case [first, *rest]:
            return ('list', first, rest)
        case {'k': v, **others}:
            return ('dict', v, others)
        case str():
            return 'str'
        case _:
            return 'other'
r = [f(v) for v in (0, 2, 'b', None, -1, 500, 7, [1, 2], (1, 2, 3), [], {'k': 1, 'm': 2}, {}, 'zzz', 2.5)]
### match classes
class P:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y):
        self.x, self.y = x, y
class K:
    A = 1
def f(p):
    match p:
        case P(0, y):
            return ('on axis', y)
        case P(x=x, y=0):
            return ('flat', x)
        case P(x, y):
            return (x, y)
        case K.A:
            return 'constant'
        case [P(x, _), *_]:
            return ('first', x)
r = [f(v) for v in (P(0, 3), P(4, 0), P(1, 2), 1, [P(9, 9), 1])]
### walrus and conditional
r = []
if (n := len('abc')) > 2:
    r.append(n)
while (n := n - 1) > 0:
    r.append(n)
x = 'yes' if n == 0 else 'no'
data = [y for v in [1, 2, 3] if (y := v * 2) > 2]
### global and nonlocal
counter = 0
def inc():
    global counter, fresh
    counter += 1
    fresh = 'made'
def outer():
    n = 0
    def inner():
        nonlocal n
        n += 1
        return n
    return inner(), inner(), n
inc(); inc()
r = counter, fresh, outer()
### scopes
x = 'global'
class A:
    x = 'class'
    def m(self):
        return x
    y = [x for _ in range(1)]
    z = x
def f():
    x = 'local'
    class B:
        y = x
    return B.y, (lambda: x)()
r = A().m(), A.z, f()
def g(x=x):
    return x
x = 'changed'
s = g(), A().m()
### del
a, b = 1, [1, 2, 3]
del a
del b[0]
c = {'k': 1, 'm': 2}
del c['k']
r = 'a' in globals(), b, c
try:
    a
except NameError as e:
    s = str(e)
### chained assignment and tuples
a = b = [1]
a.append(2)
c, d = e = 1, 2
i = 0
l = [5, 6]
i, l[i] = 1, 9
### recursion
def fact(n):
    return 1 if n <= 1 else n * fact(n - 1)
def flatten(x):
    return [z for y in x for z in (flatten(y) if isinstance(y, list) else [y])]
def hanoi(n, a='a', b='b', c='c'):
    return [] if n == 0 else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
r = fact(20), fact(30), flatten([1, [2, [3, [4]]]]), len(hanoi(5))
