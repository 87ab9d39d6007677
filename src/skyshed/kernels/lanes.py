"""Numbers side by side: types whose every operation works on several numbers at once.

A compiled loop that follows one shot waits most of its time: a square root, a division or a look-up
needs the result of the one before. With several shots side by side the processor works on all of
them meanwhile, with one instruction on as many as its registers hold (LLVM splits the vector where
they hold fewer). IEEE arithmetic is exact to the last bit in each lane: a lane finds the very
numbers that it would find alone.

`Lanes` go through tuples and functions of `compiled` code like floats: they know ``+ - * /``, unary
minus and comparisons, also with floats of the same size; comparisons give a `Mask`, which knows
``& | ~``. There are `LANES` of float64 and `WIDE` of float32. Their home between two rounds of a
loop is a contiguous array, in which they lie side by side (`skyshed.kernels.lane_memory`). Only
inside compiled functions; no argument of a function that is called from Python can be one.
"""

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.errors import TypingError
from numba.extending import intrinsic, lower_builtin, models, register_model, type_callable

LANES = 8
WIDE = 16


class Mask(types.Type):
    """Type of so many truths."""

    def __init__(self, count: int) -> None:
        self.count, self.vector = count, ir.VectorType(ir.IntType(1), count)
        super().__init__(name=f"Mask({count})")


class Lanes(types.Type):
    """Type of so many numbers of one kind."""

    def __init__(self, number: Any, count: int) -> None:
        self.number, self.count = number, count
        self.element = ir.DoubleType() if number == types.float64 else ir.FloatType()
        self.vector = ir.VectorType(self.element, count)
        self.mask = Mask(count)
        super().__init__(name=f"Lanes({number} x {count})")


doubles, floats = Lanes(types.float64, LANES), Lanes(types.float32, WIDE)
kinds = {types.float64: doubles, types.float32: floats}
"""The lanes of each size of float."""


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, kind.vector)


@register_model(Mask)
class _MaskModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, kind.vector)


