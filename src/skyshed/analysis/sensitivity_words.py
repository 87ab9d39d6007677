"""What decides, in sentences: answers under each weighting, groups that matter, draws enough."""

import math
from collections.abc import Iterable, Sequence

from skyshed.analysis.results import Interval
from skyshed.analysis.sensitivity_results import BASIS, SUBJECT, QuestionSensitivity
from skyshed.scenario.model import Reading
from skyshed.scenario.weightings import weighting_name
from skyshed.uncertainty.indices import Enough, Estimate, GroupIndex
from skyshed.uncertainty.sensitivity import INTERACTIONS

_QUANTITIES = {
    "confirmed_slant_range": "slant range of a confirmed track",
    "intercept_slant_range": "farthest slant range of an intercept",
    "covered_at_distance": "chance of detection in one scan",
}
_FIRM = 0.02  # a share below this is not worth a sentence
_MANY = 1 << 20  # draws beyond what anyone would order


def quantity_words(reading: Reading) -> str:
    """What the number of a reading is."""
    return _QUANTITIES[reading.quantity]


def number_words(value: float, unit: str) -> str:
    """An answer: "247 km", "never", or a chance."""
    if unit == "m":
        if not value > 0.0:
            return "never"
        km = value / 1e3
        return f"{km:.0f} km" if km >= 10.0 else f"{km:.1f} km"
    if value < 0.005:
        return "below 0.01"
    return "above 0.99" if value > 0.995 else f"{value:.2f}"


def answer_words(answer: Interval) -> str:
    """Median with the 5 and 95 % of the draws."""
    low, median, high = (
        number_words(value, answer.unit) for value in (answer.low, answer.median, answer.high)
    )
    if low == high:
        return median
    return f"{median} ({low.removesuffix(' km')} to {high.removesuffix(' km')})"


def box_words(question: QuestionSensitivity) -> str:
    """Least and greatest answer anywhere in the bounds."""
    least, greatest = (number_words(value, question.unit) for value in question.box)
    return least if least == greatest else f"{least.removesuffix(' km')} to {greatest}"


def percent_words(estimate: Estimate) -> str:
    """A share of the spread with its interval, such as "62 % (58 to 66)"."""
    if math.isnan(estimate.value):
        return ""
    middle, low, high = (_percent(x) for x in (estimate.value, estimate.low, estimate.high))
    return f"{middle} %" if low == high else f"{middle} % ({low} to {high})"


def share_words(share: tuple[float, float, float] | None) -> str:
    """A share of draws with its sampling interval."""
    if share is None:
        return ""
    middle, low, high = (100.0 * x for x in share)
    return f"{middle:.0f} % ({low:.0f} to {high:.0f})"


def by_weight(indices: Iterable[GroupIndex]) -> list[GroupIndex]:
    """Groups by falling total share, without the remainder."""
    own = [index for index in indices if index.name != INTERACTIONS]
    return sorted(own, key=lambda index: -index.total.value)


def varies(indices: Sequence[GroupIndex]) -> bool:
    """Whether there is a spread to share out."""
    return any(index.total.value > 0.0 for index in indices if index.name != INTERACTIONS)


def enough_words(enough: Enough, precision: float) -> str:
    """How many draws leave the shares of the spread the wanted precision."""
    points = f"{100.0 * precision:g} points"
    if enough.reached:
        return f"{enough.size:,} draws are enough to know every share to {points}"
    about = "more than" if enough.at_least else "about"
    size = "more than a million" if enough.size >= _MANY else f"{about} {enough.size:,}"
    if enough.at_least:
        return f"{size} draws seem needed to know every share to {points}; these cannot tell"
    return f"{size} draws would be needed to know every share to {points}"


def sentences(
    questions: Sequence[QuestionSensitivity], *, precision: float, draws: int
) -> tuple[str, ...]:
    """What was found, a few sentences for each question."""
    told: list[str] = []
    for question in questions:
        told += [_answer(question), *_spread(question, precision, draws)]
    return tuple(told)


