"""The terrain of a study: the builtin relief, the user's files, or a public data set by name."""

from collections.abc import Callable
from pathlib import Path

from skyshed.analysis.placement import farthest_m
from skyshed.scenario.model import Study
from skyshed.terrain.copernicus import is_dataset
from skyshed.terrain.dataset import TerrainDataset, open_terrain
from skyshed.terrain.named import Area, open_named_terrain


def study_terrain(
    study: Study,
    terrain: Path | str | None = None,
    *,
    tell: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> TerrainDataset:
    """Open what a study names; the tiles of a data set are fetched where they are not cached.

    Parameters
    ----------
    study : Study
        The study; not a lesson.
    terrain : path-like or str, optional
        Instead of the study's own.
    tell : callable
        Called with (what is being done, steps done, steps in all).

    Raises
    ------
    SkyshedError
        If it cannot serve or cannot be had.
    """
    chosen = study.terrain if terrain is None else terrain
    if not is_dataset(chosen):
        return open_terrain(chosen)
    return open_named_terrain(str(chosen), needed_areas(study), tell=tell)


def needed_areas(study: Study) -> tuple[Area, ...]:
    """Where a study reads terrain: its maps round every radar, and out to the radar's range."""
    square_m = farthest_m(study)
    return tuple(
        Area(
            radar.site.latitude_deg,
            radar.site.longitude_deg,
            disc_m=max(radar.entry.parameters["instrumented_range_m"].high, square_m),
            square_m=square_m,
        )
        for radar in study.radars
    )
