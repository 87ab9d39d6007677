from dataclasses import replace

import numpy as np
import pytest

from skyshed.catalogue import loader
from skyshed.constants import SPEED_OF_LIGHT_M_S
from skyshed.errors import NotComputableError
from skyshed.geodesy.ellipsoid import meridian_radius_m, prime_vertical_radius_m
from skyshed.radar.detection import pd_swerling
from skyshed.systems.environment import environment_parameters
from skyshed.systems.radar_site import radar_parameters, radar_site, usable_pairs
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sampling import nominal_values, sample

ERROR = Parameter(0.0, -10.0, 10.0, "m", basis="assumed", grade="D", note="test")
PLACE = {"latitude_deg": 40.0, "longitude_deg": 33.0, "ground_altitude_m": 843.0}


def unknowns(entry, **kwargs):
    return environment_parameters(ERROR) | radar_parameters(entry, **kwargs)


def placed(entry, values=None, *, mount=None, **changes):
    values = nominal_values(unknowns(entry, mount=mount)) if values is None else values
    return radar_site(entry, values, mount=mount, maximum_range_m=400e3, **{**PLACE, **changes})


@pytest.fixture
def surveillance():
    return loader.radar("s-400/91n6e")


RADARS = [loader.radar(entry.id) for entry in loader.list_entries() if entry.kind == "radar"]
COMPUTABLE = [radar.id for radar in RADARS if radar.calibration_pairs]


def test_a_radar_without_a_usable_pair_is_not_computable():
    for radar in (radar for radar in RADARS if radar.id not in COMPUTABLE):
        with pytest.raises(NotComputableError, match=rf"{radar.id}: not computable"):
            radar_parameters(radar)


@pytest.mark.parametrize("name", COMPUTABLE)
def test_every_radar_that_can_be_computed_can_be_placed(name):
    entry = loader.radar(name)
    values = sample(unknowns(entry), size=16, seed=3)
    site = placed(entry, values)
    assert site.draws == 16
    for numbers in (site.antenna_altitude_m, site.constant, site.wavelength_m, site.inverse_k):
        assert np.isfinite(numbers).all()
    assert np.all(site.constant > 0.0)
    assert np.all(site.antenna_altitude_m > 843.0)
    assert np.all((site.inverse_k[:, 0] > 0.5) & (site.inverse_k[:, 0] < 1.0))


def test_quoted_range_comes_back(surveillance):
    """Calibrated with the nominal convention, the pair's own target is seen at the pair's range."""
    (pair,) = usable_pairs(surveillance)
    site = placed(surveillance)
    assert site.reach_m(np.array([pair.sigma_m2.nominal]), pd=0.5) == pytest.approx(
        [pair.range_m.nominal], rel=1e-6
    )


def test_one_convention_serves_calibration_and_prediction(surveillance):
    """At its range the pair's target has the quoted Pd, by each draw's own reading of it."""
    values = sample(unknowns(surveillance), size=64, seed=1)
    site = placed(surveillance, values)
    said = site.convention
    prefix = surveillance.id
    sigma, quoted = values[f"{prefix}.pair0.sigma_m2"], values[f"{prefix}.pair0.range_m"]
    ratio = np.select(
        [said.swerling == 1.0, said.swerling == 3.0], [np.log(2.0), 0.8391734950083306], 1.0
    )
    mean = np.where(said.sigma_is_median == 1.0, sigma / ratio, sigma)
    pd = pd_swerling(
        site.constant * mean / quoted**4,
        pfa=said.pfa,
        n_pulses=said.n_pulses,
        swerling=said.swerling,
    )
    in_three = np.where(said.cumulative == 1.0, 1.0 - (1.0 - pd) ** 3, pd)
    assert in_three == pytest.approx(said.pd, abs=1e-7)
    assert {0.0, 1.0} == set(said.cumulative) == set(said.sigma_is_median)


def test_reach_grows_with_the_fourth_root_of_the_cross_section(surveillance):
    site = placed(surveillance, sample(unknowns(surveillance), size=8, seed=2))
    near, far = site.reach_m(np.ones(8)), site.reach_m(np.full(8, 16.0))
    assert far == pytest.approx(2.0 * near, rel=1e-12)  # exact in free space
    by_aspect = site.reach_m(np.tile([1.0, 16.0, 81.0], (8, 1)))
    assert by_aspect / near[:, None] == pytest.approx(np.tile([1.0, 2.0, 3.0], (8, 1)), rel=1e-12)


def test_a_sure_detection_needs_to_be_nearer(surveillance):
    site = placed(surveillance)
    assert site.reach_m(np.ones(1), pd=0.9)[0] < site.reach_m(np.ones(1), pd=0.5)[0]


def test_numbers_of_the_site(surveillance):
    values = nominal_values(unknowns(surveillance))
    site = placed(surveillance)
    frequency = surveillance.parameters["frequency_hz"].nominal
    assert site.wavelength_m == pytest.approx([SPEED_OF_LIGHT_M_S / frequency])
    mast = surveillance.parameters["antenna_height_m"].nominal
    assert site.antenna_altitude_m == pytest.approx([843.0 + mast])
    assert site.terrain_error_m.tolist() == [0.0]
    latitude = np.radians(40.0)
    assert site.curvature_per_m == pytest.approx(
        (1.0 / meridian_radius_m(latitude), 1.0 / prime_vertical_radius_m(latitude))
    )
    assert placed(surveillance, values, name="mine").name == "mine"


