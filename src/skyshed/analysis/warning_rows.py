"""Minutes of warning by group of radars, over heights of flight, in ordinary air and in a duct."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.approach import confirmation
from skyshed.analysis.duct import in_duct
from skyshed.analysis.placement import Model, Values, altitude_over
from skyshed.analysis.plain_words import height_words, percent, target_words
from skyshed.analysis.results import PremiseRow
from skyshed.analysis.warning import (
    inbound_tracks,
    share_looked_at,
    warning_at_heights_s,
    where_to_start_m,
)
from skyshed.flight.track import Track
from skyshed.scenario.model import Group, StudyTarget
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sampling import quantile

if TYPE_CHECKING:
    from skyshed.analysis.premises import Asked

FloatArray = NDArray[np.float64]
ByHeight = dict[tuple[str, float], NDArray[np.float64]]

_EIGHT = tuple(np.radians(np.arange(0.0, 360.0, 45.0)))
_DRAWS_OF_EIGHT = 40  # eight directions for every draw
_DRAWS = 100  # one direction for every draw
_DIRECTIONS = 7
_GOLDEN = 0.6180339887498949  # spreads the draws evenly over the directions, whatever their number
_EVERY = 6  # profiles are 5 degrees apart
_SPREAD = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Coming:
    """Where flights come from: azimuths at the place, and which of them each draw has, or all."""

    azimuth_rad: FloatArray
    chosen: NDArray[np.intp] | None
    words: str

    @classmethod
    def of(cls, numbers: dict[str, float], draws: int, weighting: str = "triangular") -> "Coming":
        """From eight directions, or from within the bounds that a premise gives."""
        if "from_rad" not in numbers:
            return cls(np.asarray(_EIGHT), None, "from eight directions, the median of them")
        middle_rad = numbers["from_rad"]
        ends = [numbers.get(f"from{end}_rad", middle_rad) for end in ("", "_low", "_high")]
        middle, low, high = np.degrees(ends)
        if low == high:
            alone = np.zeros(draws, dtype=np.intp)
            return cls(np.array(ends[:1]), alone, f"from {middle:.0f} degrees")
        azimuth = np.linspace(ends[1], ends[2], _DIRECTIONS)
        bounds = Parameter(
            ends[0], ends[1], ends[2], "rad", basis="assumed", grade="D", note="from the study"
        )
        drawn = quantile(
            bounds, np.remainder((np.arange(draws) + 0.5) * _GOLDEN, 1.0), weighting=weighting
        )
        step = (ends[2] - ends[1]) / (_DIRECTIONS - 1)
        chosen = np.rint((drawn - ends[1]) / step).astype(np.intp)
        words = f"from {low:.0f} to {high:.0f} degrees, mostly {middle:.0f}, drawn with the rest"
        return cls(azimuth, chosen, words)


def warning_rows(asked: "Asked") -> list[PremiseRow]:
    """Time between a confirmed track and the arrival, by group; ranges where there is a duct.

    Parameters
    ----------
    asked : Asked
        The premise names groups, targets, a place, heights above ground and perhaps a direction.

    Returns
    -------
    list of PremiseRow
        For each target first by group in ordinary air; then, if the study's air names a duct, the
        same inside it, and the range of every radar on the ground with and without it.
    """
    model, premise = asked.model, asked.premise
    most = _DRAWS if "from_rad" in premise.numbers else _DRAWS_OF_EIGHT
    values = {key: drawn[:most] for key, drawn in asked.values.items()}
    coming = Coming.of(dict(premise.numbers), _size(values), asked.weighting)
    rows: list[PremiseRow] = []
    for target in (model.study.target(name) for name in premise.targets):
        sweep = _Sweep(asked, target, values, coming)
        found = sweep.warnings(model)
        usual = sweep.rows(found)
        rows += _noted(usual, sweep.note() if not rows else "")
        duct = _duct_label(model)
        if duct:
            inside = in_duct(model)
            found |= sweep.warnings(inside, ground=True)
            bent = zip(usual, sweep.rows(found, words=f", {duct}"), strict=True)
            rows += _noted([b for a, b in bent if b.text != a.text], _duct_note(model))
            rows += _range_rows(sweep, inside, duct)
    return rows


def _noted(rows: list[PremiseRow], note: str) -> list[PremiseRow]:
    """The rows with a note at the first of them."""
    return [replace(row, note=note if index == 0 else "") for index, row in enumerate(rows)]


def _size(values: Values) -> int:
    return int(next(iter(values.values())).size)


def _duct_label(model: Model) -> str:
    air = model.study.air
    return "" if air is None or air.duct_k_factor is None else air.duct_label


def _duct_note(model: Model) -> str:
    air = model.study.air
    return (
        "A what-if, in none of the other figures: the duct is taken as an Earth whose radius is"
        f" {air.duct_k_factor if air else 0:g} times the true one, for radars on the ground; 4/3"
        " is usual. Same draws; rows that it does not change are left out."
    )


@dataclass(frozen=True)
class _Sweep:
    """One target at all heights of a premise."""

    asked: "Asked"
    target: StudyTarget
    values: Values
    coming: Coming

    @property
    def groups(self) -> list[Group]:
        return [self.asked.model.study.groups[key] for key in self.asked.premise.groups]

    def keys(self, *, ground: bool = False) -> list[str]:
        """Radars of the groups, each once; all or only those on the ground."""
        placed = self.asked.model.placed
        every = dict.fromkeys(key for group in self.groups for key in group.radars)
        return [key for key in every if not (ground and placed[key].radar.entry.airborne)]

    @property
    def height(self) -> str:
        """The height for the label where there is one only; several stand in the text."""
        heights = self.asked.premise.agl_m
        return f", {height_words(heights[0])} above ground" if len(heights) == 1 else ""

    def low(self, agl_m: float) -> StudyTarget:
        return replace(self.target, agl_m=agl_m, altitude_m=None)

    @cached_property
    def start_m(self) -> float:
        premise = self.asked.premise
        place = {p.name: p for p in self.asked.model.study.places}[premise.place]
        return where_to_start_m(
            self.asked.model,
            self.keys(),
            latitude_deg=place.latitude_deg,
            longitude_deg=place.longitude_deg,
            agl_m=max(premise.agl_m),
        )

    @cached_property
    def tracks(self) -> dict[float, list[Track]]:
        """Flights from every direction, by height."""
        place = {p.name: p for p in self.asked.model.study.places}[self.asked.premise.place]
        return {
            agl_m: inbound_tracks(
                self.asked.model,
                self.low(agl_m),
                latitude_deg=place.latitude_deg,
                longitude_deg=place.longitude_deg,
                azimuths_rad=list(self.coming.azimuth_rad),
                distance_m=self.start_m,
            )
            for agl_m in self.asked.premise.agl_m
        }

    def warnings(self, model: Model, *, ground: bool = False) -> ByHeight:
        """Seconds by radar and height, (draw, 1) or (draw, direction)."""
        found = warning_at_heights_s(
            model,
            [key for key in self.keys(ground=ground) if self.looked_at((key,)) > 0.0],
            self.target,
            list(zip(*self.tracks.values(), strict=True)),
            self.values,
            chosen=self.coming.chosen,
            workers=self.asked.workers,
        )
        return {
            (key, agl_m): seconds[h]
            for key, seconds in found.items()
            for h, agl_m in enumerate(self.tracks)
        }

    def looked_at(self, radars: Sequence[str]) -> float:
        """Share of the directions inside the sector of one of the radars."""
        tracks = next(iter(self.tracks.values()))
        return share_looked_at(self.asked.model, radars, tracks, self.coming.chosen)

    def rows(self, found: ByHeight, *, words: str = "") -> list[PremiseRow]:
        """One row for each group."""
        premise = self.asked.premise
        never = np.zeros((_size(self.values), 1))
        who = f", {target_words(self.target)}" if len(premise.targets) > 1 else ""
        rows = []
        for group in self.groups:
            seconds = []
            for agl_m in premise.agl_m:
                each = (found.get((key, agl_m), never) for key in group.radars)
                seconds.append(np.median(reduce(np.maximum, each), axis=1))
            label = f"{premise.label}{who}: {group.label}{self.height}{words}"
            rows.append(PremiseRow(label, self.text(group, seconds), ""))
        return rows

    def text(self, group: Group, seconds: Sequence[FloatArray]) -> str:
        """The heights with their times, and what share of the directions is looked at."""
        looked = self.looked_at(group.radars)
        if looked == 0.0:
            return "none: all of it comes from outside the sector"
        times = [_minutes(s, self.target.speed_m_s) for s in seconds]
        told = _by_height(self.asked.premise.agl_m, times)
        if looked < 1.0:
            told += f". Inside the sector from {percent(looked)} of the directions"
        return told

    def note(self) -> str:
        return (
            f"Flying straight at {self.asked.premise.place} {self.coming.words}, at"
            f" {self.target.speed_m_s:.0f} m/s, followed from"
            f" {self.start_m / 1e3:.0f} km out; time left, and ground still to fly, when the"
            " first radar of the group has a confirmed track. Heights above ground. Median and 5 to"
            f" 95 % of {_size(self.values)} draws, the same for every row."
        )


def _range_rows(sweep: _Sweep, inside: Model, duct: str) -> list[PremiseRow]:
    """Range at which every radar on the ground confirms a track, without and with the duct."""
    asked, told = sweep.asked, []
    one_each: dict[tuple[str, str, str | None], str] = {}
    for key in sweep.keys(ground=True):
        radar = asked.model.placed[key].radar
        one_each.setdefault((radar.entry.id, radar.site.key, radar.mount), key)
    note = (
        "Slant range from the radar, turned to whatever comes, on the median azimuth; median and"
        " 5 to 95 % of the draws."
    )
    label = f"Range of a confirmed track, {target_words(sweep.target)}"
    for key in one_each.values():
        radar = asked.model.placed[key].radar
        for model, words in ((asked.model, ""), (inside, f", {duct}")):
            heights = asked.premise.agl_m
            ranges = _by_height(
                heights, [_km(_confirmed_m(sweep, model, key, agl_m)) for agl_m in heights]
            )
            who = f"{radar.entry.name}, {radar.site.name}{sweep.height}{words}"
            told.append(PremiseRow(f"{label}: {who}", ranges, note))
            note = ""
    return told


def _confirmed_m(sweep: _Sweep, model: Model, key: str, agl_m: float) -> FloatArray:
    placed = model.placed[key].thinned(_EVERY)
    radar = replace(placed.at(sweep.values), sector_rad=2.0 * np.pi)
    ends = confirmation(
        radar,
        placed.profiles,
        altitude_m=altitude_over(None, agl_m, placed.profiles),
        rcs_mean_m2=model.mean_rcs_m2(radar, key, sweep.target, sweep.values),
        speed_m_s=sweep.target.speed_m_s,
        pd=model.study.pd,
        workers=sweep.asked.workers,
    )
    return np.asarray(np.median(ends.confirmed_slant_m, axis=1))


def _by_height(heights_m: Sequence[float], texts: Sequence[str]) -> str:
    """Texts by height above ground; one of them alone, or one that all share, stands for itself."""
    if set(texts) == {"none"} or len(texts) == 1:
        return texts[0] if len(texts) == 1 else "none at any height"
    return "; ".join(
        f"{height_words(agl_m)}: {text}" for agl_m, text in zip(heights_m, texts, strict=True)
    )


def _minutes(seconds: FloatArray, speed_m_s: float) -> str:
    low, median, high = np.quantile(seconds, _SPREAD, method="inverted_cdf") / 60.0
    if high <= 0.0:
        return "none"
    digits = 0 if median >= 10.0 else 1
    if median <= 0.0:
        return f"none in most draws (up to {high:.{digits}f} min)"
    out_km = 60.0 * median * speed_m_s / 1e3
    return f"{median:.{digits}f} min ({low:.{digits}f} to {high:.{digits}f}), {out_km:.0f} km out"


def _km(range_m: FloatArray) -> str:
    low, median, high = np.quantile(range_m, _SPREAD, method="inverted_cdf") / 1e3
    return "none" if high <= 0.0 else f"{median:.0f} km ({low:.0f} to {high:.0f})"
