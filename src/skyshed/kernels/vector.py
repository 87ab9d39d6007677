"""Vectors of three numbers as tuples, which the compiler keeps in registers."""

from skyshed.kernels.inline import inlined
from skyshed.kernels.lanes import select


@inlined
def dot(a, b):
    """Scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@inlined
def cross(a, b):
    """Vector product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


@inlined
def plus(a, s, b):
    """a + s b."""
    return (a[0] + s * b[0], a[1] + s * b[1], a[2] + s * b[2])


@inlined
def scaled(s, a):
    """s a."""
    return (s * a[0], s * a[1], s * a[2])


@inlined
def chosen(mask, a, b):
    """a in the lanes where a mask holds, else b."""
    return (select(mask, a[0], b[0]), select(mask, a[1], b[1]), select(mask, a[2], b[2]))


@inlined
def simpson(s, a, b, c, d):
    """s (a + 2 b + 2 c + d), the sum of a Runge-Kutta step."""
    return (
        s * (a[0] + 2.0 * (b[0] + c[0]) + d[0]),
        s * (a[1] + 2.0 * (b[1] + c[1]) + d[1]),
        s * (a[2] + 2.0 * (b[2] + c[2]) + d[2]),
    )


@inlined
def cubic(s, step, p, v, q, w):
    """Place and velocity at the share s of a step, on the cubic from p, v to q, w."""
    secant = scaled(1.0 / step, plus(q, -1.0, p))
    first = plus(secant, -1.0, v)
    second = plus(plus(w, -1.0, v), -2.0, first)
    # p + s step (v + s first + s (s - 1) second) and its derivative
    place = plus(plus(v, s, first), s * (s - 1.0), second)
    speed = plus(plus(v, 2.0 * s, first), s * (3.0 * s - 2.0), second)
    return plus(p, s * step, place), speed