def test_a_mount_is_an_unknown_of_its_own():
    entry = loader.radar("s-400/92n6e")
    plain, raised = radar_parameters(entry), radar_parameters(entry, mount="mast")
    assert set(plain) ^ set(raised) == {
        "s-400/92n6e.antenna_height_m",
        "s-400/92n6e+mast.antenna_height_m",
    }
    higher = placed(entry, mount="mast").antenna_altitude_m - placed(entry).antenna_altitude_m
    assert higher == pytest.approx([18.0])  # 25 m instead of 7 m


def test_an_airborne_antenna_flies_at_its_own_altitude():
    entry = loader.radar("e-7t")
    assert "e-7t.antenna_height_m" not in radar_parameters(entry)
    altitude = entry.parameters["platform_altitude_m"].nominal
    assert placed(entry).antenna_altitude_m == pytest.approx([altitude])


def test_a_sector_is_steered_unless_it_is_pointed():
    entry = loader.radar("patriot/an-mpq-53")
    steered = placed(entry)
    assert (steered.sector_rad, steered.sector_centre_rad) == (2.0 * np.pi, 0.0)
    pointed = placed(entry, sector_centre_rad=np.radians(180.0))
    assert pointed.sector_rad == pytest.approx(np.radians(90.0))
    assert pointed.sector_centre_rad == pytest.approx(np.pi)


def test_a_radar_without_a_usable_pair_is_never_guessed(surveillance):
    only_checks = replace(
        surveillance, pairs=tuple(p for p in surveillance.pairs if p.use != "calibrate")
    )
    with pytest.raises(NotComputableError, match=r"91n6e: not computable: no reference pair"):
        radar_parameters(only_checks)


def test_competing_pairs_are_a_mixture_of_one_per_draw(surveillance):
    (pair,) = usable_pairs(surveillance)
    other = replace(
        pair, range_m=replace(pair.range_m, nominal=100e3, low=80e3, high=120e3, values=())
    )
    two = replace(surveillance, pairs=(pair, other))
    values = sample(unknowns(two), size=40, seed=5)
    chosen = values[f"{two.id}.pair"]
    assert set(chosen) == {0.0, 1.0}
    assert abs(chosen.mean() - 0.5) < 0.06
    reach = placed(two, values).reach_m(np.ones(40))
    assert reach[chosen == 1.0].max() < reach[chosen == 0.0].min()


def test_a_stated_pd_is_not_drawn():
    entry = loader.radar("an-fps-117")
    assert radar_parameters(entry)["an-fps-117.pd"].values == (0.8,)
    assert len(radar_parameters(loader.radar("s-400/91n6e"))["s-400/91n6e.pd"].values) == 3


def test_every_unknown_has_words_for_people():
    for name in COMPUTABLE:
        for key, parameter in unknowns(loader.radar(name)).items():
            if key != "terrain.error_m":  # that of this test has none
                assert parameter.label, key


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"latitude_rad": 40.0}, "are they in degrees"),
        ({"longitude_rad": 179.0}, "are they in degrees"),
        ({"wavelength_m": 0.1}, r"wavelength_m must be an array of shape .* got float"),
        ({"wavelength_m": np.array([0.1, 0.2])}, r"here \(1,\), .* got shape \(2,\)"),
        ({"wavelength_m": np.array([0.0])}, "wavelength_m must be positive"),
        ({"antenna_altitude_m": np.array([np.nan])}, "antenna_altitude_m must be finite"),
        ({"inverse_k": np.ones(6)}, "inverse_k shape"),
    ],
)
def test_what_does_not_fit_is_named(surveillance, changes, said):
    with pytest.raises(ValueError, match=said):
        replace(placed(surveillance), **changes)


def test_cross_sections_of_other_draws_are_refused(surveillance):
    with pytest.raises(ValueError, match="1 draws on its first axis"):
        placed(surveillance).reach_m(np.array([1.0, 2.0]))
    with pytest.raises(ValueError, match="dBsm"):
        placed(surveillance).reach_m(np.array([-10.0]))


def test_one_k_at_all_distances_takes_the_place_of_the_air(surveillance):
    values = sample(unknowns(surveillance), size=3, seed=4)
    site, plain = placed(surveillance, values, k_factor=4.0 / 3.0), placed(surveillance, values)
    assert site.inverse_k.tolist() == [[0.75, 0.0, 0.0, 0.0, 0.0, 0.0]] * 3
    assert np.any(plain.inverse_k[:, 1:] != 0.0)
    assert site.antenna_altitude_m.tolist() == plain.antenna_altitude_m.tolist()
    assert site.constant.tolist() == plain.constant.tolist()


def test_k_must_be_positive(surveillance):
    with pytest.raises(ValueError, match="k must be positive"):
        placed(surveillance, k_factor=0.0)