def notes(questions: Sequence[QuestionSensitivity]) -> tuple[str, ...]:
    """How to read the numbers, and what they leave out."""
    told = [
        "Shares are those of the spread (variance) that the stated bounds cause under a weighting:"
        " they say which unknown is worth finding out, not which is likely to be wrong. 'By itself'"
        " is what remains of the spread if only that group varies, on average over the others; 'in"
        " all' adds what it does together with others.",
        "Intervals of shares hold 95 % over repeated draws, from eight independent sequences."
        " A share whose interval reaches 0 is not told apart from none.",
        "The box is the least and greatest answer found inside the bounds, by a search over their"
        " ends and in all draws: an inner bound where the answer does not rise or fall throughout.",
    ]
    if any(question.main.never > 0.0 for question in questions):
        told.append("A range that is never reached counts as 0 in the spread.")
    return tuple(told)


def _answer(question: QuestionSensitivity) -> str:
    told = "; ".join(
        f"{answer_words(one.answer)} with {weighting_name(name)} weights"
        for name, one in question.by_weighting.items()
    )
    box = box_words(question)
    return f"{question.name}, {question.quantity}: {told}; anywhere in the bounds {box}."


def _spread(question: QuestionSensitivity, precision: float, draws: int) -> list[str]:
    indices = question.main.indices[SUBJECT]
    if math.isnan(indices[0].total.value) or not varies(indices):
        return [f"{question.name}: the answer is the same in all draws; there is nothing to share"
                " out."]  # fmt: skip
    firm = _firm(indices)[:3]
    if not firm:
        return [
            f"{question.name}: {draws:,} draws do not tell the groups apart;"
            f" {enough_words(question.enough, precision)}."
        ]
    groups = ", ".join(f"{index.name} {percent_words(index.total)}" for index in firm)
    bases = ", ".join(
        f"{index.name} {percent_words(index.total)}"
        for index in _firm(question.main.indices[BASIS])
    )
    by_basis = f"by basis {bases}" if bases else "bases are not told apart"
    unsure = _left_out(indices, firm)
    return [
        f"{question.name}: the spread comes from {groups}, each with what it does together with"
        f" others; {by_basis}.{unsure}{_other_weightings(question)}",
        f"{question.name}: {enough_words(question.enough, precision)}.",
    ]


def _firm(indices: Sequence[GroupIndex]) -> list[GroupIndex]:
    """Groups by falling total share that are worth a sentence and told apart from none."""
    return [i for i in by_weight(indices) if i.total.value >= _FIRM and i.total.low > 0.0]


def _left_out(indices: Sequence[GroupIndex], firm: Sequence[GroupIndex]) -> str:
    """Groups that the table ranks among those named, left out as their interval reaches 0."""
    unsure = [
        index
        for index in by_weight(indices)
        if index.total.low <= 0.0 and index.total.value >= firm[-1].total.value
    ]
    if not unsure:
        return ""
    names = ", ".join(f"{index.name} {percent_words(index.total)}" for index in unsure)
    return f" Not told apart from none: {names}."


def _other_weightings(question: QuestionSensitivity) -> str:
    """Which group brings most under each weighting, as far as the intervals tell."""
    first = {
        weighting_name(name): leaders(one.indices[SUBJECT])
        for name, one in question.by_weighting.items()
        if varies(one.indices[SUBJECT])
    }
    if len(set(first.values())) == 1 and len(next(iter(first.values()))) == 1:
        return " The same group leads under every weighting."
    told = [f"{' or '.join(names)} with {word} weights" for word, names in first.items()]
    return f" Most is brought by {', '.join(told)}."


def leaders(indices: Iterable[GroupIndex]) -> tuple[str, ...]:
    """The group that brings most, and those whose interval reaches into its own."""
    ranked = by_weight(indices)
    top = ranked[0].total
    return tuple(
        index.name for index in ranked if index is ranked[0] or index.total.high >= top.low
    )


def _percent(share: float) -> str:
    """Whole per cent between 0 and 100, one decimal below 1."""
    value = min(max(100.0 * share, 0.0), 100.0)
    return f"{value:.1f}" if 0.05 <= value < 0.95 else f"{value:.0f}"
