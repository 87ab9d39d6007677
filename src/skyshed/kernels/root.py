"""A square root that the compiler can make vectors of."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core.typing.templates import Signature
from numba.extending import intrinsic


@intrinsic  # type: ignore[untyped-decorator]
def square_root(typing_context: Any, x: types.Float) -> tuple[Signature, Any]:
    """Square root of a number that is not negative, of the same precision.

    `math.sqrt` calls the C library for negative numbers, which keeps a loop from being vectorised;
    this one gives nan for them.
    """
    if not isinstance(x, types.Float):
        return None  # type: ignore[return-value]

    def generate(context: Any, builder: Any, signature: Signature, arguments: Any) -> ir.Value:
        (value,) = arguments
        root = builder.module.declare_intrinsic("llvm.sqrt", [value.type])
        return builder.call(root, [value])

    return x(x), generate
