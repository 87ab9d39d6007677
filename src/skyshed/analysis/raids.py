"""Run the raids of a study against its networks, and with one thing changed at a time."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.placement import Model
from skyshed.analysis.raid_cases import (
    RaidSetting,
    member_of,
    raid_cases,
    raid_parameters,
    raid_setting,
    resized,
)
from skyshed.analysis.raid_paths import RaidMember, ground_of
from skyshed.analysis.raid_words import side_notes, start_words, unchanged_words
from skyshed.analysis.results import PremiseRow
from skyshed.scenario.engagement_model import StudyNetwork, StudyRaid
from skyshed.sim.campaign import Campaign, Pool, run_campaign
from skyshed.sim.model import RaidCase
from skyshed.sim.recording import Recording
from skyshed.sim.replay import Place, Trail, record_run
from skyshed.sim.runs import run_events
from skyshed.sim.statistics import (
    QUANTITIES,
    Spread,
    half_width_by_runs,
    leaker_shares,
    spread_over_draws,
    typical_run,
)
from skyshed.uncertainty.sampling import sample

FloatArray = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

_BLOCK = 100  # runs of a draw between two looks at the precision, and kept together
_CHOSEN = (
    "Of all runs the one whose leakers, missiles fired and first shot are nearest their medians; it"
    " is one possible course of events."
)


@dataclass(frozen=True)
class RaidOutcome:
    """One raid against one network, as it is or with one change.

    Attributes
    ----------
    network, change : str
        Words; `change` is empty for the raid as the study has it.
    size, draws, runs : int
        Targets, draws of what we do not know, and runs of chance for each.
    spreads : dict of str to Spread
        By the names of `sim.statistics.QUANTITIES`, and "leakage", leakers over targets.
    leaker_shares : ndarray, shape (draw, number)
        Share of the runs of each draw with 0, 1, 2 ... leakers.
    shots : ndarray of int, shape (draw, run)
        Missiles fired.
    fewer_leakers : Spread or None
        How many fewer leak than in the first network, on the same draws and the same luck.
    reached : bool
        Whether the stated precision was reached.
    scan_s : float
        Longest scan period of any radar of the network, median over the draws. [s]
    """

    network: str
    change: str
    size: int
    draws: int
    runs: int
    spreads: dict[str, Spread]
    leaker_shares: FloatArray
    shots: NDArray[np.int64]
    fewer_leakers: Spread | None = None
    reached: bool = True
    scan_s: float = float("nan")


@dataclass(frozen=True)
class RaidResult:
    """One raid of the study.

    Attributes
    ----------
    key, label, note, basis : str
        From the study.
    defends : str
        What the raid flies at.
    targets : tuple of str
        The groups in words.
    outcomes : tuple of RaidOutcome
        One for each network, then one for each change, against the first network.
    runs_counted, half_width : ndarray, shape (count,)
        Half the 95 % interval of the mean number of leakers after so many runs of each draw, first
        network.
    recording : Recording
        The typical run of the first network; `chosen` says how it was chosen.
    starts, unchanged : tuple of str
        Where each group starts; what each battery of the first network has.
    notes : tuple of (str, str)
        What the study notes of a network or change.
    """

    key: str
    label: str
    note: str
    basis: str
    defends: str
    targets: tuple[str, ...]
    outcomes: tuple[RaidOutcome, ...]
    runs_counted: NDArray[np.int64]
    half_width: FloatArray
    recording: Recording
    chosen: str
    starts: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    def premise_rows(self, label: str) -> list[PremiseRow]:
        """The networks in a few words, for the claims."""
        rows = []
        for outcome in self.outcomes:
            if outcome.change:
                continue
            kills = outcome.size - np.array(
                [outcome.spreads["leakers"].median, outcome.spreads["leakers"].high,
                 outcome.spreads["leakers"].low]
            )  # fmt: skip
            text = (
                f"{kills[0]:.1f} of {outcome.size} stopped ({kills[1]:.1f} to {kills[2]:.1f}),"
                f" {outcome.spreads['shots'].median:.1f} missiles fired"
            )
            fewer = outcome.fewer_leakers
            note = ""
            if fewer is not None:
                note = (
                    f"On the same draws and the same luck {_tenth(fewer.median)} fewer leak"
                    f" ({_tenth(fewer.low)} to {_tenth(fewer.high)}) than"
                    f" {self.outcomes[0].network}."
                )
            else:
                note = (
                    f"Mean over {outcome.runs} runs of chance; median and 5 to 95 % of"
                    f" {outcome.draws} draws of what is not known. Kill probabilities and reaction"
                    " times are assumed."
                )
            rows.append(PremiseRow(f"{label}: {self.label}, {outcome.network}", text, note))
        return rows


def _tenth(value: float) -> str:
    """To one decimal, without a minus sign before zero."""
    return f"{round(value, 1) + 0.0:.1f}"


@dataclass(frozen=True)
class RaidRun:
    """How raids are run: runs and draws instead of the study's, precision, and where.

    `precision` is half the 95 % sampling interval of the mean number of leakers at which runs
    stop; `checkpoint` a folder that keeps finished blocks; `weighting` how draws are spread between
    the bounds.
    """

    seed: int
    workers: int = 1
    runs: int | None = None
    draws: int | None = None
    precision: float | None = None
    checkpoint: str | None = None
    pool: Pool | None = None
    changes: bool = True
    weighting: str = "triangular"


def raid_result(model: Model, raid: StudyRaid, run: RaidRun, tell: Tell) -> RaidResult:
    """Run one raid against all its networks and with every change.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    raid : StudyRaid
        The raid.
    run : RaidRun
        Seed, workers, runs.
    tell : callable
        Called with (what, done, total).

    Returns
    -------
    RaidResult

    Notes
    -----
    All networks and changes share their draws and their luck, so differences between them are
    firmer than each figure.
    """
    draws = run.draws or raid.draws
    parameters = model.parameters | raid_parameters(model, raid)
    values = sample(parameters, size=draws, seed=run.seed, weighting=run.weighting)
    setting = raid_setting(model, raid, values, workers=run.workers)
    networks = [model.study.network(key) for key in raid.networks]
    changes = raid.what_if if run.changes else ()
    steps = len(networks) + len(changes)
    outcomes: list[RaidOutcome] = []
    base: Campaign | None = None
    base_cases = None
    for network in networks:
        tell(f"raid {raid.key}", len(outcomes), steps)
        cases = raid_cases(setting, network)
        campaign = _campaign(cases, raid, run, network.key, _within(tell, len(outcomes), steps))
        outcome = _outcome(campaign, network, "", len(setting.paths.members), base)
        outcomes.append(replace(outcome, scan_s=_longest_scan_s(cases)))
        if base is None:
            base, base_cases = campaign, cases
    for change in changes:
        tell(f"raid {raid.key}", len(outcomes), steps)
        other = setting
        if change.size_factor is not None:
            other = resized(setting, change.size_factor)
        cases = raid_cases(other, networks[0], change=change)
        name = f"change {len(outcomes)}"
        campaign = _campaign(cases, raid, run, name, _within(tell, len(outcomes), steps))
        outcomes.append(
            _outcome(campaign, networks[0], change.label, len(other.paths.members), None)
        )
    tell(f"raid {raid.key}", steps, steps)
    if base is None or base_cases is None:
        raise ValueError(f"raid {raid.key}: it names no network")
    row, number = typical_run(base)
    counted, half_width = half_width_by_runs(base, "leakers")
    return RaidResult(
        key=raid.key,
        label=raid.label,
        note=raid.note,
        basis=raid.basis,
        defends=raid.defends.name,
        targets=tuple(
            f"{group.count} x {model.study.target(group.target).label}" for group in raid.groups
        ),
        outcomes=tuple(outcomes),
        runs_counted=counted,
        half_width=half_width,
        recording=_recording(model, setting, base_cases[row], run, number),
        chosen=f"Run {number + 1} of draw {row + 1}, {networks[0].label}. {_CHOSEN}",
        starts=start_words(model.study, raid),
        unchanged=unchanged_words(model.study, networks[0]),
        notes=side_notes(model.study, raid, changes=run.changes),
    )


def _longest_scan_s(cases: list[RaidCase]) -> float:
    """Longest scan period of the radars of the cases, median over the draws; nan without any."""
    longest = [
        max((radar.scan_period_s for radar in case.radars), default=np.nan) for case in cases
    ]
    return float(np.median(longest))


def _within(tell: Tell, step: int, steps: int) -> Tell:
    """Progress of one campaign out of several, as steps of all of them."""

    def told(what: str, done: int, total: int) -> None:
        tell(what, step * total + done, steps * total)

    return told


def _campaign(
    cases: list[RaidCase], raid: StudyRaid, run: RaidRun, name: str, tell: Tell
) -> Campaign:
    folder = None if run.checkpoint is None else f"{run.checkpoint}/{raid.key}-{name}"
    return run_campaign(
        cases,
        runs=run.runs or raid.runs,
        seed=run.seed,
        workers=run.workers,
        block=_BLOCK,
        precision=run.precision,
        progress=lambda done, total: tell(f"raid {raid.key}", done, total),
        checkpoint=folder,
        pool=run.pool,
    )


def _outcome(
    campaign: Campaign,
    network: StudyNetwork,
    change: str,
    size: int,
    base: Campaign | None,
) -> RaidOutcome:
    spreads = {name: spread_over_draws(campaign, name) for name in QUANTITIES}
    leakers = spreads["leakers"]
    spreads["leakage"] = replace(
        leakers,
        low=leakers.low / size,
        median=leakers.median / size,
        high=leakers.high / size,
        mean=leakers.mean / size,
        half_width=leakers.half_width / size,
    )
    return RaidOutcome(
        network=network.label,
        change=change,
        size=size,
        draws=len(campaign.draws),
        runs=campaign.runs,
        spreads=spreads,
        leaker_shares=leaker_shares(campaign),
        shots=campaign.outcomes["shots"].astype(np.int64),
        fewer_leakers=None if base is None else _fewer(campaign, base),
        reached=campaign.reached,
    )


def _fewer(campaign: Campaign, base: Campaign) -> Spread:
    """How many fewer leak than in another network, run by run on the same luck."""
    runs = min(campaign.runs, base.runs)
    fewer = base.outcomes["leakers"][:, :runs].astype(float) - campaign.outcomes["leakers"][
        :, :runs
    ].astype(float)
    means = fewer.mean(axis=1)
    low, median, high = (float(q) for q in np.quantile(means, [0.05, 0.5, 0.95]))
    chance = fewer.var(axis=1, ddof=1) / runs if runs > 1 else np.full(len(means), np.nan)
    half_width = float(1.959963984540054 * np.sqrt(chance.sum()) / len(means))
    return Spread(low, median, high, float(means.mean()), half_width, 0.0)


def _recording(
    model: Model, setting: RaidSetting, case: RaidCase, run: RaidRun, number: int
) -> Recording:
    """One run as a recording."""
    raid, study = setting.raid, model.study

    def stands(radar: str, name: str) -> Place:
        placed = model.placed[radar]
        site = placed.radar.site
        entry = placed.radar.entry
        flies = entry.parameters["platform_altitude_m"].nominal if entry.airborne else 0.0
        altitude_m = max(placed.altitude.antenna_ground_m, flies)
        return Place(name, site.latitude_deg, site.longitude_deg, altitude_m)

    return record_run(
        case,
        run_events(case, run.seed, number),
        title=f"{study.title} - {raid.label}",
        note=f"Simulated. {_CHOSEN}",
        trails=[_trail(setting, member) for member in setting.paths.members],
        radars={
            radar.key: stands(radar.key, study.radar(radar.key).label) for radar in case.radars
        },
        units={
            unit.key: stands(model.batteries[unit.key].guide, model.batteries[unit.key].label)
            for unit in case.units
        },
        places=[_defended(model, raid)],
        apogee_m=_apogee_of(model, case, setting),
    )


def _defended(model: Model, raid: StudyRaid) -> Place:
    """What the raid flies at, on the ground: Ankara lies 900 m up."""
    place = raid.defends
    ground = ground_of(model.terrain)
    where = np.radians([place.latitude_deg]), np.radians([place.longitude_deg])
    return Place(place.name, place.latitude_deg, place.longitude_deg, float(ground(*where)[0]))


def _trail(setting: RaidSetting, member: RaidMember) -> Trail:
    track = setting.paths.paths[member.path].track
    return Trail(
        member.name,
        member.start_s + track.time_s,
        np.degrees(track.latitude_rad),
        np.degrees(track.longitude_rad),
        track.altitude_m,
    )


def _apogee_of(
    model: Model, case: RaidCase, setting: RaidSetting
) -> Callable[[int, float, float], float]:
    """Greatest altitude of a flight as it is drawn: a parabola of the table's launch angle."""

    def apogee_m(unit: int, range_m: float, altitude_m: float) -> float:
        missile = model.batteries[case.units[unit].key].interceptor
        table = missile.fly_out
        member = member_of(setting.values, missile.id, case.draw, len(table.time_s))
        loft = float(table.at(np.array(member), range_m, altitude_m).loft_rad)
        if not np.isfinite(loft):
            return altitude_m
        ground_m = float(table.altitude_m[0])
        rise_m = 0.25 * range_m * np.tan(min(loft, np.radians(75.0)))
        return float(max(altitude_m, ground_m + rise_m))

    return apogee_m