def everywhere(builder: Any, value: Any, count: int) -> Any:
    """A number in every lane; lanes as they are."""
    if isinstance(value.type, ir.VectorType):
        return value
    kind = ir.VectorType(value.type, count)
    nothing = ir.Constant(kind, ir.Undefined)
    first = builder.insert_element(nothing, value, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(first, nothing, whole_numbers([0] * count))


def whole_numbers(values: Sequence[int]) -> Any:
    """Given int32 as a vector."""
    return ir.Constant(ir.VectorType(ir.IntType(32), len(values)), list(values))


def call(builder: Any, name: str, result: Any, *arguments: Any) -> Any:
    """Call an intrinsic of LLVM."""
    kind = ir.FunctionType(result, [argument.type for argument in arguments])
    function = cgutils.get_or_insert_function(builder.module, kind, name)
    return builder.call(function, arguments)


def together(*given: Any) -> Any:
    """The lanes that go with all given types, floats of their size among them; None if none do."""
    found = next((kind for kind in given if isinstance(kind, Lanes)), None)
    if found is None:
        found = kinds.get(given[0])
    return found if found and all(kind in (found, found.number) for kind in given) else None


def _register(function: Any, result: Any, build: Callable[[Any, Any, Any], Any]) -> None:
    """Teach the compiler an operator of two lanes, or of lanes and a float."""

    @type_callable(function)  # type: ignore[untyped-decorator]
    def typing(context: Any) -> Any:
        def of(a: Any, b: Any) -> Any:
            if isinstance(a, Lanes) or isinstance(b, Lanes):
                kind = together(a, b)
                return result(kind) if kind else None
            return None

        return of

    def lower(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        count = together(*signature.args).count
        a, b = (everywhere(builder, argument, count) for argument in arguments)
        return build(builder, a, b)

    for pair in ((Lanes, Lanes), (Lanes, types.Float), (types.Float, Lanes)):
        lower_builtin(function, *pair)(lower)


def _same(kind: Any) -> Any:
    return kind


def _mask(kind: Any) -> Any:
    return kind.mask


_register(operator.add, _same, lambda builder, a, b: builder.fadd(a, b))
_register(operator.sub, _same, lambda builder, a, b: builder.fsub(a, b))
_register(operator.mul, _same, lambda builder, a, b: builder.fmul(a, b))
_register(operator.truediv, _same, lambda builder, a, b: builder.fdiv(a, b))
_register(operator.lt, _mask, lambda builder, a, b: builder.fcmp_ordered("<", a, b))
_register(operator.le, _mask, lambda builder, a, b: builder.fcmp_ordered("<=", a, b))
_register(operator.gt, _mask, lambda builder, a, b: builder.fcmp_ordered(">", a, b))
_register(operator.ge, _mask, lambda builder, a, b: builder.fcmp_ordered(">=", a, b))


def _register_one(function: Any, kind: Any, build: Callable[[Any, Any, Any], Any]) -> None:
    """Teach the compiler a function of lanes or of a mask, whose result is of the same type."""

    @type_callable(function)  # type: ignore[untyped-decorator]
    def typing(context: Any) -> Any:
        def of(a: Any) -> Any:
            return a if isinstance(a, kind) else None

        return of

    @lower_builtin(function, kind)  # type: ignore[untyped-decorator]
    def lower(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return build(builder, signature.args[0], arguments[0])


def _of_llvm(name: str) -> Callable[[Any, Any, Any], Any]:
    """An intrinsic of LLVM of one argument."""

    def build(builder: Any, kind: Any, a: Any) -> Any:
        size = 64 if kind.number == types.float64 else 32
        return call(builder, f"llvm.{name}.v{kind.count}f{size}", kind.vector, a)

    return build


_register_one(operator.neg, Lanes, lambda builder, kind, a: builder.fneg(a))
_register_one(operator.invert, Mask, lambda builder, kind, a: builder.not_(a))
_register_one(math.sqrt, Lanes, _of_llvm("sqrt"))


def _register_logic(function: Any, build: Callable[[Any, Any, Any], Any]) -> None:
    """Teach the compiler an operator of two masks."""

    @type_callable(function)  # type: ignore[untyped-decorator]
    def typing(context: Any) -> Any:
        def of(a: Any, b: Any) -> Any:
            return a if isinstance(a, Mask) and a == b else None

        return of

    @lower_builtin(function, Mask, Mask)  # type: ignore[untyped-decorator]
    def lower(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return build(builder, *arguments)


_register_logic(operator.and_, lambda builder, a, b: builder.and_(a, b))
_register_logic(operator.or_, lambda builder, a, b: builder.or_(a, b))


@intrinsic  # type: ignore[untyped-decorator]
def select(typing: Any, mask: Any, yes: Any, no: Any) -> Any:
    """Lane by lane the second number where the mask holds, else the third."""
    kind = together(yes, no)
    if not (isinstance(mask, Mask) and kind and kind.count == mask.count):
        raise TypingError(f"expected a mask and two numbers, got {mask}, {yes}, {no}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        mask, yes, no = arguments
        yes, no = (everywhere(builder, number, kind.count) for number in (yes, no))
        return builder.select(mask, yes, no)

    return kind(mask, yes, no), build


@intrinsic  # type: ignore[untyped-decorator]
def spread(typing: Any, value: Any) -> Any:
    """A float in every lane."""
    if value not in kinds:
        raise TypingError(f"expected a float, got {value}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return everywhere(builder, arguments[0], kinds[value].count)

    return kinds[value](value), build


@intrinsic  # type: ignore[untyped-decorator]
def counted(typing: Any, first: Any) -> Any:
    """A number, and in the lanes after it one, two, three more and so on."""
    if first not in kinds:
        raise TypingError(f"expected a float, got {first}")
    kind = kinds[first]

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        more = ir.Constant(kind.vector, [float(lane) for lane in range(kind.count)])
        return builder.fadd(everywhere(builder, arguments[0], kind.count), more)

    return kind(first), build


@intrinsic  # type: ignore[untyped-decorator]
def bits(typing: Any, mask: Any) -> Any:
    """A mask as an integer: bit k is lane k; zero where it holds nowhere."""
    if not isinstance(mask, Mask):
        raise TypingError(f"expected a mask, got {mask}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        packed = builder.bitcast(arguments[0], ir.IntType(mask.count))
        return builder.zext(packed, ir.IntType(64))

    return types.int64(mask), build


@intrinsic  # type: ignore[untyped-decorator]
def floor(typing: Any, a: Any) -> Any:
    """Greatest whole number that is not greater, lane by lane."""
    if not isinstance(a, Lanes):
        raise TypingError(f"expected lanes, got {a}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _of_llvm("floor")(builder, a, arguments[0])

    return a(a), build


@intrinsic  # type: ignore[untyped-decorator]
def truncated(typing: Any, a: Any) -> Any:
    """The whole part of numbers below 2^31, lane by lane."""
    if not isinstance(a, Lanes):
        raise TypingError(f"expected lanes, got {a}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        whole = builder.fptosi(arguments[0], ir.VectorType(ir.IntType(32), a.count))
        return builder.sitofp(whole, a.vector)

    return a(a), build
