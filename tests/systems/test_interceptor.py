"""Missiles of the catalogue, fitted."""

import dataclasses
import pickle

import numpy as np
import pytest

from skyshed.catalogue import loader
from skyshed.errors import NotComputableError
from skyshed.systems.interceptor import (
    engagement_parameters,
    fit_of,
    flight_parameter,
    interceptor,
    member_index,
    quoted_figures,
)
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sampling import sample


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SKYSHED_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def entry(missile_id):
    system_id, _, slug = missile_id.partition("/")
    return loader.system(system_id).missiles[slug]


@pytest.fixture(scope="module")
def flagship(folder):
    return interceptor(entry("s-400/48n6e3"), launch_altitude_m=843.0)


def test_the_250_km_missile_has_many_flights(flagship):
    """DESIGN: time of flight to 250 km may be 165 to 280 s; the quoted mean speed cuts the slow."""
    table = flagship.fly_out
    points = table.at(np.arange(64), 235e3, 10e3)
    assert points.reachable.mean() > 0.8
    time = points.time_s[points.reachable]
    assert 145.0 < time.min() < 170.0
    assert 200.0 < time.max() < 280.0
    reach = table.reach_m(np.arange(64), 12e3)
    assert np.all(reach < 256.5e3)
    assert np.median(reach) > 237.5e3


@pytest.mark.parametrize(
    "missile_id",
    [
        pytest.param("s-400/48n6e2", marks=pytest.mark.slow),
        pytest.param("s-400/40n6e", marks=pytest.mark.slow),
        pytest.param("s-400/9m96e2", marks=pytest.mark.slow),
        pytest.param("s-400/9m96e", marks=pytest.mark.slow),
        pytest.param("patriot/gem-t", marks=pytest.mark.slow),
        "patriot/pac-3-cri",
        "patriot/pac-3-mse",
    ],
)
def test_every_missile_of_the_studies_can_be_fitted(folder, missile_id):
    found = fit_of(entry(missile_id))
    assert found.accepted == 64, found.contradictions
    quoted = found.quoted.range_max
    assert np.all(found.range_max_m >= 0.94 * quoted.low)
    assert np.all(found.range_max_m <= 1.06 * quoted.high)


def test_parameters_name_what_is_unknown(flagship):
    prefix = "s-400/48n6e3."
    names = {key.removeprefix(prefix) for key in flagship.parameters}
    assert names == {
        "flight", "hold_from", "terminal_s", "kill_probability", "kill_correlation",
        "launch_delay_s", "launch_interval_s",
    }  # fmt: skip
    assert flagship.guidance == "track_via_missile"
    assert "patriot/pac-3-cri.hold_from" not in engagement_parameters(entry("patriot/pac-3-cri"))
    for key, parameter in flagship.parameters.items():
        assert parameter.label, key
        assert parameter.basis == ("derived" if key.endswith("flight") else "assumed")


def test_draws_of_the_flight_are_members(flagship):
    values = sample(flagship.parameters, size=640, seed=3)
    members = member_index(values["s-400/48n6e3.flight"])
    assert np.bincount(members, minlength=64).tolist() == [10] * 64
    assert member_index(flight_parameter(entry("s-400/48n6e3")).nominal) == 32
    assert member_index([0.0, 1.0]).tolist() == [0, 63]


def test_an_interceptor_travels_to_other_processes(flagship):
    again = pickle.loads(pickle.dumps(flagship))
    assert np.array_equal(again.fly_out.time_s, flagship.fly_out.time_s, equal_nan=True)


def test_a_missile_without_speed_is_not_computable(folder):
    known = entry("patriot/pac-3-cri")
    numbers = {key: value for key, value in known.parameters.items() if "speed" not in key}
    with pytest.raises(NotComputableError, match="not fittable: missing highest speed"):
        interceptor(dataclasses.replace(known, parameters=numbers), launch_altitude_m=0.0)


def test_a_speed_in_mach_counts_for_the_stratosphere():
    known = entry("patriot/pac-3-cri")
    mach = Parameter(5.0, 4.0, 6.0, "1", basis="unverified", grade="C", note="n", label="speed")
    numbers = {key: value for key, value in known.parameters.items() if "speed" not in key}
    quoted = quoted_figures(
        dataclasses.replace(known, parameters=numbers | {"speed_max_mach": mach})
    )
    assert quoted.speed_max.nominal == pytest.approx(5 * 295.07, rel=1e-4)
    assert quoted.speed_max.unit == "m/s"
