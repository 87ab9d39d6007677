"""Area covered by several radars together: a cell counts once, whoever covers it."""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import Heights, coverage_map
from skyshed.analysis.pairs import crop, interval
from skyshed.analysis.placement import GROUND_SLACK, Model, PlacedRadar, Values
from skyshed.analysis.results import UnionRow
from skyshed.geodesy.site_plane import geodetic_to_plane, plane_to_geodetic
from skyshed.radar.calibration import Convention
from skyshed.scenario.model import Group, Premise, StudySite, StudyTarget
from skyshed.systems.radar_site import RadarSite

FloatArray = NDArray[np.float64]

_DRAWS_AT_ONCE = 50


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
    return group_rows(
        model,
        [model.study.groups[key] for key in premise.groups],
        [model.study.target(key) for key in premise.targets],
        Heights(agl_m=premise.agl_m),
        values,
        nominal,
        workers=workers,
    )


def group_rows(
    model: Model,
    groups: list[Group],
    targets: list[StudyTarget],
    heights: Heights,
    values: Values,
    nominal: Values,
    *,
    workers: int = 1,
) -> list[UnionRow]:
    """As `union_rows`, for groups, targets and heights given one by one."""
    with_nominal = {key: np.concatenate([values[key], nominal[key]]) for key in values}
    rows: list[UnionRow] = []
    for target in targets:
        areas = group_areas_m2(model, groups, target, heights, with_nominal, workers=workers)
        for name, area in areas.items():
            rows += [
                UnionRow(name, target.key, label, interval(area[:-1, h], area[-1:, h], "m^2"))
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
    read at the nearest cell. One radar after the other and 50 draws at a time, so that memory does
    not grow with either.
    """
    disc = Disc.round(model.study.centre, radius_m=model.study.radius_m, cell_m=model.study.cell_m)
    members = tuple(dict.fromkeys(key for group in groups for key in group.radars))
    radars = {key: Covering.of(model, disc, key, target, values) for key in members}
    draws = next(iter(values.values())).size
    areas: dict[str, list[FloatArray]] = {}
    for start in range(0, draws, _DRAWS_AT_ONCE):
        block = slice(start, start + _DRAWS_AT_ONCE)
        together = {group.key: np.uint8(0) for group in groups}
        for key in members:
            bits = radars[key].bits(heights, block, workers=workers)
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
                gain = found[whole.label] - found[part.label]
                found[gain_name(whole, part)] = gain
    return found


@dataclass(frozen=True)
class Covering:
    """One radar, its terrain and its reach towards a target.

    Attributes
    ----------
    placed : PlacedRadar
        The radar's place and terrain.
    radar : RadarSite
        The radar with drawn values.
    reach_m : ndarray, shape (draw,) or (draw, azimuth)
        Free-space slant range. [m]
    east_cells, north_cells : ndarray of int, shape (cell,)
        Cells of the disc on the radar's own plane.
    """

    placed: PlacedRadar
    radar: RadarSite
    reach_m: FloatArray
    east_cells: NDArray[np.intp]
    north_cells: NDArray[np.intp]

    @classmethod
    def of(
        cls, model: Model, disc: Disc, key: str, target: StudyTarget, values: Values
    ) -> "Covering":
        """The radar of that key against a target over a disc."""
        radar = model.placed[key].at(values)
        reach = model.reach_m(radar, key, target, values, pd=model.study.pd)
        place = disc.cells_on_plane_of(model.placed[key].radar.site)
        return cls(model.placed[key], radar, reach, *place)

    def bits(self, heights: Heights, block: slice, *, workers: int = 1) -> NDArray[np.uint8]:
        """Bit h is set where height h over the disc's cells is covered, shape (draw, cell)."""
        radar, reach, grid = some_draws(self.radar, block), self.reach_m[block], self.placed.grid
        far_m = np.minimum(reach.reshape(radar.draws, -1).max(axis=1), radar.instrumented_range_m)
        east, north = self.east_cells, self.north_cells
        distance = np.hypot(east, north)
        n = int(np.ceil(min(distance.max(), GROUND_SLACK * far_m.max() / grid.cell_m))) + 1
        n = min(n, grid.n)
        out = np.zeros((radar.draws, east.size), dtype=np.uint8)
        inside = distance <= n
        if not inside.any():
            return out
        cover = coverage_map(
            radar,
            crop(grid.ground_m, n),
            cell_m=grid.cell_m,
            reach_m=reach,
            heights=heights,
            error_weight=crop(self.placed.weight, n),
            workers=workers,
        )
        out[:, inside] = cover.bits[:, n - north[inside], n + east[inside]]
        return out


def some_draws(radar: RadarSite, block: slice | NDArray[np.intp]) -> RadarSite:
    """The same radar with some of its draws."""

    def picked(value: Any) -> Any:
        if isinstance(value, Convention):
            return Convention(*(getattr(value, field.name)[block] for field in fields(value)))
        return value[block] if isinstance(value, np.ndarray) else value

    return replace(
        radar, **{field.name: picked(getattr(radar, field.name)) for field in fields(radar)}
    )


def gain_name(whole: Group, part: Group) -> str:
    """What a group covers that a part of it does not."""
    return f"{whole.label}, beyond {part.label}"


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
