### integer arithmetic
a = [7 // 2, -7 // 2, 7 // -2, -7 // -2, 7 % 3, -7 % 3, 7 % -3, -7 % -3]
b = [divmod(7, 2), divmod(-7, 2), divmod(7.5, 2), divmod(-7.5, 2)]
c = [2 ** 10, 2 ** -1, 0 ** 0, (-2) ** 3, (-8) ** 2]
d = 2 ** 100, 3 ** 50 // 7, -(2 ** 70) // 3, (2 ** 70) % -7, 2 ** 64 - 1, 9007199254740993 + 1
e = [1 / 3, 10 / 2, 2 ** 70 / 2 ** 68, 7 / -2]
f = 9007199254740991 * 3, -9007199254740991 - 5, 9007199254740992 - 1, 94906267 * 94906267
### bits
a = [5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 70, (1 << 70) >> 68, -5 >> 1, -5 & 255, True & False, True | 2, True ^ True]
b = [(255).bit_length(), (256).bit_length(), (0).bit_length(), (-5).bit_length(), (2 ** 60).bit_length()]
### floats
a = [0.1 + 0.2, 1e16, 1e15, 123456789012345680.0, 1e-5, 0.0001, 1.0, -0.0, 1e300 * 1e10, 2.5e-7, 100.0, 1e22, 1.5e16]
b = [float('inf'), float('-inf'), float('nan'), float('1e3'), float(' 2.5 '), float('1_000.5')]
c = [7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, 1e-20 % 3, 0.0 % -1, 5.0 // -2.0, -0.0 // 3]
d = [2.0 ** 0.5, 4 ** 0.5, 2 ** 0.5, 8 ** (1 / 3), 10.0 ** -3]
e = [int(3.9), int(-3.9), int('12'), int('-0x1f', 16), int('0b101', 0), int('z', 36), int(True), int(1e20)]
f = [3 == 3.0, 1 == True, 0.1 == 0.1, 2 ** 53 == 2.0 ** 53, 2 ** 53 + 1 == 2.0 ** 53, 3 < 3.5, 10 ** 20 > 1e19]
g = [(0.5).is_integer(), (2.0).is_integer(), (0.75).as_integer_ratio(), (3).real, (2.5).imag]
### rounding
a = [round(0.5), round(1.5), round(2.5), round(-0.5), round(2.675, 2), round(1234.567, -2), round(15, -1), round(25, -1), round(2.5, 0), round(1e16 + 2), round(7), round(-2.5), round(0.125, 2), round(1.005, 2)]
b = [abs(-3), abs(-2.5), abs(True), -True, +True, not 0, not 0.5]
c = [min(3, 1, 2), max([3, 1, 2]), min('b', 'a'), max([1, 2], key=lambda v: -v), min([], default=5), max((1, 2), (1, 3)), max(1, 1.0), max(1.0, 1)]
d = [sum([1, 2, 3]), sum([0.1] * 3), sum([[1], [2]], []), sum(range(5), 10)]
e = [pow(2, 5), pow(2, 5, 7), pow(2, -1), pow(2.0, 3)]
f = [bin(10), oct(8), hex(255), hex(-255), bin(-3), chr(97), ord('a'), chr(8364)]
### bool arithmetic
a = [True + True, True * 3, False - 1, True / 2, sum([True, False, True]), int(True), str(True), True == 1, True is True, [10, 20][True]]
### comparison chains
x = 5
a = [1 < x < 10, 1 < x > 3, 1 < x < 3, 1 == 1.0 == True, x in [1, 5] and x not in (2,), 3 > 2 > 1 < 2]
b = [1 < 2 == True, (1 < 2) == True]
### errors in arithmetic
r = []
for f in [lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 0.0 ** -1, lambda: 'a' + 1, lambda: [1] + (2,), lambda: int('x'), lambda: float('x'), lambda: int(float('nan')), lambda: -'a', lambda: 1 < 'a', lambda: [] < {}, lambda: 1 << -1, lambda: int(None), lambda: len(5), lambda: round('a'), lambda: abs('a'), lambda: sum(['a']), lambda: max([])]:
    try:
        f()
    except Exception as e:
        r.append((type(e).__name__, str(e)))
### mixed operators and precedence
a = 2 + 3 * 4 ** 2 // 5 - -1
b = -2 ** 2, (-2) ** 2, 2 ** 3 ** 2, not 1 == 2, 1 or 0 and 0, (1 or 0) and 0
c = 1 if 0 else 2 if 0 else 3
d = 5 & 3 == 1, (5 & 3) == 1
### augmented assignment
x = 10
x += 5; x -= 3; x *= 2; x //= 5; x **= 2; x %= 7; x <<= 3; x |= 1; x ^= 3; x &= 30; x >>= 1
y = 7.0
y /= 2
l = [1]
m = l
l += (2, 3)
l *= 2
s = 'a'
s += 'b'
s *= 3
t = (1,)
t += (2,)
d = {'a': 1}
d |= {'b': 2}
q = {1}
q |= {2}
### model arithmetic
hidden = int(64 * 1.5)
padding = (3 - 1) // 2
ratio = max(1, int(round(0.25 * 96)))
def make_divisible(v, divisor=8, min_value=None):
    if min_value is None:
        min_value = divisor
    new_v = max(min_value, int(v + divisor / 2) // divisor * divisor)
    if new_v < 0.9 * v:
        new_v += divisor
    return new_v
a = [make_divisible(c * m) for c in (16, 24, 40, 80, 112) for m in (0.35, 0.5, 0.75, 1.0, 1.3)]
dpr = [0.1 * i / 11 for i in range(12)]
out = [(224 + 2 * p - d * (k - 1) - 1) // s + 1 for k in (1, 3, 7) for s in (1, 2) for p in (0, 1, 3) for d in (1, 2)]
