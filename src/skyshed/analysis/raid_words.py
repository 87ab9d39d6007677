"""What a raid starts from, in words: where its targets begin, what stands against them, notes."""

import numpy as np

from skyshed.analysis.plain_words import listed
from skyshed.scenario.engagement_model import RaidGroup, StudyBattery, StudyNetwork, StudyRaid
from skyshed.scenario.model import Study
from skyshed.uncertainty.parameter import Parameter


def start_words(study: Study, raid: StudyRaid) -> tuple[str, ...]:
    """Where and when each group starts: times of a raid count from the start of the first.

    Parameters
    ----------
    study : Study
        Gives the targets.
    raid : StudyRaid
        The raid.

    Returns
    -------
    tuple of str
        One for each group, such as "8 x Cruise missile at 50 m: 150 km out, from 150, 180 and 210
        deg in turn, one every 2 s".
    """
    return tuple(
        f"{group.count} x {study.target(group.target).label}: {_way(group)}{_when(group)}"
        for group in raid.groups
    )


def _way(group: RaidGroup) -> str:
    if group.kind == "route":
        return f"along a given route of {len(group.route)} points"
    far = group.start_distance_m if group.kind == "straight" else group.ballistic_range_m
    arc = "" if group.kind == "straight" else ", on a ballistic arc"
    azimuths = [f"{np.degrees(azimuth):.0f}" for azimuth in group.azimuths_rad]
    turns = " in turn" if len(azimuths) > 1 else ""
    return f"{(far or 0.0) / 1e3:.0f} km out, from {listed(azimuths)} deg{turns}{arc}"


def _when(group: RaidGroup) -> str:
    late = f", the first {group.start_s:g} s later" if group.start_s > 0.0 else ""
    return late + (f", one every {group.spacing_s:g} s" if group.count > 1 else "")


def unchanged_words(study: Study, network: StudyNetwork) -> tuple[str, ...]:
    """What each battery of a network has, before anything is changed: the base of the what-ifs."""
    return tuple(_battery(study.battery(key)) for key in network.batteries)


def _battery(battery: StudyBattery) -> str:
    channels, missiles = battery.target_channels, battery.missile_channels
    return (
        f"{battery.label}: {_counted(channels, 'target')} and {_counted(missiles, 'missile')} at"
        f" once, {_counted(battery.rounds, 'missile')} ready to fire, salvo"
        f" '{battery.salvo.replace('-', ' ')}'"
    )


def _counted(number: Parameter, name: str) -> str:
    span = "" if number.low == number.high else f" ({number.low:g} to {number.high:g})"
    plural = "" if number.nominal == number.high == 1.0 else "s"
    return f"{number.nominal:g}{span} {name}{plural}"


def side_notes(study: Study, raid: StudyRaid, *, changes: bool) -> tuple[tuple[str, str], ...]:
    """What the study notes of the networks and changes of a raid, as (label, note)."""
    noted = [(n.label, n.note) for n in map(study.network, raid.networks)]
    if changes:
        noted += [(change.label, change.note) for change in raid.what_if]
    return tuple((label, note) for label, note in noted if note)
