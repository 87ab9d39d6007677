"""Subjects of unknowns: every number that a radar, target, missile or effect brings has one."""

from contextlib import suppress

import pytest

from skyshed.analysis.unknown_subjects import (
    AIR,
    CLUTTER,
    MISSILE,
    OTHER,
    RADAR_BUILD,
    RADAR_STRENGTH,
    SIGNATURE,
    SUBJECTS,
    TARGET_FLIGHT,
    TERRAIN,
    TIMING,
    by_basis,
    by_subject,
    subject_of,
)
from skyshed.catalogue import loader
from skyshed.catalogue.model import RCS_BANDS
from skyshed.errors import NotComputableError
from skyshed.systems.battery import battery_parameters
from skyshed.systems.effects import EFFECT_KEYS
from skyshed.systems.environment import environment_parameters
from skyshed.systems.interceptor import engagement_parameters, flight_parameter
from skyshed.systems.radar_site import radar_parameters
from skyshed.systems.target import target_parameters
from skyshed.terrain.dataset import open_terrain

KINDS = ("radar", "target", "system")


@pytest.mark.parametrize(
    ("key", "subject"),
    [
        ("s-400/91n6e.pair0.range_m", RADAR_STRENGTH),
        ("s-400/91n6e.pair", RADAR_STRENGTH),
        ("s-400/91n6e.swerling", RADAR_STRENGTH),
        ("s-400/92n6e+mast.antenna_height_m", RADAR_BUILD),
        ("f-35a+reflectors.x_ku.adds_rcs_m2", SIGNATURE),
        ("f-16c.residual.nose", SIGNATURE),
        ("fateh-110.range_m", TARGET_FLIGHT),
        ("atmosphere.rain_rate_m_s", AIR),
        ("terrain.error_m", TERRAIN),
        ("clutter.gamma_db", CLUTTER),
        ("s-400/48n6e3.flight", MISSILE),
        ("s-400-mast.handover_s", TIMING),
        ("something.else", OTHER),
    ],
)
def test_subjects(key, subject):
    assert subject_of(key) == subject


def everything():
    """Unknowns of the whole catalogue, as far as they are computable."""
    found = dict(environment_parameters(open_terrain().error))
    ids = {kind: [e.id for e in loader.list_entries() if e.kind == kind] for kind in KINDS}
    for name in ids["radar"]:
        with suppress(NotComputableError):
            found |= radar_parameters(loader.radar(name))
    for name in ids["target"]:
        for band in RCS_BANDS:
            with suppress(NotComputableError):
                found |= target_parameters(loader.target(name), band)
    for entry in loader.missiles().values():
        found |= {f"{entry.id}.flight": flight_parameter(entry)} | engagement_parameters(entry)
    for name in ids["system"]:
        with suppress(NotComputableError):
            found |= battery_parameters(name, loader.system(name), see="any")
    return found


def test_every_number_of_the_catalogue_has_a_subject():
    keys = [*everything(), *EFFECT_KEYS]
    assert len(keys) > 300
    assert [key for key in keys if subject_of(key) == OTHER] == []


def test_groups_come_in_the_order_of_the_subjects_and_bases():
    parameters = everything()
    subjects = list(dict.fromkeys(by_subject(parameters).values()))
    assert subjects == [subject for subject in SUBJECTS if subject in subjects]
    bases = list(dict.fromkeys(by_basis(parameters).values()))
    assert bases == ["published", "derived", "unverified", "assumed"]
    assert by_subject(parameters).keys() == by_basis(parameters).keys() == parameters.keys()
