"""What-ifs: uncertain numbers of a study that are held at one value."""

from collections.abc import Mapping

from skyshed.documents import suggest
from skyshed.errors import DocumentError, ScenarioError
from skyshed.scenario.model import FixedNumber, Study
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.parameter import fixed as fixed_parameter

_MANY = 6  # names shown in a message


def with_fixed(parameters: Mapping[str, Parameter], study: Study) -> dict[str, Parameter]:
    """The numbers of a study with those that it fixes held at their values.

    Parameters
    ----------
    parameters : mapping of str to Parameter
        Every uncertain number, by key.
    study : Study
        Says which of them it fixes.

    Returns
    -------
    dict of str to Parameter
        A fixed one has no interval, is "assumed", and its note says what the catalogue says.

    Raises
    ------
    DocumentError
        If the study has no such number, or the value cannot be.
    """
    found = dict(parameters)
    for index, number in enumerate(study.fixed):
        known = found.get(number.parameter)
        if known is None:
            raise _error(study, index, "parameter", _unknown(number, parameters))
        if (problem := value_problem(known, number.value)) is not None:
            raise _error(study, index, "value", problem)
        found[number.parameter] = fixed_parameter(
            number.value,
            known.unit,
            basis="assumed",
            grade="D",
            note=f"What-if: held at {number.value:g} instead of {interval_words(known)}."
            + (f" {number.note}" if number.note else ""),
            label=known.label,
        )
    return found


def value_problem(known: Parameter, value: float) -> str | None:
    """What is wrong with holding a number at a value, or None.

    A what-if may leave the interval that the sources give, by at most the interval's width or the
    nominal value, whichever is larger; it keeps the sign of the bounds.
    """
    if known.shape == "discrete":
        if value in known.values:
            return None
        options = ", ".join(f"{option:g}" for option in known.values)
        return f"expected one of {options}, got {value:g}; choose one"
    low, high = what_if_range(known)
    if low <= value <= high:
        return None
    return f"expected a value from {low:g} to {high:g} {known.unit}, got {value:g}; correct it"


def what_if_range(known: Parameter) -> tuple[float, float]:
    """Least and greatest value that a number may be held at, in its unit."""
    if known.shape == "discrete":
        return known.low, known.high
    room = max(known.high - known.low, abs(known.nominal))
    low, high = known.low - room, known.high + room
    if known.low > 0.0:
        low = max(low, 0.01 * known.low)
    elif known.low == 0.0:
        low = 0.0
    if known.high <= 0.0:
        high = min(high, 0.0)
    return low, high


def interval_words(known: Parameter) -> str:
    """A number and its interval, such as "600000 (500000..600000) m"."""
    unit = "" if known.unit == "1" else f" {known.unit}"
    if known.low == known.high:
        return f"{known.nominal:g}{unit}"
    return f"{known.nominal:g} ({known.low:g}..{known.high:g}){unit}"


def fixed_sentences(study: Study, parameters: Mapping[str, Parameter]) -> tuple[str, ...]:
    """One sentence for each number that is held: a result must say so."""
    return tuple(
        f"What-if: {parameters[number.parameter].label or number.parameter} is held at"
        f" {number.value:g} {parameters[number.parameter].unit.removesuffix('1')}".rstrip()
        + ", not drawn from its interval."
        for number in study.fixed
    )


def _unknown(number: FixedNumber, parameters: Mapping[str, Parameter]) -> str:
    names = sorted(parameters)
    near = [name for name in names if name.split(".")[0] == number.parameter.split(".")[0]]
    hint = suggest(number.parameter, names) or (f"some are {', '.join((near or names)[:_MANY])}")
    return f"expected a number of this study, got '{number.parameter[:60]}'; {hint}"


def _error(study: Study, index: int, key: str, problem: str) -> DocumentError:
    if study.document is None:
        return ScenarioError(problem, path=f"fixed[{index}].{key}")
    return study.document.error(("fixed", index, key), problem)
