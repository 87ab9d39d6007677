"""Whether two processes run the same packages, as far as the last digits of a result go."""

SAME = ("skyshed", "numpy", "scipy", "numba")
"""Packages whose versions must agree, or the last digits of the results would not."""


def versions_here() -> tuple[str, ...]:
    """Versions of the packages in `SAME`, in that order."""
    from importlib import import_module

    return tuple(str(import_module(package).__version__) for package in SAME)


def unequal(who: str, theirs: tuple[str, ...], own: tuple[str, ...]) -> str:
    """A sentence on the first package whose versions differ."""
    package, there, here = next(
        (p, t, o) for p, t, o in zip(SAME, theirs, own, strict=True) if t != o
    )
    has = f"has no {package}" if there == "None" else f"runs {package} {there}"
    return (
        f"{who} {has}, this machine {here}: the results would not be the same; install"
        f" {package} {here} there"
    )
