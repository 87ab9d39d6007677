"""Numbers side by side: a type whose every operation works on `LANES` numbers at once.

A compiled loop that follows one shot waits most of its time: a square root, a division or a look-up
needs the result of the one before. With several shots side by side the processor works on all of
them meanwhile, with one instruction on as many as its registers hold (LLVM splits the vector where
they hold fewer). IEEE arithmetic is exact to the last bit in each lane: a lane finds the very
numbers that it would find alone.

`Lanes` go through tuples and functions of `compiled` code like floats: they know ``+ - * /``, unary
minus and comparisons, also with floats; comparisons give a `Mask`, which knows ``& | ~``. Their
home between two rounds of a loop is an array of at least one dimension, contiguous, in which the
lanes of one quantity lie side by side. Only inside compiled functions; no argument of a function
that is called from Python can be one.
"""

import math
import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.errors import TypingError
from numba.extending import intrinsic, lower_builtin, models, register_model, type_callable

LANES = 8

_DOUBLES = ir.VectorType(ir.DoubleType(), LANES)
_BITS = ir.VectorType(ir.IntType(1), LANES)
_INT32S = ir.VectorType(ir.IntType(32), LANES)
_POINTERS = ir.VectorType(ir.PointerType(), LANES)


class Lanes(types.Type):
    """Type of `LANES` floats."""

    def __init__(self) -> None:
        super().__init__(name="Lanes")


class Mask(types.Type):
    """Type of `LANES` truths."""

    def __init__(self) -> None:
        super().__init__(name="Mask")


lanes_type, mask_type = Lanes(), Mask()


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _DOUBLES)


@register_model(Mask)
class _MaskModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _BITS)


def _spread(builder: Any, value: Any) -> Any:
    """A number in every lane; lanes as they are."""
    if isinstance(value.type, ir.VectorType):
        return value
    kind = ir.VectorType(value.type, LANES)
    first = builder.insert_element(ir.Constant(kind, ir.Undefined), value, _index(0))
    everywhere = ir.Constant(_INT32S, [0] * LANES)
    return builder.shuffle_vector(first, ir.Constant(kind, ir.Undefined), everywhere)


def _index(lane: int) -> Any:
    return ir.Constant(ir.IntType(32), lane)


def _call(builder: Any, name: str, result: Any, *arguments: Any) -> Any:
    """Call an intrinsic of LLVM."""
    kind = ir.FunctionType(result, [argument.type for argument in arguments])
    function = cgutils.get_or_insert_function(builder.module, kind, name)
    return builder.call(function, arguments)


def _is_number(kind: Any) -> bool:
    return isinstance(kind, Lanes | types.Float)


