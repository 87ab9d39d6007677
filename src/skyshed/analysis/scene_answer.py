"""The answer to a scene: how far each radar covers, how firmly, and what they cover together."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.live_cover import MercatorView
from skyshed.analysis.looked_at import looked_at_by
from skyshed.analysis.mercator_view import (
    OUTSIDE,
    UNKNOWN,
    cell_indices,
    paint_map,
    pixels_on_plane,
)
from skyshed.analysis.page_words import range_words, rounded_to
from skyshed.analysis.pairs import at_azimuths, cover_of, ends, interval, median_azimuth
from skyshed.analysis.plain_words import percent
from skyshed.analysis.radials import radius_by_azimuth
from skyshed.analysis.results import Interval
from skyshed.analysis.scene import DrawnScene
from skyshed.analysis.union import Covering, Disc

FloatArray = NDArray[np.float64]
Progress = Callable[[int, int], None]

FULL_SHARE = 200
"""The byte of a share raster that means every draw."""
_LEVELS = (0.05, 0.5, 0.95)
_BITS_IN_BYTE = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1).sum(axis=1)


@dataclass(frozen=True)
class RadarAnswer:
    """What one radar of a scene covers at the scene's height.

    Attributes
    ----------
    key, label : str
        The radar.
    latitude_deg, longitude_deg : float
        Where it stands. [deg]
    range_m : Interval
        Ground range reached without a break, median azimuth. [m]
    confirmed_m : Interval
        Ground range at which the track of a target flying in is confirmed, median azimuth. [m]
    sector_range_m : Interval
        As `range_m` over the azimuths that the radar looks at. [m]
    sector_confirmed_m : Interval
        As `confirmed_m` over the azimuths that the radar looks at. [m]
    ring_m, share_radius_m : float
        Nominal instrumented range, the ring usually drawn; and the part of it on the map. [m]
    share_of_ring : Interval
        Covered share of the area within `share_radius_m`. [1]
    area_m2 : Interval
        Covered area within the map's radius. [m^2]
    cell_m : float
        Side of the cells. [m]
    share : ndarray of uint8, shape (2n+1, 2n+1)
        Share of the draws that cover each cell, 200 being all; 255 where the terrain is unknown.
    packed : ndarray of uint8, shape (draw / 8, 2n+1, 2n+1)
        Cover of every draw, eight to a byte.
    azimuth_rad, radius_m : ndarray, shape (azimuth,) and (3, azimuth)
        Range without a break by azimuth: 5, 50 and 95 % of the draws. [rad], [m]
    sentence : str
        The answer in words.
    """

    key: str
    label: str
    latitude_deg: float
    longitude_deg: float
    range_m: Interval
    confirmed_m: Interval
    sector_range_m: Interval
    sector_confirmed_m: Interval
    ring_m: float
    share_radius_m: float
    share_of_ring: Interval
    area_m2: Interval
    cell_m: float
    share: NDArray[np.uint8]
    packed: NDArray[np.uint8]
    azimuth_rad: FloatArray
    radius_m: FloatArray
    sentence: str

    @property
    def nbytes(self) -> int:
        """Memory of the maps. [byte]"""
        return self.share.nbytes + self.packed.nbytes


@dataclass(frozen=True)
class SceneAnswer:
    """Answers for all radars of a scene; `union_m2` is the area of all together, if asked for, and
    `union_sentence` says it in words, "" otherwise."""

    radars: tuple[RadarAnswer, ...]
    draws: int
    union_m2: Interval | None
    terrain_notes: tuple[str, ...]
    union_sentence: str = ""

    @property
    def nbytes(self) -> int:
        """Memory of the maps. [byte]"""
        return sum(radar.nbytes for radar in self.radars)


def answer_scene(
    scene: DrawnScene,
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> SceneAnswer:
    """Compute what the radars of a scene cover, in every draw.

    Parameters
    ----------
    scene : DrawnScene
        The scene.
    workers : int
        Threads; the result does not depend on it.
    progress : callable, optional
        Called with (draws done, draws in all) while a map is computed; what it raises ends the
        work.

    Returns
    -------
    SceneAnswer
        The same numbers as `run_study` gives for the scene's study.
    """
    study = scene.model.study
    radars = tuple(
        _radar_answer(scene, radar.key, workers=workers, progress=progress)
        for radar in study.radars
    )
    union, together = None, ""
    for group in study.groups.values():
        members = [radar for radar in radars if radar.key in group.radars]
        union = _union_area(scene, members, workers=workers, progress=progress)
        together = _union_sentence(
            members[0].label, study.targets[0].label, union, study.radius_m, len(members)
        )
    return SceneAnswer(radars, study.draws, union, scene.model.terrain.notes, together)


def _radar_answer(
    scene: DrawnScene, key: str, *, workers: int, progress: Progress | None
) -> RadarAnswer:
    question, study = scene.question(key), scene.model.study
    placed, model = question.placed, scene.model
    profiles = placed.profiles
    if progress is not None:
        progress(0, study.draws)
    drawn = cover_of(question, workers=workers, progress=progress)
    nominal = cover_of(question, nominal=True, workers=workers)
    radii, first = (
        radius_by_azimuth(
            question.nominal if is_nominal else question.drawn,
            profiles,
            reach_m=at_azimuths(question.reach(study.pd, nominal=is_nominal), profiles.azimuth_rad),
            heights=model.heights,
            workers=workers,
        ).unbroken_m[:, 0]
        for is_nominal in (False, True)
    )
    fewer = placed.thinned(3).profiles
    drawn_end = ends(question, fewer, nominal=False, workers=workers)
    nominal_end = ends(question, fewer, nominal=True, workers=workers)
    looked = looked_at_by(question.nominal, profiles.azimuth_rad)
    met = looked_at_by(question.nominal, fewer.azimuth_rad)
    ring = float(question.nominal.instrumented_range_m[0])
    within = min(ring, study.radius_m)
    share_of_ring = interval(
        drawn.covered_share(within)[:, 0], nominal.covered_share(within)[:, 0], "1"
    )
    area = interval(
        drawn.covered_area_m2(study.radius_m)[:, 0],
        nominal.covered_area_m2(study.radius_m)[:, 0],
        "m^2",
    )
    in_sector = median_azimuth(radii, first, looked)
    share = np.rint(drawn.share_of_draws[0] * FULL_SHARE).astype(np.uint8)
    site = placed.radar.site
    return RadarAnswer(
        key=key,
        label=placed.radar.label,
        latitude_deg=site.latitude_deg,
        longitude_deg=site.longitude_deg,
        range_m=median_azimuth(radii, first),
        confirmed_m=median_azimuth(drawn_end.confirmed_ground_m, nominal_end.confirmed_ground_m),
        sector_range_m=in_sector,
        sector_confirmed_m=median_azimuth(
            drawn_end.confirmed_ground_m, nominal_end.confirmed_ground_m, met
        ),
        ring_m=ring,
        share_radius_m=within,
        share_of_ring=share_of_ring,
        area_m2=area,
        cell_m=placed.grid.cell_m,
        share=np.where(drawn.known, share, np.uint8(UNKNOWN)),
        packed=np.packbits(drawn.bits & np.uint8(1), axis=0),
        azimuth_rad=profiles.azimuth_rad,
        radius_m=np.quantile(radii, _LEVELS, axis=0, method="inverted_cdf"),
        sentence=_sentence(
            placed.radar.label, study.targets[0].label, in_sector, share_of_ring, within, ring
        ),
    )


def _sentence(
    label: str, target: str, range_m: Interval, share: Interval, within_m: float, ring_m: float
) -> str:
    """The answer in words, such as "91N6E covers F-16C at 100 m above ground out to 38 km ..."."""
    if not range_m.high > 0.0:
        return f"{label} does not cover {target} anywhere."
    shares = [percent(value) for value in (share.median, share.low, share.high)]
    part = shares[0] if shares[1] == shares[2] else f"{shares[0]} ({shares[1]} to {shares[2]})"
    area = "its ring" if within_m >= ring_m else f"the area within {within_m / 1e3:.0f} km"
    return f"{label} covers {target} out to {range_words(range_m)}: {part} of {area}."


def _union_area(
    scene: DrawnScene, members: list[RadarAnswer], *, workers: int, progress: Progress | None
) -> Interval:
    """Area covered by any of the radars, in the disc round the first of them."""
    study = scene.model.study
    disc = Disc.round(study.centre, radius_m=study.radius_m, cell_m=study.cell_m)
    together = np.zeros((members[0].packed.shape[0], disc.east_cells.size), dtype=np.uint8)
    for done, radar in enumerate(members):
        if progress is not None:
            progress(done, len(members))
        covering = Covering.of(scene.model, disc, radar.key, study.targets[0], scene.values)
        bits = covering.bits(scene.model.heights, slice(None), workers=workers)
        together |= np.packbits(bits & np.uint8(1), axis=0)
    bits = np.unpackbits(together, axis=0, count=study.draws)
    area = np.count_nonzero(bits, axis=1) * disc.cell_m**2
    return interval(area, [np.nan], "m^2")


def _union_sentence(first: str, target: str, area_m2: Interval, radius_m: float, count: int) -> str:
    """What several radars cover together, in words."""
    within = f"of the area within {radius_m / 1e3:.0f} km of {first}"
    if not area_m2.high > 0.0:
        return f"The {count} radars together do not cover {target} anywhere {within[3:]}."
    spread_m2 = area_m2.high - area_m2.low
    low, middle, high = (
        f"{rounded_to(value, spread_m2) / 1e6:,.0f}"
        for value in (area_m2.low, area_m2.median, area_m2.high)
    )
    spread = "" if low == high else f" ({low} to {high} km\N{SUPERSCRIPT TWO})"
    return (
        f"The {count} radars together cover {target} over {middle}"
        f" km\N{SUPERSCRIPT TWO}{spread} {within}."
    )


def paint_share(answer: SceneAnswer, key: str, view: MercatorView) -> NDArray[np.uint8]:
    """Share of the draws that cover each pixel of a view.

    Parameters
    ----------
    answer : SceneAnswer
        What was found.
    key : str
        A radar, or "union" for all together.
    view : MercatorView
        The view.

    Returns
    -------
    ndarray of uint8, shape (height, width)
        0 to 200 for none to all; 254 outside the maps, 255 where the terrain is unknown.

    Raises
    ------
    KeyError
        If there is no such radar.
    """
    if key == "union" and len(answer.radars) > 1:
        return _paint_union(answer, view)
    radars = {radar.key: radar for radar in answer.radars}
    radar = answer.radars[0] if key == "union" else radars[key]
    return paint_map(
        view,
        radar.share,
        latitude_deg=radar.latitude_deg,
        longitude_deg=radar.longitude_deg,
        cell_m=radar.cell_m,
    )


def _paint_union(answer: SceneAnswer, view: MercatorView) -> NDArray[np.uint8]:
    """Draws in which any radar covers the pixel: counted over the bits, byte by byte."""
    shape = view.height, view.width
    known, seen = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    places = []
    for radar in answer.radars:
        n = radar.share.shape[0] // 2
        near = pixels_on_plane(
            view, radar.latitude_deg, radar.longitude_deg, (n + 1) * radar.cell_m
        )
        if near is None:
            continue
        row, column, inside = cell_indices(near, n, radar.cell_m)
        part = near.rows, near.columns
        seen[part] |= inside
        known[part] |= inside & (radar.share[row, column] != UNKNOWN)
        places.append((radar, part, row, column, inside))
    count = np.zeros(shape, dtype=np.uint16)
    for byte in range(answer.radars[0].packed.shape[0]):
        together = np.zeros(shape, dtype=np.uint8)
        for radar, part, row, column, inside in places:
            together[part] |= np.where(inside, radar.packed[byte][row, column], 0).astype(np.uint8)
        count += _BITS_IN_BYTE[together]
    share = np.rint(count * (FULL_SHARE / answer.draws)).astype(np.uint8)
    return np.where(known, share, np.where(seen, np.uint8(UNKNOWN), np.uint8(OUTSIDE)))
