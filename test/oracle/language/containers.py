### lists
a = [3, 1, 2]
b = a
b.append(4)
a.insert(0, 9)
a.insert(-1, 7)
a.extend([5, 5])
c = a.pop(), a.pop(0), a.pop(-2)
a.remove(5)if 5 in a else None
d = a.index(1), a.count(1), len(a), 3 in a
e = sorted(a), sorted(a, reverse=True), sorted(['bb', 'a', 'ccc'], key=len), sorted([(1, 'b'), (1, 'a'), (0, 'z')])
a.sort()
f = a.copy()
a.reverse()
g = a + [1], a * 2, [0] * 3, [[]] * 2, a[::-1], a == f, [1, 2] < [1, 3], [1] < [1, 2], list('abc'), list(range(3)), list({'k': 1})
f.clear()
### list slices
a = list(range(10))
b = a[2:5], a[-3:], a[:3], a[::3], a[::-2], a[5:2], a[8:100], a[-100:3], a[7:2:-2]
a[2:4] = ['x', 'y', 'z']
c = a[:]
a[::2] = [0] * len(a[::2])
del a[0], a[-1]
d = a[:]
del a[1:3]
a[len(a):] = [1, 2]
e = a[:]
a[:] = []
f = [1, 2, 3, 4]
f[1:1] = [9, 9]
### nested structures and aliases
a = [[0] * 2 for _ in range(2)]
a[0][1] = 5
b = [[0] * 2] * 2
b[0][1] = 5
c = {'a': [1, 2]}
c['a'].append(3)
d = c.copy()
d['a'].append(4)
e = (1, [2, 3])
e[1].append(4)
f = a is not b, a[0] is a[0], b[0] is b[1]
### tuples
a = 1, 2, 3
b = (1,)
c = ()
d = a + b, a * 2, a[1:], a[-1], 2 in a, a.index(3), a.count(1), len(c), a < (1, 3), tuple([1, 2]), tuple('ab'), hash((1, 2)) == hash((1, 2))
x, y, z = a
(p, q), r = (1, 2), 3
first, *rest = range(5)
*init, last = 'abc'
h, *m, t = [1, 2]
[i, j] = 'xy'
x, y = y, x
### unpacking in calls and displays
a = [*range(3), *'ab', 9]
b = (*a, 1)
c = {*a, 1}
d = {**{'a': 1, 'b': 2}, 'b': 3, **{'c': 4}}
def f(*args, **kw):
    return args, kw
e = f(*[1, 2], 3, *(4,), k=1, **{'z': 2})
### dicts
d = {'a': 1, 'b': 2}
d['c'] = 3
d['a'] = 10
a = d.get('x'), d.get('x', 5), d.get('a'), 'a' in d, 'x' not in d, len(d), list(d), list(d.keys()), list(d.values()), list(d.items())
b = d.pop('a'), d.pop('zz', None), d.setdefault('q', []), d.setdefault('b', 7), d.popitem()
d.update({'m': 1}, n=2)
d.update([('o', 3)])
c = dict(a=1), dict([('x', 1)]), dict({'y': 2}, z=3), dict(zip('ab', [1, 2])), dict.fromkeys('ab'), dict.fromkeys([1, 2], 0)
e = {**d}, d == dict(d), {1: 'a', True: 'b', 1.0: 'c'}, {(1, 2): 3}[1, 2], {'a': 1} | {'b': 2}
for k in list(d):
    if k == 'm':
        del d[k]
