"""Groups of radars as they are and as a user changes them: a radar that fails, or one that joins.

What is changed is given; nothing searches for the radar whose loss or gain counts most.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from skyshed.catalogue import loader
from skyshed.errors import ScenarioError
from skyshed.scenario.limits import military_problem
from skyshed.scenario.model import Group, Study, StudyRadar, StudySite
from skyshed.scenario.quick import place_words
from skyshed.scenario.quick_route import radar_at

MOST_ADDED = 10
ALL = "all"
"""Key of the group of all radars, for a study without groups."""


@dataclass(frozen=True)
class Variant:
    """A group as it is (`change` empty) or after a change, in words."""

    group: str
    change: str
    radars: tuple[str, ...]


def network_groups(study: Study, wanted: Sequence[str]) -> tuple[Group, ...]:
    """Groups that are asked for: those named, else all of the study, else all radars as one.

    Raises
    ------
    ScenarioError
        If a group is not in the study, or the study has no radars.
    """
    if not study.radars:
        raise ScenarioError(f"the study {study.name} has no radars; give one that has")
    known = dict(study.groups)
    if not known:
        keys = tuple(radar.key for radar in study.radars)
        known[ALL] = Group(ALL, "all radars of the study", keys)
    for key in wanted:
        if key not in known:
            raise ScenarioError(
                f"expected a group of {study.name} ({', '.join(known)}), got {key[:40]!r}",
                path="--group",
            )
    return tuple(known[key] for key in (wanted or known))


def is_surveillance(radar: StudyRadar) -> bool:
    """Whether a radar only looks: civil, or military without guiding missiles."""
    return not radar.entry.engagement and radar.role != "shoot"


def with_added(study: Study, added: Sequence[str]) -> tuple[Study, tuple[str, ...]]:
    """The study with further radars ``ID@LAT,LON``, and their keys.

    Raises
    ------
    ScenarioError
        If a radar or place cannot be, guides missiles, or is military on cells below 250 m.
    """
    if len(added) > MOST_ADDED:
        raise ScenarioError(f"expected at most {MOST_ADDED} radars, got {len(added)}", path="--add")
    sites, radars = dict(study.sites), list(study.radars)
    keys = []
    for number, text in enumerate(added, start=1):
        name, latitude, longitude = _added(text)
        entry = loader.radar(name, extra=study.catalogue)
        key = f"added-{number}"
        words = place_words(latitude, longitude)
        site = StudySite(key, words, latitude, longitude, None, "assumed", "assumed")
        label = f"{entry.name} at {words}, added"
        radar = StudyRadar(
            key, entry, site, None, "see", None, label, False, "assumed", "assumed",
            "Given on the command line.",
        )  # fmt: skip
        if not is_surveillance(radar):
            raise _only_surveillance(entry.name, "--add")
        if (problem := military_problem([entry], study.cell_m)) is not None:
            raise ScenarioError(problem, path="--add")
        sites[key] = site
        radars.append(radar)
        keys.append(key)
    changed = replace(study, sites=MappingProxyType(sites), radars=tuple(radars))
    return changed, tuple(keys)


def variants(
    study: Study, groups: Sequence[Group], *, failed: Sequence[str], added: Sequence[str]
) -> tuple[Variant, ...]:
    """Every group as it is, after each failure and after each addition.

    Parameters
    ----------
    study : Study
        Holds the added radars already.
    groups : sequence of Group
        The groups.
    failed, added : sequence of str
        Keys of radars, each a change of its own.

    Returns
    -------
    tuple of Variant

    Raises
    ------
    ScenarioError
        If a failed radar is in none of the groups, or guides missiles.
    """
    for key in failed:
        members = {radar for group in groups for radar in group.radars}
        if key not in members:
            raise ScenarioError(
                f"expected a radar of the group ({', '.join(sorted(members))}), got {key[:40]!r}",
                path="--fail",
            )
        if not is_surveillance(study.radar(key)):
            raise _only_surveillance(study.radar(key).label, "--fail")
    found = []
    for group in groups:
        own = tuple(dict.fromkeys(group.radars))
        found.append(Variant(group.key, "", own))
        found += [
            Variant(
                group.key,
                f"without {study.radar(key).label}",
                tuple(radar for radar in own if radar != key),
            )
            for key in failed
            if key in own
        ]
        found += [Variant(group.key, f"with {study.radar(k).label}", (*own, k)) for k in added]
    return tuple(found)


def _added(text: str) -> tuple[str, float, float]:
    try:
        name, latitude, longitude = radar_at(text)
    except ScenarioError as cause:
        raise ScenarioError(cause.problem, path="--add") from None
    if not (abs(latitude) <= 90.0 and abs(longitude) <= 180.0):
        raise ScenarioError(
            f"expected a place on the Earth, got {latitude:g}, {longitude:g}", path="--add"
        )
    return name, latitude, longitude


def _only_surveillance(name: str, option: str) -> ScenarioError:
    return ScenarioError(
        f"expected a civil or surveillance radar, got {name}, which guides missiles; changes are"
        " for radars that only look",
        path=option,
    )
