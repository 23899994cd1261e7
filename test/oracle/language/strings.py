### case and tests
s = 'Hello wOrld'
a = [s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold()]
b = ['12'.isdigit(), ''.isdigit(), 'a1'.isalnum(), 'ab'.isalpha(), ' \t'.isspace(), 'aB'.islower(), 'AB1'.isupper(), 'x_1'.isidentifier(), '1x'.isidentifier(), 'Ab Cd'.istitle(), 'abc'.isascii()]
### strip and split
a = ['  a b '.strip(), 'xxaxx'.strip('x'), 'abc'.lstrip('ab'), 'abc'.rstrip('bc'), '\n\ta '.strip()]
b = ['a,b,,c'.split(','), ' a  b '.split(), 'a,b,c'.split(',', 1), 'a,b,c'.rsplit(',', 1), ''.split(), ''.split(','), 'a b  c d'.split(None, 2), 'a b  c d'.rsplit(None, 1), 'abc'.split('')if 0 else 0]
c = ['a\nb\r\nc'.splitlines(), 'a\nb'.splitlines(True), 'a=b=c'.partition('='), 'a=b=c'.rpartition('='), 'abc'.partition('x'), 'abc'.rpartition('x')]
d = [','.join(['a', 'b']), ''.join('abc'), '-'.join({'k': 1}), ' '.join(str(i) for i in range(3))]
### find and replace
a = ['banana'.find('an'), 'banana'.rfind('an'), 'banana'.find('x'), 'banana'.index('n'), 'banana'.count('an'), 'banana'.count(''), 'banana'.find('an', 2), 'banana'.find('a', -2), 'banana'.find('b', 1, 3)]
b = ['aXbX'.replace('X', '-'), 'aXbX'.replace('X', '-', 1), 'abc'.replace('', '.'), 'abc'.replace('', '.', 2)]
c = ['conv1'.startswith('conv'), 'conv1'.startswith(('a', 'c')), 'conv1'.endswith('1'), 'a.weight'.removesuffix('.weight'), 'model.x'.removeprefix('model.'), 'abc'.startswith('b', 1)]
d = ['a' in 'abc', 'x' in 'abc', '' in 'abc', 'bc' not in 'abc']
### justify
a = ['a'.ljust(3) + '|', 'a'.rjust(3), 'a'.center(4) + '|', 'ab'.center(5, '*'), 'abc'.center(6, '*'), '7'.zfill(3), '-7'.zfill(4), 'abc'.zfill(2)]
b = 'a\tb'.expandtabs(4), 'ab'.translate(str.maketrans('a', 'z')), 'a-b'.translate({45: None}), 'abc'.translate(str.maketrans({'a': 'xx'}))
### indexing and slices
s = 'hello'
a = [s[0], s[-1], s[1:3], s[::-1], s[::2], s[-3:], s[:-1], s[10:], s[3:1], s[-100:2], s[4:0:-2]]
b = len(s), list(s), s * 2, 2 * s, s * -1, sorted(s), max(s), 'b' > 'a', 'B' < 'a', s == 'hello', 'abc' < 'abd'
c = 'äöü€'[1], len('äöü€'), '😀x'[0], len('😀x'), '😀x'[1]
### escapes and repr
a = repr('it\'s'), repr("a\"b"), repr('\n\t\\'), repr('a\x00b'), repr("'\""), repr('ä'), str('x'), r'\n', 'a' 'b', b'ab', repr(b'a\xff')
### percent formatting
a = ['%d' % 5, '%5d|' % 42, '%-5d|' % 42, '%05d' % 42, '%+d' % 5, '%x' % 255, '%#x' % 255, '%o' % 8, '%X' % 255, '%i' % 3.9]
b = ['%f' % 3.14159, '%.2f' % 2.675, '%8.3f|' % 3.14159, '%e' % 12345.678, '%g' % 0.0001, '%g' % 1e10, '%.3g' % 1234.5, '%G' % 1e-10]
c = ['%s' % 'a', '%r' % 'a', '%5s|' % 'ab', '%-5s|' % 'ab', '%.2s' % 'abcdef', '%c' % 'x', '%c' % 65, '%%', '%s%%' % 5]
d = ['%s %s' % (1, 2), '%(a)s-%(b)d' % {'a': 'x', 'b': 3}, '%s' % (None,), '%s' % [1, 2], '%*d' % (5, 3), '%.*f' % (2, 3.14159), '%s and %s' % ('a', ['b'])]
e = 'conv%d_%d' % (2, 1), 'block_%02d' % 7, 'Epoch [%d/%d] loss: %.4f' % (1, 10, 0.123456)
### format method
a = ['{}'.format(1), '{} {}'.format(1, 2), '{1} {0}'.format('a', 'b'), '{x} {y}'.format(x=1, y=2), '{0[1]}'.format([1, 2]), '{a[k]}'.format(a={'k': 5}), '{0.real}'.format(3), '{{}}'.format(), '{!r}'.format('a'), '{:>{w}}'.format('a', w=5)]
b = ['{:5}|'.format('a'), '{:>5}'.format('a'), '{:^5}|'.format('a'), '{:*^7}'.format('ab'), '{:05d}'.format(42), '{:,}'.format(1234567), '{:_}'.format(1234567), '{:+}'.format(5), '{: }'.format(5), '{:x}'.format(255), '{:#b}'.format(5), '{:08b}'.format(37), '{:c}'.format(65)]
c = ['{:.2f}'.format(3.14159), '{:8.2f}|'.format(3.14159), '{:<8.2f}|'.format(3.14159), '{:e}'.format(12345.6), '{:.0f}'.format(0.5), '{:.0f}'.format(1.5), '{:g}'.format(1e6), '{:g}'.format(1234567.0), '{:%}'.format(0.256), '{:.1%}'.format(0.256), '{:,.2f}'.format(1234567.891), '{}'.format(1.0), '{:.3}'.format(3.14159), '{:10}|'.format(3.5), '{:.3}'.format('abcdef'), '{:08.3f}'.format(-3.14159), '{:n}'.format(5)]
d = ['{:>10}'.format(True), '{}'.format(None), '{}'.format([1, 'a']), '{:.2e}'.format(0.00012345), '{:E}'.format(1e10), '{:010,}'.format(1234567), '{:=+8d}'.format(42)]
### f-strings
name, n, v = 'conv', 3, 2.71828
a = [f'{name}{n}', f'{v:.2f}', f'{n:03d}', f'{name!r}', f'{n + 1}', f'{name:>10}|', f'{v:{n + 5}.{n}f}', f'{{x}}', f'{n=}', f'{v=:.1f}', f'{name=}', f"{'a' if n > 2 else 'b'}", f'{[i for i in range(n)]}', f"{ {'a': 1}['a'] }", f'a' f'b{n}', f'{n:>{4}}', f'{n!s:>3}', f'{1e10:g}', f'{1234567:,}']
b = f'{name}.{n}.weight', f'layer{n}_{n + 1}', f'{n:d}x{n:d}', f'{v!r:10}|', f'{None}', f'{True:d}', f'{(lambda x: x * 2)(n)}'
### joined and multi-line
a = ('abc'
     'def')
b = """line one
line two""".split('\n')
c = 'a\
b'
### string errors
r = []
for f in [lambda: 'abc'[10], lambda: 'abc'.index('x'), lambda: 'a' * 'b', lambda: ','.join([1]), lambda: '%d' % 'a', lambda: '{}'.format(), lambda: '{x}'.format(), lambda: 'a'.foo, lambda: '%d %d' % (1,), lambda: '%d' % (1, 2), lambda: 'abc'['a'], lambda: 'a'.split(''), lambda: ord('ab'), lambda: '{:d}'.format('a'), lambda: '{:.2f}'.format('a')]:
    try:
        f()
    except Exception as e:
        r.append(type(e).__name__)
