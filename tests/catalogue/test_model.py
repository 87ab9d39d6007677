"""Quoted pairs: what they rest on and how wide a calibration must be."""

import pickle

import pytest

from skyshed.catalogue import loader
from skyshed.catalogue.model import ReferencePair
from skyshed.uncertainty.parameter import Parameter


def number(nominal, low, high, *, basis="published", grade="B", source="somewhere", unit="m"):
    note = "why" if basis == "assumed" else ""
    return Parameter(
        nominal, low, high, unit, basis=basis, grade=grade, sources=(source,), note=note
    )


def pair(range_m, sigma_m2=None):
    sigma = sigma_m2 or number(1.0, 1.0, 1.0, unit="m^2")
    return ReferencePair("r/p", sigma, range_m, None, None, "calibrate")


def test_calibration_is_never_firmer_than_a_fifth():
    opened = pair(number(100e3, 95e3, 100e3)).calibration_range_m
    assert (opened.low, opened.nominal, opened.high) == pytest.approx((80e3, 100e3, 120e3))
    assert "20 %" in opened.note


def test_wider_quotations_stay_as_they_are():
    quoted = number(100e3, 50e3, 170e3)
    assert pair(quoted).calibration_range_m is quoted


def test_one_sided_quotation_keeps_its_far_end():
    opened = pair(number(200e3, 150e3, 210e3)).calibration_range_m
    assert (opened.low, opened.high) == pytest.approx((150e3, 240e3))


def test_a_pair_is_as_weak_as_its_weaker_half():
    assumed = number(3.0, 1.0, 5.0, basis="assumed", grade="D", source="assumption", unit="m^2")
    mixed = pair(number(370e3, 322e3, 370e3), assumed)
    assert (mixed.basis, mixed.grade) == ("assumed", "D")
    assert mixed.sources == ("somewhere", "assumption")


def test_entries_travel_to_worker_processes():
    for entry in (loader.radar("s-400/92n6e"), loader.target("f-35a"), loader.system("patriot")):
        assert pickle.loads(pickle.dumps(entry)) == entry
