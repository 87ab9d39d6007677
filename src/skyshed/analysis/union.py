"""Area covered by several radars together: a cell counts once, whoever covers it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import Heights, coverage_map
from skyshed.analysis.pairs import crop, interval
from skyshed.analysis.placement import Model, Values
from skyshed.analysis.results import UnionRow
from skyshed.geodesy.site_plane import geodetic_to_plane, plane_to_geodetic
from skyshed.scenario.model import Group, Premise, StudySite, StudyTarget

FloatArray = NDArray[np.float64]

_DRAWS_AT_ONCE = 50
_SLACK = 1.02  # ground range over slant range of high points, with room to spare


@dataclass(frozen=True)
class Disc:
    """Cells of a disc round a site, and where they lie.

    Attributes
    ----------
    site : StudySite
        The middle.
    cell_m, radius_m : float
        Side of a cell and radius of the disc. [m]
    east_cells, north_cells : ndarray of int, shape (cell,)
        Place of every cell on the site's azimuthal-equidistant plane, in cells.
    """

    site: StudySite
    cell_m: float
    radius_m: float
    east_cells: NDArray[np.intp]
    north_cells: NDArray[np.intp]

    @classmethod
    def round(cls, site: StudySite, *, radius_m: float, cell_m: float) -> "Disc":
        """All cells whose middle lies within the radius."""
        n = int(np.ceil(radius_m / cell_m - 1e-9))
        axis = np.arange(-n, n + 1)
        north, east = np.meshgrid(-axis, axis, indexing="ij")
        inside = east**2 + north**2 <= n * n
        return cls(site, cell_m, n * cell_m, east[inside], north[inside])

    def cells_on_plane_of(self, site: StudySite) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """East and north of the disc's cells on another site's plane, in whole cells."""
        if (site.latitude_deg, site.longitude_deg) == (
            self.site.latitude_deg,
            self.site.longitude_deg,
        ):
            return self.east_cells, self.north_cells
        latitude, longitude = plane_to_geodetic(
            self.east_cells * self.cell_m,
            self.north_cells * self.cell_m,
            lat0_rad=float(np.radians(self.site.latitude_deg)),
            lon0_rad=float(np.radians(self.site.longitude_deg)),
        )
        east, north = geodetic_to_plane(
            latitude,
            longitude,
            lat0_rad=float(np.radians(site.latitude_deg)),
            lon0_rad=float(np.radians(site.longitude_deg)),
        )
        return (
            np.rint(east / self.cell_m).astype(np.intp),
            np.rint(north / self.cell_m).astype(np.intp),
        )


def union_rows(
    model: Model, premise: Premise, values: Values, nominal: Values, *, workers: int = 1
) -> list[UnionRow]:
    """Area covered by each radar of the named groups alone, by each group, and what a group adds.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    premise : Premise
        Names groups, targets and heights above ground.
    values, nominal : mapping of str to ndarray
        Draws of all unknowns, shared by all radars, and the nominal values.
    workers : int
        Threads.

    Returns
    -------
    list of UnionRow
        In the disc of the study's radius round the site of the headline radar. `target` is the key
        of the target. Where one group holds all radars of another, a row says how much more it
        covers, draw by draw.
    """
    groups = [model.study.groups[key] for key in premise.groups]
    heights = Heights(agl_m=premise.agl_m)
    rows: list[UnionRow] = []
    for target in (model.study.target(key) for key in premise.targets):
        drawn = group_areas_m2(model, groups, target, heights, values, workers=workers)
        first = group_areas_m2(model, groups, target, heights, nominal)
        for name, area in drawn.items():
            rows += [
                UnionRow(name, target.key, label, interval(area[:, h], first[name][:, h], "m^2"))
                for h, label in enumerate(heights.labels)
            ]
    return rows


def group_areas_m2(
    model: Model,
    groups: list[Group],
    target: StudyTarget,
    heights: Heights,
    values: Values,
    *,
    workers: int = 1,
) -> dict[str, FloatArray]:
    """Covered area by name, draw by draw.

    Parameters
    ----------
    model, target, values, workers
        As in `union_rows`.
    groups : list of Group
        The groups.
    heights : Heights
        Heights of the target.

    Returns
    -------
    dict of str to ndarray, shape (draw, height)
        Radars alone ("... alone"), groups by their label, then differences between groups
        ("..., beyond ..."). [m^2]

    Notes
    -----
    Every radar is computed on its own plane, out to where it could cover anything of the disc, and
    read at the nearest cell; beyond the terrain that was read for it, it covers nothing. One radar
    after the other and 50 draws at a time, so that memory does not grow with either.
    """
    disc = Disc.round(
        _centre(model), radius_m=model.study.radius_m, cell_m=model.study.cell_m
    )
    members = tuple(dict.fromkeys(key for group in groups for key in group.radars))
    areas: dict[str, list[FloatArray]] = {}
    for block in _blocks(values):
        together = {group.key: np.uint8(0) for group in groups}
        for key in members:
            bits = cover_bits(model, disc, key, target, heights, block, workers=workers)
            _count(areas, f"{model.study.radar(key).label}, alone", bits, heights, disc)
            for group in groups:
                if key in group.radars:
                    together[group.key] = together[group.key] | bits  # type: ignore[assignment]
        for group in groups:
            _count(areas, group.label, np.asarray(together[group.key]), heights, disc)
    found = {name: np.concatenate(parts) for name, parts in areas.items()}
    for part in groups:
        for whole in groups:
            if set(part.radars) < set(whole.radars):
                found[f"{whole.label}, beyond {part.label}"] = (
                    found[whole.label] - found[part.label]
                )
    return found


def cover_bits(
    model: Model,
    disc: Disc,
    key: str,
    target: StudyTarget,
    heights: Heights,
    values: Values,
    *,
    workers: int = 1,
) -> NDArray[np.uint8]:
    """What one radar covers of a disc: bit h is set where height h is covered, (draw, cell)."""
    placed = model.placed[key]
    radar = placed.at(values)
    reach = model.reach_m(radar, key, target, values, pd=model.study.pd)
    far_m = np.minimum(reach.reshape(radar.draws, -1).max(axis=1), radar.instrumented_range_m)
    east, north = disc.cells_on_plane_of(placed.radar.site)
    distance = np.hypot(east, north)
    n = int(np.ceil(min(distance.max(), _SLACK * far_m.max() / disc.cell_m))) + 1
    n = min(max(n, 1), placed.grid.n)
    cover = coverage_map(
        radar,
        crop(placed.grid.ground_m, n),
        cell_m=placed.grid.cell_m,
        reach_m=reach,
        heights=heights,
        error_weight=crop(placed.weight, n),
        workers=workers,
    )
    inside = distance <= n
    bits = np.zeros((radar.draws, east.size), dtype=np.uint8)
    bits[:, inside] = cover.bits[:, n - north[inside], n + east[inside]]
    return bits


def _centre(model: Model) -> StudySite:
    headline = model.study.headline
    radar = model.study.radars[0] if headline is None else model.study.radar(headline.radar)
    return radar.site


def _blocks(values: Values) -> Iterator[dict[str, FloatArray]]:
    draws = next(iter(values.values())).size
    for start in range(0, draws, _DRAWS_AT_ONCE):
        yield {key: drawn[start : start + _DRAWS_AT_ONCE] for key, drawn in values.items()}


def _count(
    areas: dict[str, list[FloatArray]],
    name: str,
    bits: NDArray[np.uint8],
    heights: Heights,
    disc: Disc,
) -> None:
    """Append the area of one block of draws, shape (draw, height)."""
    cells = [np.count_nonzero(bits & np.uint8(1 << h), axis=1) for h in range(len(heights))]
    areas.setdefault(name, []).append(np.stack(cells, axis=1) * disc.cell_m**2)
