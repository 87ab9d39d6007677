"""What decides the answers of a study, as frozen values that the output can show."""

from dataclasses import dataclass

from skyshed.analysis.results import Interval, TerrainSummary
from skyshed.uncertainty.indices import Enough, GroupIndex
from skyshed.uncertainty.parameter import Parameter

SUBJECT, BASIS, SINGLE = "subject", "basis", "single"
"""Names of the groupings: what an unknown is about, where it comes from, each by itself."""


@dataclass(frozen=True)
class WeightedAnswer:
    """A question under one weighting of the bounds.

    Attributes
    ----------
    answer : Interval
        5, 50 and 95 % of the draws, and the nominal answer; nan means never. [m] or [1]
    share : tuple of float or None
        Share of draws that meet the predicate, low and high of its sampling interval; None where
        the question has no threshold. [1]
    never : float
        Share of draws whose answer is a range of zero. [1]
    indices : dict of str to tuple of GroupIndex
        Shares of the spread by grouping, in the order of the groups.
    """

    answer: Interval
    share: tuple[float, float, float] | None
    never: float
    indices: dict[str, tuple[GroupIndex, ...]]


@dataclass(frozen=True)
class SizeRow:
    """The study's own draws, so many of them: the answer, and the share that meets it."""

    draws: int
    answer: Interval
    share: tuple[float, float, float] | None


@dataclass(frozen=True)
class QuestionSensitivity:
    """One reading: the answer under every weighting, in the box, and what its spread comes from.

    Attributes
    ----------
    name, text, quantity : str
        As on the command line; the reading in words; what the number is.
    unit : str
        SI unit of the answer.
    threshold : float
        What the predicate asks for, in `unit`; nan without one.
    sense : {"at least", "below"}
        Which side of the threshold meets it.
    box : tuple of float
        Least and greatest answer found anywhere in the bounds, in `unit`.
    by_weighting : dict of str to WeightedAnswer
        By weighting; the first is the one the other fields belong to.
    settling : dict of int to tuple of GroupIndex
        Shares by subject from the first 64, 128, ... draws.
    enough : Enough
        Draws that leave every share by subject the wanted precision.
    own : tuple of SizeRow
        The study's Latin hypercube at 64, 128, ... draws, and at the study's own number.
    enough_own : int
        Draws that leave the share of draws the wanted precision; 0 without a threshold.
    members : dict of str to tuple of str
        Labels of the unknowns with an interval, by subject.
    """

    name: str
    text: str
    quantity: str
    unit: str
    threshold: float
    sense: str
    box: tuple[float, float]
    by_weighting: dict[str, WeightedAnswer]
    settling: dict[int, tuple[GroupIndex, ...]]
    enough: Enough
    own: tuple[SizeRow, ...]
    enough_own: int
    members: dict[str, tuple[str, ...]]

    @property
    def main(self) -> WeightedAnswer:
        """The answer in the weighting of maps and tables."""
        return next(iter(self.by_weighting.values()))


@dataclass(frozen=True)
class SensitivityResult:
    """Questions of a study; `draws` is the size of each set of draws, `precision` what is asked."""

    name: str
    title: str
    version: str
    seed: int
    draws: int
    precision: float
    questions: tuple[QuestionSensitivity, ...]
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    terrain: TerrainSummary
    parameters: dict[str, Parameter]
    sources: dict[str, dict[str, str]]
