"""Which one constraint forbids an intercept: found by taking constraints away."""

from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.engageable import FACTORS, UNKNOWN_FACTOR
from skyshed.analysis.engageable_lines import DrawSight, common_of, engage
from skyshed.analysis.engageable_setting import NOTHING, Removed, Setting, Threat
from skyshed.analysis.flight_lines import Lines, inbound_lines, on_lines

FACTOR_FIELDS = tuple(f.name for f in fields(Removed))
# Removing the horizon leaves no terrain either, so the smaller removal is tried first.
_SINGLE = (
    "sector",
    "terrain",
    "horizon",
    "instrumented_range",
    "power",
    "elevation",
    "time_line",
    "guidance",
    "missile_energy",
)


def limiting_factors(
    found: Setting, threat: Threat, *, draw: int = 0, lines: Lines | None = None
) -> NDArray[np.uint8]:
    """What forbids an intercept at each place in one draw.

    Parameters
    ----------
    found : Setting
        The battery; of nominal values for a nominal map.
    threat : Threat
        What flies.
    draw : int
        Which draw.
    lines : Lines, optional
        Where it flies; straight at the battery if not given.

    Returns
    -------
    ndarray of uint8, shape (line, sample)
        Index into `analysis.engageable.FACTORS`; 0 where an intercept is possible, 255 where the
        terrain is unknown.

    Notes
    -----
    The factor whose removal alone makes the place engageable; if there are several, the first in
    the order of `FACTORS`, except that the horizon is named only where taking the terrain away is
    not enough, and not where the relief alone hides the place itself. If no removal alone is
    enough, the first factor that forbids by itself, with all others taken away (those of the radars
    at the place of the intercept); where only several together forbid, the last of those that must
    be taken away, in order, to allow it.

    Removed means: all round (sector); a bare Earth at sea level (terrain; so the horizon means the
    same as in `analysis.coverage`); nothing hidden or weakened by the Earth (horizon); no end of
    the instrumented range; whatever is in line of sight is seen (power); no limits of elevation and
    no dead zone (elevation); confirmed in time whatever comes (time line); no radar needed in
    flight (guidance); and a missile that keeps its mean speed to any place (missile energy).
    """
    lines = inbound_lines(found.guide.profiles) if lines is None else lines

    def possible(removed: Removed, asked: Setting = found) -> NDArray[np.bool_]:
        sight = DrawSight(asked, draw, common_of(asked, [threat], removed=removed))
        return engage(sight, threat, lines).engaged

    code = np.where(possible(NOTHING), 0, UNKNOWN_FACTOR).astype(np.uint8)
    for name in _SINGLE:
        helps = partial(possible, Removed(**{name: True}))
        if name == "horizon":
            code = _named(code, "terrain", partial(_hidden_by_relief, possible, found, helps))
        code = _named(code, name, helps)
    for name in FACTOR_FIELDS:
        code = _named(code, name, partial(_forbidden_alone, possible, found, name))
    for count in range(1, len(FACTOR_FIELDS) + 1):
        taken = Removed(**dict.fromkeys(FACTOR_FIELDS[:count], True))
        code = _named(code, FACTOR_FIELDS[count - 1], partial(possible, taken))
    return _unknown(code, found, lines)


def _hidden_by_relief(
    possible: Callable[[Removed, Setting], NDArray[np.bool_]],
    found: Setting,
    helps: Callable[[], NDArray[np.bool_]],
) -> NDArray[np.bool_]:
    """Where the horizon only hides what must be seen earlier, and the relief the place itself.

    The map of cover calls such a place terrain.
    """
    below = _forbidden_alone(possible, found, "horizon")
    return helps() & ~below & _forbidden_alone(possible, found, "terrain")


def _forbidden_alone(
    possible: Callable[[Removed, Setting], NDArray[np.bool_]], found: Setting, name: str
) -> NDArray[np.bool_]:
    """Where one constraint forbids an intercept with all others taken away.

    Those of the radars are held against the place of the intercept itself.
    """
    if name in FACTOR_FIELDS[6:]:
        return ~possible(Removed.all_but(name), found)
    there = replace(
        found.drawn,
        earliest_s=np.zeros(found.draws),
        latest_s=np.zeros(found.draws),
    )
    removed = Removed.all_but(name, "guidance")
    if name == "horizon":
        removed = replace(removed, terrain=True, horizon=False)
    elif name == "terrain":
        removed = replace(removed, horizon=False)
    return ~possible(removed, replace(found, drawn=there))


def _named(
    code: NDArray[np.uint8], name: str, where: Callable[[], NDArray[np.bool_]]
) -> NDArray[np.uint8]:
    """Name a factor where none is named yet."""
    still = code == UNKNOWN_FACTOR
    if not still.any():
        return code
    factor = np.uint8(FACTORS.index(name.replace("_", " ")))
    return np.where(still & where(), factor, code).astype(np.uint8)


def _unknown(code: NDArray[np.uint8], found: Setting, lines: Lines) -> NDArray[np.uint8]:
    """255 where the terrain is not known."""
    ground = found.guide.profiles.ground_m
    if lines.course_rad is not None:
        ground = on_lines(ground, found.guide, lines, outside=np.nan)
    return np.where(np.isnan(ground), np.uint8(UNKNOWN_FACTOR), code)