f = {k: v for k, v in sorted(d.items())if isinstance(v, int)}
g = sorted({'b': 1, 'a': 2}), max({'b': 1, 'a': 2}, key={'b': 1, 'a': 2}.get), sum({1: 'a', 2: 'b'}), {v: k for k, v in {'a': 1}.items()}
### nested dict access
cfg = {'model': {'layers': [64, 128], 'name': 'unet', 'opts': {'bn': True}}}
a = cfg['model']['layers'][1], cfg['model'].get('depth', 4), cfg['model']['opts']['bn'], cfg.get('train', {}).get('lr', 0.1)
cfg['model']['layers'] += [256]
cfg.setdefault('train', {})['lr'] = 0.01
### sets
a = {3, 1, 2}
a.add(2)
a.discard(9)
a.remove(1)
b = sorted(a | {5}), sorted(a & {2, 9}), sorted(a - {2}), sorted(a ^ {2, 7}), {1} <= {1, 2}, {1, 2} > {1}, a == {2, 3}, 2 in a, len(a), {1}.isdisjoint({2}), {1}.issubset([1, 2]), set(), frozenset([1])
c = sorted(set('hello')), sorted({x % 3 for x in range(10)}), sorted(a.union([9], [10])), sorted(set([1, 2]).intersection([2, 3]))
a.update([7, 8])
d = sorted(a), bool(set()), {frozenset([1]): 2}[frozenset([1])]
### comprehensions
a = [x * y for x in range(3) for y in range(x)]
b = [x if x % 2 else -x for x in range(5) if x != 3]
c = {x: x ** 2 for x in range(3)}
d = [[j for j in range(i)] for i in range(3)]
e = [(i, c2) for i, c2 in enumerate('ab')]
f = sum(x for x in range(5)), list(x for x in 'ab'), any(x > 3 for x in range(5)), all(x < 5 for x in range(5)), max((x for x in [1, 5, 2]), default=0)
x = 'outer'
g = [x for x in range(3)]
h = x
i = [y := 5, y ** 2]
j = [a2 for (a2, _), *_ in [((1, 2), 3)]]
k = [fn(2) for fn in [lambda v, n=n: v + n for n in range(3)]]
l2 = [fn(2) for fn in [lambda v: v + n for n in range(3)]]
### ranges
a = list(range(5)), list(range(2, 5)), list(range(5, 0, -2)), list(range(0)), list(range(5, 2))
b = len(range(0, 10, 3)), range(10)[3], range(10)[-1], range(0, 10, 2)[1:3], 4 in range(0, 10, 2), 5 in range(0, 10, 2), range(3) == range(0, 3, 1), list(reversed(range(4))), range(3), range(1, 10, 2), sum(range(101)), 3.0 in range(5)
c = range(5).start, range(1, 7, 2).step
### iteration helpers
a = list(enumerate('ab', 1)), list(zip([1, 2, 3], 'ab')), list(zip(*[(1, 2), (3, 4)])), list(map(str, [1, 2])), list(map(lambda p, q: p + q, [1, 2], [3, 4])), list(filter(None, [0, 1, '', 'a'])), list(filter(lambda v: v > 1, [1, 2])), list(reversed([1, 2]))
it = iter([1, 2, 3])
b = next(it), next(it), list(it), next(it, 'end')
c = list(zip([1, 2], [3, 4], [5, 6])), dict(zip('ab', range(2))), list(zip()), [*map(abs, (-1, 2))]
d = sorted([3, 1, 2], key=lambda v: -v), sorted('bca', reverse=True), sorted({'b': 1, 'a': 2}.items(), key=lambda kv: kv[1])
e = any([]), all([]), any([0, 1]), all([1, 0])
### truthiness
a = [bool(v) for v in (0, 1, '', 'a', [], [0], {}, {1: 1}, None, 0.0, 0.1, (), (0,), set(), range(0), range(1), -1)]
b = [] or 'default', 0 or None, 'a' and 'b', '' and 'b', None or 0 or 'x', 1 and 2 and 3, not [] and not 0
### container errors
r = []
for f in [lambda: [1][5], lambda: {}['x'], lambda: (1,)[3], lambda: [].pop(), lambda: [1].index(2), lambda: {[]: 1}, lambda: {1: 2}.pop(5), lambda: [1].remove(5), lambda: set().pop(), lambda: None[0], lambda: 5[0], lambda: [1]['a'], lambda: iter(5), lambda: next(iter([])), lambda: [*5], lambda: dict([1]), lambda: (lambda a, b: 0)(*[1]), lambda: {**5}, lambda: sorted([1, 'a']), lambda: hash([])]:
    try:
        f()
    except BaseException as e:
        r.append((type(e).__name__, str(e) if isinstance(e, KeyError) else ''))
### unpack errors
r = []
try:
    a, b = 1, 2, 3
except ValueError as e:
    r.append(str(e))
try:
    a, b = [1]
except ValueError as e:
    r.append(str(e))
try:
    a, *b, c = [1]
except ValueError as e:
    r.append(str(e))
try:
    a, b = 5
except TypeError as e:
    r.append(str(e))
### dict views and iteration order
d = {}
for i, ch in enumerate('hello'):
    d[ch] = d.get(ch, 0) + i
a = list(d.items())
b = [k for k in d], [*d.values()], 'h' in d.keys(), list(reversed(list(d)))
groups = {}
for w in ['conv1', 'conv2', 'bn1']:
    groups.setdefault(w[:-1], []).append(w)
