"""Which raids of a study to run, and how often."""

from dataclasses import dataclass

from skyshed import __version__
from skyshed.catalogue.loader import catalogue_digest
from skyshed.documents import suggest
from skyshed.errors import ScenarioError
from skyshed.scenario.engagement_model import StudyRaid
from skyshed.scenario.engagement_schema import MOST_RUNS
from skyshed.scenario.model import Study
from skyshed.scenario.terrain_setting import terrain_text
from skyshed.scenario.weightings import DEFAULT_WEIGHTING
from skyshed.store.checkpoint import content_hash

RUNS_FOR_PRECISION = 10_000
"""Most runs of each draw where a precision is asked for and no number of runs."""
MOST_DRAWN = 200_000_000
"""Most draws times runs times targets of one raid: some 2 GB of outcomes."""


@dataclass(frozen=True)
class RaidOrder:
    """Which raids to run and how; None leaves the study's own number.

    Attributes
    ----------
    raids : tuple of str
        Keys of the raids, all if empty.
    runs, draws : int or None
        Repetitions of chance for each draw, and draws of what is not known.
    precision : float or None
        Half the 95 % sampling interval of the mean number of leakers at which runs stop.
    changes : bool
        Whether the what-ifs are run too.
    weightings : bool
        Whether the main figures are computed under all weightings and in the box too.
    """

    raids: tuple[str, ...] = ()
    runs: int | None = None
    draws: int | None = None
    precision: float | None = None
    changes: bool = True
    weightings: bool = False

    @property
    def most_runs(self) -> int | None:
        """Runs of each draw, at most; None for the study's own number."""
        if self.runs is None and self.precision is not None:
            return RUNS_FOR_PRECISION
        return self.runs


def chosen_raids(study: Study, order: RaidOrder) -> tuple[StudyRaid, ...]:
    """The raids that are asked for, in the order of the study.

    Raises
    ------
    ScenarioError
        If the study has no raids, or none of a name; or a number is out of bounds. The message
        names the option of the command line.
    """
    known = [raid.key for raid in study.raids]
    if not known:
        raise ScenarioError(
            f"expected a study with raids, got '{study.name}', which has none; add some under"
            " 'raids', or compute its cover with `skyshed run`"
        )
    for key in order.raids:
        if key not in known:
            hint = suggest(key, known) or f"known are {', '.join(known)}"
            raise ScenarioError(f"no raid '{key[:60]}' in the study; {hint}", path="--raid")
    for option, number in (("--runs", order.runs), ("--draws", order.draws)):
        if number is not None and not 1 <= number <= MOST_RUNS:
            raise ScenarioError(
                f"expected a number from 1 to {MOST_RUNS}, got {number}; correct it", path=option
            )
    if order.precision is not None and not 0.0 < order.precision < float("inf"):
        raise ScenarioError(
            f"expected a number of leakers above 0, got {order.precision:g}; correct it",
            path="--precision",
        )
    chosen = tuple(raid for raid in study.raids if not order.raids or raid.key in order.raids)
    for raid in chosen:
        _check_size(raid, order)
    return chosen


def _check_size(raid: StudyRaid, order: RaidOrder) -> None:
    """Refuse what does not fit into memory."""
    factors = [change.size_factor or 1.0 for change in raid.what_if] if order.changes else []
    targets = raid.size * max([1.0, *factors])
    draws, runs = order.draws or raid.draws, order.most_runs or raid.runs
    if draws * runs * targets > MOST_DRAWN:
        raise ScenarioError(
            f"raid {raid.key}: expected runs that fit into memory, got {draws} draws of {runs} runs"
            f" with {targets:.0f} targets; ask for at most"
            f" {max(1, int(MOST_DRAWN / (draws * targets)))} runs, or for fewer draws",
            path="--runs",
        )


def campaign_inputs(study: Study, order: RaidOrder) -> str:
    """Hash of what finished blocks depend on, as far as it is known before computing.

    More runs, other raids and a stated precision go on from the same blocks; each raid checks in
    detail again.
    """
    text = "" if study.document is None else study.document.text
    terrain = "" if study.terrain is None else terrain_text(study.terrain)
    catalogue = catalogue_digest(extra=study.catalogue)
    parts = [__version__, text, catalogue, terrain, study.seed, order.draws]
    if study.weighting != DEFAULT_WEIGHTING:
        parts.append(study.weighting)
    return content_hash(parts)
