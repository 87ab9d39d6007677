"""Looks by cell of aspect."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.flight_cover import Watcher
from skyshed.analysis.flight_path import flight_path, view_from
from skyshed.analysis.looks import (
    AspectCells,
    Looks,
    chance_error_db,
    common_error_db,
    look_rows,
    looks_of_flights,
    target_size_m,
)
from skyshed.scenario.model import Premise
from tests.analysis.flat_world import CENTRE, draws_of, flat_model, flight

CELLS = AspectCells(np.radians(10.0), np.radians(5.0))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    model = flat_model(tmp_path_factory.mktemp("flat"))
    values, _ = draws_of(model)
    return model, Watcher.of(model, "west", values), model.study.target("fighter")


def test_cells_of_ten_by_five_degrees():
    assert CELLS.count == 36 * 36
    ahead = CELLS.index(np.array([0.01]), np.array([-0.01]))
    assert CELLS.index(np.array([0.1]), np.array([-0.05])) == ahead
    assert CELLS.index(np.array([0.2]), np.array([-0.01])) == ahead + 1  # next to the right
    assert CELLS.index(np.array([0.01]), np.array([0.01])) == ahead + 36  # next one up
    ends = CELLS.index(np.array([-np.pi, np.pi]), np.array([0.5 * np.pi, 0.5 * np.pi]))
    assert np.all((ends >= 0) & (ends < CELLS.count))


def test_chance_error_of_a_mean_of_looks():
    # One exponential look scatters by pi / sqrt(6) nepers, 5.57 dB.
    assert chance_error_db(1) == pytest.approx(10.0 / np.log(10.0) * np.pi / np.sqrt(6.0))
    assert chance_error_db(1) == pytest.approx(5.57, abs=0.005)
    powers = np.random.default_rng(1).exponential(size=(40_000, 14)).mean(axis=1)
    assert chance_error_db(14) == pytest.approx(np.std(10 * np.log10(powers)), rel=0.02)


def test_common_error_is_half_the_width_of_the_constant():
    assert common_error_db(np.full(50, 3.0)) == 0.0
    # 101 values one decibel apart: 5 to 95 % spans 90 dB.
    assert common_error_db(10.0 ** np.linspace(0.0, 10.0, 101)) == pytest.approx(45.0, abs=0.6)


def test_enough_looks_by_hand():
    looks = Looks(np.array([[14.0, 13.0, 1.0, 50.0]]), np.array([True, True, True, False]))
    assert looks.share(14.0) == pytest.approx([1.0 / 3.0])
    assert looks.share(14.0, flights=14) == pytest.approx([1.0])
    assert looks.share(1000.0) == pytest.approx([0.0])


def test_in_an_area_every_scan_counts_if_the_echo_is_strong_enough(world):
    model, watcher, target = world
    path = flight_path(model.study.flights[1])
    looks = looks_of_flights(watcher, target, [path], CELLS, snr=1e-9)
    scans = path.time_s / watcher.radar.scan_period_s
    assert looks.count.sum(axis=1) == pytest.approx(scans)
    # All headings alike: the 36 cells of azimuth share the scans.
    by_azimuth = looks.count.reshape(-1, CELLS.rows, CELLS.columns).sum(axis=1)
    assert by_azimuth == pytest.approx(np.outer(scans / 36.0, np.ones(36)), rel=0.15)


def test_without_an_echo_there_are_no_looks(world):
    model, watcher, target = world
    off = replace(watcher, radar=replace(watcher.radar, constant=np.zeros(watcher.radar.draws)))
    looks = looks_of_flights(off, target, [flight_path(model.study.flights[1])], CELLS, snr=20.0)
    assert not looks.count.any()
    assert looks.shown.any()


def test_straight_at_the_radar_hardly_any_look_is_new(world):
    _, watcher, target = world
    latitude, longitude = CENTRE
    inbound = flight("in", ((latitude + 1.5, longitude), (latitude + 0.5, longitude)))
    looks = looks_of_flights(watcher, target, [flight_path(inbound)], CELLS, snr=1e-9)
    assert looks.count.sum(axis=1) == pytest.approx(np.zeros(watcher.radar.draws), abs=1e-3)


def test_past_the_radar_looks_follow_the_change_of_aspect(world):
    _, watcher, target = world
    # A slow aircraft and a radar that scans often: the change of aspect limits.
    fast = replace(
        watcher.radar,
        scan_period_s=np.full(watcher.radar.draws, 0.1),
        wavelength_m=np.full(watcher.radar.draws, 1.0),
    )
    past = flight("past", ((40.9, 31.5), (40.9, 34.5)))
    path = flight_path(past)
    looks = looks_of_flights(replace(watcher, radar=fast), target, [path], CELLS, snr=1e-9)
    side = np.abs(view_from(*CENTRE, path).side_rad[:, 0])
    swept_rad = 2.0 * (side.max() - side.min())  # there and back
    expected = swept_rad / (1.0 / (2.0 * target_size_m(target)))
    assert looks.count.sum(axis=1) == pytest.approx(np.full(fast.draws, expected), rel=0.03)


def test_size_is_the_greater_of_length_and_span(world):
    target = world[2]
    assert target_size_m(target) == pytest.approx(15.06)  # F-16C, 49 ft 5 in long


def test_rows_say_what_was_counted_and_what_off_means(world):
    model, watcher, _ = world
    premise = Premise(
        "decorrelated_looks",
        "Good looks",
        radars=("west",),
        targets=("fighter",),
        flights=("near", "far"),
        numbers={
            "looks": 14.0,
            "snr": 20.0,
            "aspect_cell_rad": np.radians(10.0),
            "elevation_cell_rad": np.radians(5.0),
        },
    )
    share, error, off = look_rows(model, premise, watcher.values)
    assert "directions shown" in share.text
    assert "1,296" in share.note
    assert "6 draws" in share.note
    assert "by chance 1.2 dB (mean of 14 looks)" in error.text
    assert off.text == "none"
    nobody = look_rows(model, replace(premise, flights=()), watcher.values)[0]
    assert nobody.text == "no assumed flight"
