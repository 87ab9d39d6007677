"""The Longley-Rice model: the cases of NTIA's own program, limits, laws, errors."""

import csv
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from skyshed.propagation.longley_rice import Surroundings, area_loss_db, profile_loss_db
from skyshed.propagation.longley_rice_spread import Statistics
from skyshed.propagation.spherical_earth import spherical_earth_loss_db
from tests.conftest import reference_cases, shared_path

MODES = ("single message", "individual", "mobile", "broadcast")
SITING = ("random", "careful", "very careful")
AROUND = Surroundings()
LINK = {"transmitter_agl_m": 20.0, "receiver_agl_m": 10.0, "frequency_hz": 300e6, "around": AROUND}


def asked(given):
    """Keyword arguments of a case; `mdvar` packs the mode and what does not vary."""
    rest, mode = divmod(given["mdvar"], 10)
    return {
        "transmitter_agl_m": given["h_tx__meter"],
        "receiver_agl_m": given["h_rx__meter"],
        "frequency_hz": given["f__mhz"] * 1e6,
        "around": Surroundings(
            given["epsilon"], given["sigma"], given["N_0"], given["climate"], given["pol"] == 1
        ),
        "statistics": Statistics(
            given["time"] / 100, given["location"] / 100, given["situation"] / 100, MODES[mode],
            fixed_location=rest % 2 == 1, fixed_situation=rest >= 2,
        ),
    }  # fmt: skip


def held(cases, compute, record, what):
    worst = 0.0
    for case in cases:
        wanted = case["expected"]["loss_db"]
        got = compute(case["inputs"])
        assert got == pytest.approx(wanted["value"], abs=wanted["abs_tol"]), case["id"]
        worst = max(worst, abs(got - wanted["value"]))
    record(
        f"Longley-Rice model, {what}", "test cases of NTIA/itm (commit 183ad95b)",
        len(cases), worst, max(c["expected"]["loss_db"]["abs_tol"] for c in cases), "dB",
    )  # fmt: skip


@pytest.mark.shared
def test_published_profiles(record_validation):
    path = shared_path("validation/data/itm_pfls.csv")
    rows = [
        [float(x) for x in row if x.strip()]
        for row in csv.reader(path.read_text("utf-8").splitlines())
    ]

    def compute(given):
        intervals, step, *terrain = rows[given["profile_row"]]
        return profile_loss_db(terrain[: int(intervals) + 1], step_m=step, **asked(given))

    held(reference_cases("propagation", "itm_p2p"), compute, record_validation, "over a profile")


def test_published_areas(record_validation):
    def compute(given):
        return area_loss_db(
            given["d__km"] * 1e3,
            irregularity_m=given["delta_h__meter"],
            siting=(SITING[given["tx_siting_criteria"]], SITING[given["rx_siting_criteria"]]),
            **asked(given),
        )

    held(reference_cases("propagation", "itm_area"), compute, record_validation, "over an area")


def area(distance_m, rough=90.0, statistics=None, **changes):
    return area_loss_db(
        distance_m, irregularity_m=rough, siting=("random", "random"),
        statistics=statistics or Statistics(), **(LINK | changes),
    )  # fmt: skip


def test_loss_grows_with_distance():
    losses = [area(d) for d in (2e3, 5e3, 15e3, 40e3, 90e3, 250e3, 600e3)]
    assert all(far > near for near, far in pairwise(losses))


def test_more_is_lost_rarely_than_often():
    for name in ("time", "location", "situation"):
        losses = [area(60e3, statistics=Statistics(**{name: s})) for s in (0.1, 0.5, 0.9)]
        assert losses[0] < losses[1] < losses[2], name


def test_half_of_everything_is_the_median_in_every_mode():
    losses = {mode: area(60e3, statistics=Statistics(mode=mode)) for mode in MODES}
    assert np.ptp(list(losses.values())) < 1e-9


def test_what_does_not_vary_spreads_nothing():
    plain = Statistics(location=0.9)
    assert area(60e3, statistics=replace(plain, fixed_location=True)) == pytest.approx(
        area(60e3), abs=1e-9
    )
    assert area(60e3, statistics=plain) > area(60e3) + 3.0


def test_profile_is_the_same_from_either_end():
    rng = np.random.default_rng(3)
    terrain = 200.0 + np.cumsum(rng.normal(0.0, 8.0, 300))
    one = {"step_m": 100.0, "frequency_hz": 300e6, "around": AROUND, "statistics": Statistics()}
    there = profile_loss_db(terrain, transmitter_agl_m=20.0, receiver_agl_m=10.0, **one)
    back = profile_loss_db(terrain[::-1], transmitter_agl_m=10.0, receiver_agl_m=20.0, **one)
    assert there == pytest.approx(back, abs=0.5)  # whole steps of the fitted lines round


def test_smooth_earth_is_that_of_p526(record_validation):
    """Over a plain both compute the diffraction of a sphere, each by its own approximation."""
    worst, count = 0.0, 0
    around = replace(AROUND, vertical=False)
    for km in (45, 60, 80):
        for mhz in (150.0, 300.0, 1000.0):
            loss = profile_loss_db(
                np.zeros(10 * km + 1), step_m=100.0, transmitter_agl_m=30.0, receiver_agl_m=30.0,
                frequency_hz=mhz * 1e6, around=around, statistics=Statistics(),
            )  # fmt: skip
            free = 32.45 + 20.0 * np.log10(mhz) + 20.0 * np.log10(km)
            sphere = spherical_earth_loss_db(
                km * 1e3, 30.0, 30.0, effective_radius_m=4.0 / 3.0 * 6371e3, frequency_hz=mhz * 1e6
            )
            worst, count = max(worst, abs(loss - free - float(sphere))), count + 1
    assert worst < 2.0  # medians over time are tenths of a decibel here
    record_validation(
        "diffraction round the smooth Earth past the horizon, ITU-R P.526, 150 to 1000 MHz",
        "Longley-Rice model over a plain, median",
        count, worst, 2.0, "dB",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"transmitter_agl_m": 0.1}, "0.5 to 3000"),
        ({"frequency_hz": 300.0}, "frequency_hz"),
        ({"around": replace(AROUND, climate=9)}, "climate"),
    ],
)
def test_refusals(change, message):
    with pytest.raises(ValueError, match=message):
        area(10e3, **change)


def test_other_refusals():
    with pytest.raises(ValueError, match="time"):
        Statistics(time=50.0)
    with pytest.raises(ValueError, match="mode"):
        Statistics(mode="any")
    with pytest.raises(ValueError, match="siting"):
        area_loss_db(
            1e4, irregularity_m=90.0, siting=("random", "lucky"), statistics=Statistics(), **LINK
        )
    with pytest.raises(ValueError, match="10 finite points"):
        profile_loss_db([1.0, 2.0], step_m=100.0, statistics=Statistics(), **LINK)
