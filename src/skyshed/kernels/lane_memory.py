"""Lanes to and from contiguous arrays. No place is checked against the ends of an array."""

from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir
from numba.core import config, types
from numba.core.errors import TypingError
from numba.extending import intrinsic

from skyshed.kernels.lanes import WIDE, Lanes, call, everywhere, kinds, together, whole_numbers

ROOM = 2 * WIDE + 1
"""Numbers by which an array must be longer than the places that `near` is asked for."""

_INT, _LONG = ir.IntType(32), ir.IntType(64)


def _of(array: Any) -> Lanes:
    """The lanes of an array's numbers."""
    if not (isinstance(array, types.Array) and array.layout == "C" and array.dtype in kinds):
        raise TypingError(f"expected a contiguous array of floats, got {array}")
    return kinds[array.dtype]


def _data(context: Any, builder: Any, kind: Any, array: Any) -> Any:
    return context.make_array(kind)(context, builder, array).data


def _bytes(kind: Lanes) -> int:
    return 8 if kind.number == types.float64 else 4


def _start(builder: Any, kind: Lanes, data: Any, index: Any) -> Any:
    start = builder.gep(data, [index], source_etype=kind.element)
    return builder.bitcast(start, kind.vector.as_pointer())


def _read(builder: Any, kind: Lanes, data: Any, index: Any) -> Any:
    return builder.load(_start(builder, kind, data, index), align=_bytes(kind))


def _write(builder: Any, kind: Lanes, data: Any, index: Any, value: Any) -> None:
    builder.store(value, _start(builder, kind, data, index), align=_bytes(kind))


@intrinsic  # type: ignore[untyped-decorator]
def load(typing: Any, array: Any, quantity: Any) -> Any:
    """The lanes of a quantity: with c lanes, numbers c * quantity and following of an array."""
    kind = _of(array)

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = _data(context, builder, array, arguments[0])
        first = builder.mul(arguments[1], ir.Constant(arguments[1].type, kind.count))
        return _read(builder, kind, data, first)

    return kind(array, types.intp), build


