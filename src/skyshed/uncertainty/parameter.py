"""One uncertain number: nominal value, expert bounds, how it is drawn, and where it comes from."""

import math
from dataclasses import dataclass, field

SHAPES = ("triangular", "log_triangular", "discrete", "fixed")
BASES = ("published", "derived", "unverified", "assumed")
GRADES = ("A", "B", "C", "D")

_MOST = 9  # values of a discrete parameter that are tried one by one


@dataclass(frozen=True)
class Parameter:
    """A number with its interval, unit, basis, grade and sources.

    The bounds are expert bounds: they hold what the public sources say, and no known probability
    goes with them.

    Parameters
    ----------
    nominal : float
        Best single value, in `unit`.
    low, high : float
        Bounds, in `unit`, with ``low <= nominal <= high``.
    unit : str, default: "1"
        SI unit of the three numbers and of `values`; "1" for dimensionless.
    shape : {"triangular", "log_triangular", "discrete", "fixed"}
        How the value is drawn, see `skyshed.uncertainty.sampling.quantile`.
    values : tuple of float
        The competing values of a discrete parameter, in `unit`, all different; the nominal is one
        of them and the bounds are the least and the greatest. Empty for the other shapes.
    basis : {"published", "derived", "unverified", "assumed"}
        Where the number comes from. A published one names a source, an assumed one says why in its
        note.
    grade : {"A", "B", "C", "D"}
        Quality of the source: manufacturer, government or measurement; reputable secondary;
        single or partisan; assumption.
    sources : tuple of str
        Ids of bibliography entries.
    note : str
        What else a reader must know.
    label : str
        Words for people, such as "antenna height of 91N6E".

    Raises
    ------
    ValueError
        If the numbers are not finite, not in order or do not fit the shape, if shape, basis or
        grade is unknown, or if a published value has no source or an assumed one no note.
    """

    nominal: float
    low: float
    high: float
    unit: str = "1"
    shape: str = "triangular"
    values: tuple[float, ...] = ()
    basis: str = field(kw_only=True)
    grade: str = field(kw_only=True)
    sources: tuple[str, ...] = field(default=(), kw_only=True)
    note: str = field(default="", kw_only=True)
    label: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        name = self.label or "parameter"
        _check_choice(name, "shape", self.shape, SHAPES)
        _check_choice(name, "basis", self.basis, BASES)
        _check_choice(name, "grade", self.grade, GRADES)
        numbers = (self.low, self.nominal, self.high, *self.values)
        if not all(math.isfinite(number) for number in numbers):
            raise ValueError(f"{name}: expected finite numbers, got {numbers}")
        if not self.low <= self.nominal <= self.high:
            raise ValueError(
                f"{name}: expected low <= nominal <= high, "
                f"got {self.low:g}, {self.nominal:g}, {self.high:g}"
            )
        _check_shape(name, self)
        if self.basis == "published" and not self.sources:
            raise ValueError(f"{name}: a published value must name a source")
        if self.basis == "assumed" and not self.note.strip():
            raise ValueError(f"{name}: an assumed value must say why in its note")


def fixed(
    value: float,
    unit: str = "1",
    *,
    basis: str,
    grade: str,
    sources: tuple[str, ...] = (),
    note: str = "",
    label: str = "",
) -> Parameter:
    """Parameter without an interval: `value` in every draw.

    Parameters
    ----------
    value : float
        The number, in `unit`.
    unit, basis, grade, sources, note, label
        As in `Parameter`.

    Returns
    -------
    Parameter
        With ``low == nominal == high`` and shape "fixed".
    """
    return Parameter(
        value,
        value,
        value,
        unit,
        "fixed",
        basis=basis,
        grade=grade,
        sources=sources,
        note=note,
        label=label,
    )


def candidate_values(parameter: Parameter) -> tuple[float, ...]:
    """The few values that stand for the whole interval, each once.

    Parameters
    ----------
    parameter : Parameter
        Any shape.

    Returns
    -------
    tuple of float
        The competing values of a discrete parameter, of more than nine every so manieth of them,
        both ends included; otherwise nominal, low and high without repeats, so a single value where
        the interval has no width. The nominal comes first.
    """
    if parameter.shape == "discrete":
        last = len(parameter.values) - 1
        few = range(last + 1) if last < _MOST else (last * i // (_MOST - 1) for i in range(_MOST))
        return tuple(dict.fromkeys((parameter.nominal, *(parameter.values[i] for i in few))))
    return tuple(dict.fromkeys((parameter.nominal, parameter.low, parameter.high)))


def _check_choice(name: str, what: str, found: str, expected: tuple[str, ...]) -> None:
    if found not in expected:
        raise ValueError(f"{name}: expected {what} to be one of {expected}, got {found!r}")


def _check_shape(name: str, parameter: Parameter) -> None:
    low, nominal, high = parameter.low, parameter.nominal, parameter.high
    if parameter.shape == "discrete":
        values = parameter.values
        if len(set(values)) != len(values) or nominal not in values:
            raise ValueError(
                f"{name}: expected different competing values with the nominal {nominal:g} "
                f"among them, got {values}"
            )
        if (low, high) != (min(values), max(values)):
            raise ValueError(
                f"{name}: expected the bounds to be the least and the greatest of {values}, "
                f"got {low:g} and {high:g}"
            )
    elif parameter.values:
        raise ValueError(f"{name}: only a discrete parameter has competing values")
    elif parameter.shape == "fixed" and low != high:
        raise ValueError(f"{name}: expected a fixed value, got the interval {low:g}..{high:g}")
    elif parameter.shape == "log_triangular" and low <= 0.0:
        raise ValueError(f"{name}: expected positive bounds for a log shape, got low = {low:g}")
