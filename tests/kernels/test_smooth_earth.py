import numpy as np
import pytest

from skyshed.analysis.smooth_earth_table import smooth_earth_table
from skyshed.kernels.smooth_earth import root_height, smooth_earth_db
from skyshed.propagation.spherical_earth import normalised_spherical_loss_db

EFFECTIVE_RADIUS_M = 8.5e6


def units(wavelength_m):
    """Metres to the units of P.526 for distances and heights, sect. 3.1.1.2."""
    wave = np.pi / np.asarray(wavelength_m)
    distance = np.cbrt(wave / EFFECTIVE_RADIUS_M**2)
    return distance, 2.0 * np.cbrt(wave**2 / EFFECTIVE_RADIUS_M)


def loss_of_kernel(x, s1, s2):
    return np.vectorize(smooth_earth_db)(x, s1, s2)


def bisected_root_height(x, s1, loss_db):
    """sqrt(Y2) at which the loss falls to `loss_db`, from the array form of the same section."""
    low, high = np.full(x.shape, 1e-5), np.maximum(x - s1, 0.0) + 6.0 + 3.0 * np.sqrt(x)
    for _ in range(50):
        middle = 0.5 * (low + high)
        above = normalised_spherical_loss_db(x, s1**2, middle**2) > loss_db
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return high


def test_loss_is_that_of_the_array_form():
    """One formula in two programs: they differ by rounding, at most where a root is near 0."""
    rng = np.random.default_rng(0)
    x, y1, y2 = 10.0 ** rng.uniform([[-2.0], [-2.0], [-2.0]], [[2.0], [4.0], [4.0]], (3, 20_000))
    found = loss_of_kernel(x, np.sqrt(y1), np.sqrt(y2))
    assert found == pytest.approx(normalised_spherical_loss_db(x, y1, y2), abs=1e-3, rel=1e-6)


def test_loss_falls_with_height():
    s2 = np.linspace(0.05, 30.0, 2000)
    for x, s1 in ((0.5, 0.3), (5.0, 1.0), (20.0, 3.0), (20.0, 15.0)):
        loss = loss_of_kernel(x, s1, s2)
        assert np.all(np.diff(loss) <= 1e-9)
        assert loss[-1] == 0.0


def test_table_inverts_the_loss_of_ground_radars(record_validation):
    """10 to 650 km, 3 to 60 m masts, 1.5 m to 2 cm: as good as the formula's own few decibels."""
    rng = np.random.default_rng(1)
    size = 6000
    wavelength = 10.0 ** rng.uniform(np.log10(0.02), np.log10(1.5), size)
    d = 10.0 ** rng.uniform(4.0, np.log10(6.5e5), size)
    mast = rng.uniform(3.0, 60.0, size)
    loss = rng.uniform(0.05, 40.0, size)
    x_unit, y_unit = units(wavelength)
    x, s1 = x_unit * d, np.sqrt(mast * y_unit)
    table = smooth_earth_table()
    found = np.vectorize(lambda a, b, c: root_height(a, b, c, table))(x, s1, 10.0 ** (-loss / 20.0))
    exact = bisected_root_height(x, s1, loss)
    height, exact_height = found**2 / y_unit, exact**2 / y_unit
    above = exact_height > 2.0
    off_db = np.abs(normalised_spherical_loss_db(x, s1**2, found**2) - loss)[above]
    off_share = (np.abs(height - exact_height) / exact_height)[above]
    assert above.mean() > 0.8
    assert np.median(off_db) < 0.02
    assert np.quantile(off_db, 0.99) < 0.3
    assert off_db.max() < 1.5
    assert np.quantile(off_share, 0.99) < 0.02
    record_validation(
        "height at which the smooth Earth costs a given loss (table), error of the loss",
        "bisection of ITU-R P.526 sect. 3.2",
        int(above.sum()),
        float(off_db.max()),
        1.5,
        "dB",
    )


def test_table_inverts_the_loss_of_airborne_radars():
    rng = np.random.default_rng(2)
    size = 2000
    wavelength = 10.0 ** rng.uniform(np.log10(0.02), np.log10(0.7), size)
    d = rng.uniform(2e4, 6.5e5, size)
    antenna = rng.uniform(5e3, 13e3, size)
    loss = rng.uniform(0.05, 30.0, size)
    x_unit, y_unit = units(wavelength)
    x, s1 = x_unit * d, np.sqrt(antenna * y_unit)
    table = smooth_earth_table()
    found = np.vectorize(lambda a, b, c: root_height(a, b, c, table))(x, s1, 10.0 ** (-loss / 20.0))
    exact = bisected_root_height(x, s1, loss)
    off_m = np.abs(found**2 - exact**2) / y_unit
    assert np.quantile(off_m, 0.99) < 30.0  # of targets kilometres high, at the far end
    assert np.quantile(off_m[exact**2 / y_unit < 1000.0], 0.99) < 15.0


def test_table_is_one_for_the_process_and_read_only():
    table = smooth_earth_table()
    assert table is smooth_earth_table()
    with pytest.raises(ValueError, match="read-only"):
        table[0, 0, 0] = 1.0
    assert np.isfinite(table).all()