@intrinsic  # type: ignore[untyped-decorator]
def store(typing: Any, array: Any, quantity: Any, value: Any) -> Any:
    """Put lanes where `load` finds them; a float goes to all of them."""
    kind = _of(array)
    if value not in (kind, kind.number):
        raise TypingError(f"expected lanes or a float of the array's kind, got {value}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = _data(context, builder, array, arguments[0])
        first = builder.mul(arguments[1], ir.Constant(arguments[1].type, kind.count))
        _write(builder, kind, data, first, everywhere(builder, arguments[2], kind.count))
        return context.get_dummy_value()

    return types.none(array, types.intp, value), build


@intrinsic  # type: ignore[untyped-decorator]
def load_from(typing: Any, array: Any, index: Any) -> Any:
    """The numbers from an index on."""
    kind = _of(array)

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _read(builder, kind, _data(context, builder, array, arguments[0]), arguments[1])

    return kind(array, types.intp), build


@intrinsic  # type: ignore[untyped-decorator]
def store_to(typing: Any, array: Any, index: Any, value: Any) -> Any:
    """Put lanes from an index on."""
    kind = _of(array)
    if value != kind:
        raise TypingError(f"expected lanes of the array's kind, got {value}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = _data(context, builder, array, arguments[0])
        _write(builder, kind, data, arguments[1], arguments[2])
        return context.get_dummy_value()

    return types.none(array, types.intp, value), build


def _below(builder: Any, count: Any, lanes: int) -> Any:
    """The first `count` lanes, or all."""
    numbers = whole_numbers(range(lanes))
    count = everywhere(builder, builder.trunc(count, _INT), lanes)
    return builder.icmp_signed("<", numbers, count)


@intrinsic  # type: ignore[untyped-decorator]
def first_lanes(typing: Any, like: Any, count: Any) -> Any:
    """A mask that holds in the first `count` lanes, at most all, for lanes like the first ones."""
    kind = together(like)
    if kind is None:
        raise TypingError(f"expected lanes, got {like}")
    mask = kind.mask

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _below(builder, arguments[1], kind.count)

    return mask(like, types.intp), build


@intrinsic  # type: ignore[untyped-decorator]
def load_part(typing: Any, array: Any, index: Any, count: Any) -> Any:
    """The numbers from an index on, and 0 beyond the first `count`, which are not touched."""
    kind = _of(array)

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        start = _start(builder, kind, _data(context, builder, array, arguments[0]), arguments[1])
        mask = _below(builder, arguments[2], kind.count)
        name = f"llvm.masked.load.v{kind.count}f{8 * _bytes(kind)}.p0"
        nothing = ir.Constant(kind.vector, [0.0] * kind.count)
        return call(builder, name, kind.vector, start, _number(_bytes(kind)), mask, nothing)

    return kind(array, types.intp, types.intp), build


@intrinsic  # type: ignore[untyped-decorator]
def store_part(typing: Any, array: Any, index: Any, count: Any, value: Any) -> Any:
    """Put the first `count` lanes, at most all, from an index on."""
    kind = _of(array)
    if value != kind:
        raise TypingError(f"expected lanes of the array's kind, got {value}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        start = _start(builder, kind, _data(context, builder, array, arguments[0]), arguments[1])
        mask = _below(builder, arguments[2], kind.count)
        name = f"llvm.masked.store.v{kind.count}f{8 * _bytes(kind)}.p0"
        call(builder, name, ir.VoidType(), arguments[3], start, _number(_bytes(kind)), mask)
        return context.get_dummy_value()

    return types.none(array, types.intp, types.intp, value), build


def _number(value: int) -> Any:
    return ir.Constant(_INT, value)


@intrinsic  # type: ignore[untyped-decorator]
def gather(typing: Any, array: Any, place: Any, offset: Any) -> Any:
    """Each lane's number of an array, at its own place plus an offset; places whole, below 2^31."""
    kind = _of(array)
    if place != kind:
        raise TypingError(f"expected lanes of the array's kind, got {place}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = _data(context, builder, array, arguments[0])
        return _gathered(builder, kind, data, _whole(builder, kind, arguments[1]), arguments[2])

    return kind(array, place, types.intp), build


@intrinsic  # type: ignore[untyped-decorator]
def gather_cell(typing: Any, array: Any, row: Any, columns: Any, column: Any) -> Any:
    """Each lane's number of a table that is stored row by row, at its own whole row and column."""
    kind = _of(array)
    if row != kind or column != kind:
        raise TypingError(f"expected lanes of the array's kind, got {row} and {column}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array_value, row, columns, column = arguments
        data = _data(context, builder, array, array_value)
        columns = everywhere(builder, builder.trunc(columns, _INT), kind.count)
        whole = builder.mul(_whole(builder, kind, row), columns)
        whole = builder.add(whole, _whole(builder, kind, column))
        return _gathered(builder, kind, data, whole, ir.Constant(_LONG, 0))

    return kind(array, row, types.intp, column), build


@intrinsic  # type: ignore[untyped-decorator]
def store_bytes(typing: Any, array: Any, index: Any, count: Any, value: Any) -> Any:
    """Put the first `count` lanes, at most all, whole numbers below 256, from an index on."""
    if not (isinstance(array, types.Array) and array.layout == "C" and array.dtype == types.uint8):
        raise TypingError(f"expected a contiguous array of uint8, got {array}")
    if not isinstance(value, Lanes):
        raise TypingError(f"expected lanes, got {value}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        byte = ir.IntType(8)
        small = builder.trunc(
            _whole(builder, value, arguments[3]), ir.VectorType(byte, value.count)
        )
        start = builder.gep(
            _data(context, builder, array, arguments[0]), [arguments[1]], source_etype=byte
        )
        start = builder.bitcast(start, small.type.as_pointer())
        mask = _below(builder, arguments[2], value.count)
        name = f"llvm.masked.store.v{value.count}i8.p0"
        call(builder, name, ir.VoidType(), small, start, _number(1), mask)
        return context.get_dummy_value()

    return types.none(array, types.intp, types.intp, value), build


def _whole(builder: Any, kind: Lanes, place: Any) -> Any:
    return builder.fptosi(place, ir.VectorType(_INT, kind.count))


def _gathered(builder: Any, kind: Lanes, data: Any, whole: Any, offset: Any) -> Any:
    data = builder.gep(data, [offset], source_etype=kind.element)
    places = builder.gep(data, [whole], source_etype=kind.element)
    places.type = ir.VectorType(ir.PointerType(), kind.count)  # which the builder does not know
    every = ir.Constant(kind.mask.vector, [1] * kind.count)
    nothing = ir.Constant(kind.vector, ir.Undefined)
    name = f"llvm.masked.gather.v{kind.count}f{8 * _bytes(kind)}.v{kind.count}p0"
    return call(builder, name, kind.vector, places, _number(_bytes(kind)), every, nothing)


def _has_wide_registers() -> bool:
    """Whether the processor moves 16 float32 at will; not asked if another one is compiled for."""
    if config.CPU_NAME or config.CPU_FEATURES:
        return False
    return bool(llvm.get_host_cpu_features().get("avx512f", False))


def _near(span: int) -> Any:
    @intrinsic  # type: ignore[untyped-decorator]
    def near(typing: Any, array: Any, place: Any, offset: Any) -> Any:
        kind = _of(array)
        if place != kind or kind.count != WIDE:
            raise TypingError(f"expected {WIDE} lanes of the array's kind, got {place}")

        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            data = _data(context, builder, array, arguments[0])
            whole = _whole(builder, kind, arguments[1])
            if not _has_wide_registers():
                return _gathered(builder, kind, data, whole, arguments[2])
            first = builder.extract_element(whole, _number(0))
            index = builder.sub(whole, everywhere(builder, first, WIDE))
            base = builder.add(builder.sext(first, _LONG), arguments[2])
            low = _read(builder, kind, data, base)
            if span == WIDE:
                name = "llvm.x86.avx512.permvar.sf.512"
                return call(builder, name, kind.vector, low, index)
            high = _read(builder, kind, data, builder.add(base, ir.Constant(_LONG, WIDE)))
            name = "llvm.x86.avx512.vpermi2var.ps.512"
            return call(builder, name, kind.vector, low, index, high)

        return kind(array, place, types.intp), build

    return near


near, fairly_near = _near(WIDE), _near(2 * WIDE)
"""As `gather` for float32, where places rise from the first lane's by less than 16, and 32.

They load the neighbourhood as a whole and pick from it in the registers, which is many times
quicker than a look-up for each lane.
"""


def _exchanged(builder: Any, rows: list[Any]) -> list[Any]:
    """16 vectors of 16 as their columns: in four rounds pairs exchange what lies crosswise."""
    for span in (1, 2, 4, 8):
        low = whole_numbers([k if not k & span else WIDE + k - span for k in range(WIDE)])
        high = whole_numbers([k + span if not k & span else WIDE + k for k in range(WIDE)])
        found = list(rows)
        for k in range(WIDE):
            if not k & span:
                found[k] = builder.shuffle_vector(rows[k], rows[k + span], low)
                found[k + span] = builder.shuffle_vector(rows[k], rows[k + span], high)
        rows = found
    return rows


@intrinsic  # type: ignore[untyped-decorator]
def turn(
    typing: Any, source: Any, first: Any, stride: Any, target: Any, to: Any, to_stride: Any
) -> Any:
    """Copy a square of 16 by 16 float32 with its rows as columns.

    `first` and `to` are where it begins in the flat arrays, the strides lead to its next rows.
    """
    kind = _of(source)
    if kind != _of(target) or kind.count != WIDE:
        raise TypingError(f"expected two arrays of float32, got {source} and {target}")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        source_array, at, stride, target_array, to, to_stride = arguments
        read = _data(context, builder, source, source_array)
        written = _data(context, builder, target, target_array)
        rows = []
        for _ in range(WIDE):
            rows.append(_read(builder, kind, read, at))
            at = builder.add(at, stride)
        for row in _exchanged(builder, rows):
            _write(builder, kind, written, to, row)
            to = builder.add(to, to_stride)
        return context.get_dummy_value()

    signature = types.none(source, types.intp, types.intp, target, types.intp, types.intp)
    return signature, build