def _register(function: Any, result: Any, build: Callable[[Any, Any, Any], Any]) -> None:
    """Teach the compiler an operator of two lanes, or of lanes and a float."""

    @type_callable(function)  # type: ignore[untyped-decorator]
    def typing(context: Any) -> Any:
        def of(a: Any, b: Any) -> Any:
            if isinstance(a, Lanes) or isinstance(b, Lanes):
                return result if _is_number(a) and _is_number(b) else None
            return None

        return of

    def lower(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        a, b = (_spread(builder, argument) for argument in arguments)
        return build(builder, a, b)

    for pair in ((Lanes, Lanes), (Lanes, types.Float), (types.Float, Lanes)):
        lower_builtin(function, *pair)(lower)


_register(operator.add, lanes_type, lambda builder, a, b: builder.fadd(a, b))
_register(operator.sub, lanes_type, lambda builder, a, b: builder.fsub(a, b))
_register(operator.mul, lanes_type, lambda builder, a, b: builder.fmul(a, b))
_register(operator.truediv, lanes_type, lambda builder, a, b: builder.fdiv(a, b))
_register(operator.lt, mask_type, lambda builder, a, b: builder.fcmp_ordered("<", a, b))
_register(operator.le, mask_type, lambda builder, a, b: builder.fcmp_ordered("<=", a, b))
_register(operator.gt, mask_type, lambda builder, a, b: builder.fcmp_ordered(">", a, b))
_register(operator.ge, mask_type, lambda builder, a, b: builder.fcmp_ordered(">=", a, b))


def _register_one(function: Any, kind: Any, build: Callable[[Any, Any], Any]) -> None:
    """Teach the compiler a function of one argument, whose result is of the same kind."""

    @type_callable(function)  # type: ignore[untyped-decorator]
    def typing(context: Any) -> Any:
        def of(a: Any) -> Any:
            return kind if a == kind else None

        return of

    def lower(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return build(builder, arguments[0])

    lower_builtin(function, type(kind))(lower)


def _square_root(builder: Any, a: Any) -> Any:
    return _call(builder, f"llvm.sqrt.v{LANES}f64", _DOUBLES, a)


_register_one(operator.neg, lanes_type, lambda builder, a: builder.fneg(a))
_register_one(operator.invert, mask_type, lambda builder, a: builder.not_(a))
_register_one(math.sqrt, lanes_type, _square_root)


def _register_logic(function: Any, build: Callable[[Any, Any, Any], Any]) -> None:
    """Teach the compiler an operator of two masks."""

    @type_callable(function)  # type: ignore[untyped-decorator]
    def typing(context: Any) -> Any:
        def of(a: Any, b: Any) -> Any:
            return mask_type if isinstance(a, Mask) and isinstance(b, Mask) else None

        return of

    @lower_builtin(function, Mask, Mask)  # type: ignore[untyped-decorator]
    def lower(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return build(builder, *arguments)


_register_logic(operator.and_, lambda builder, a, b: builder.and_(a, b))
_register_logic(operator.or_, lambda builder, a, b: builder.or_(a, b))


@intrinsic  # type: ignore[untyped-decorator]
def select(typing: Any, mask: Any, yes: Any, no: Any) -> Any:
    """Lane by lane the second number where the mask holds, else the third."""
    if not (isinstance(mask, Mask) and _is_number(yes) and _is_number(no)):
        raise TypingError(f"expected a mask and two numbers, got {mask}, {yes}, {no}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        mask, yes, no = arguments
        return builder.select(mask, _spread(builder, yes), _spread(builder, no))

    return lanes_type(mask, yes, no), build


@intrinsic  # type: ignore[untyped-decorator]
def spread(typing: Any, value: Any) -> Any:
    """A float in every lane."""
    if not isinstance(value, types.Float):
        raise TypingError(f"expected a float, got {value}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _spread(builder, arguments[0])

    return lanes_type(value), build


@intrinsic  # type: ignore[untyped-decorator]
def bits(typing: Any, mask: Any) -> Any:
    """A mask as an integer: bit k is lane k; zero where it holds nowhere."""
    if not isinstance(mask, Mask):
        raise TypingError(f"expected a mask, got {mask}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        packed = builder.bitcast(arguments[0], ir.IntType(LANES))
        return builder.zext(packed, ir.IntType(64))

    return types.int64(mask), build


@intrinsic  # type: ignore[untyped-decorator]
def floor(typing: Any, a: Any) -> Any:
    """Greatest whole number that is not greater, lane by lane."""
    if not isinstance(a, Lanes):
        raise TypingError(f"expected lanes, got {a}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _call(builder, f"llvm.floor.v{LANES}f64", _DOUBLES, arguments[0])

    return lanes_type(a), build


def _data(context: Any, builder: Any, kind: Any, array: Any) -> Any:
    return context.make_array(kind)(context, builder, array).data


def _contiguous(array: Any) -> None:
    if not (isinstance(array, types.Array) and array.layout == "C" and array.dtype == types.f8):
        raise TypingError(f"expected a contiguous array of floats, got {array}")


@intrinsic  # type: ignore[untyped-decorator]
def load(typing: Any, array: Any, quantity: Any) -> Any:
    """The lanes of a quantity: numbers quantity * LANES and following of an array."""
    _contiguous(array)

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load(_place(context, builder, signature, arguments), align=8)

    return lanes_type(array, types.intp), build


@intrinsic  # type: ignore[untyped-decorator]
def store(typing: Any, array: Any, quantity: Any, value: Any) -> Any:
    """Put lanes where `load` finds them; a float goes to all of them."""
    _contiguous(array)
    if not _is_number(value):
        raise TypingError(f"expected lanes or a float, got {value}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = _place(context, builder, signature, arguments)
        builder.store(_spread(builder, arguments[2]), place, align=8)
        return context.get_dummy_value()

    return types.none(array, types.intp, value), build


def _place(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """Where the lanes of a quantity begin in an array."""
    data = _data(context, builder, signature.args[0], arguments[0])
    first = builder.mul(arguments[1], ir.Constant(arguments[1].type, LANES))
    start = builder.gep(data, [first], source_etype=ir.DoubleType())
    return builder.bitcast(start, _DOUBLES.as_pointer())


@intrinsic  # type: ignore[untyped-decorator]
def gather(typing: Any, array: Any, place: Any, offset: Any) -> Any:
    """Each lane's number of an array, at its own place, a whole number below 2^31, plus an offset.

    Not checked against the end of the array.
    """
    _contiguous(array)
    if not isinstance(place, Lanes):
        raise TypingError(f"expected lanes, got {place}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = _data(context, builder, signature.args[0], arguments[0])
        data = builder.gep(data, [arguments[2]], source_etype=ir.DoubleType())
        whole = builder.fptosi(arguments[1], _INT32S)
        places = builder.gep(data, [whole], source_etype=ir.DoubleType())
        places.type = _POINTERS  # one for each lane, which the builder does not know
        everywhere = ir.Constant(_BITS, [1] * LANES)
        nothing = ir.Constant(_DOUBLES, ir.Undefined)
        name = f"llvm.masked.gather.v{LANES}f64.v{LANES}p0"
        return _call(builder, name, _DOUBLES, places, _index(8), everywhere, nothing)

    return lanes_type(array, place, types.intp), build
