"""What may be typed has the unit of what is shown, and says what it means."""

import pytest

from skyshed.units import parse_quantity

KINDS = {"m": "length", "rad": "angle", "Hz": "frequency", "s": "time", "m^2": "area"}


@pytest.fixture(scope="module")
def rows(client):
    scene = {
        "radars": [
            {"id": "r1", "entry": "s-400/91n6e", "latitude_deg": 40.08, "longitude_deg": 32.57}
        ],
        "target": {"entry": "f-16c", "configuration": "clean"},
        "radius_m": 100_000.0,
        "draws": 20,
    }
    told = client.post("/api/sources", {"scene": scene}).json()
    return {row["key"]: row for row in told["rows"]}


def test_typed_numbers_read_as_the_unit_that_is_shown(rows):
    """Against the package's own reader of quantities."""
    checked = 0
    for row in rows.values():
        typed = row["typed"]
        if row["options"] or typed["levels"] or typed["unit"] in ("", "N-units"):
            continue
        unit = {"°": "deg", "m²": "m^2"}.get(typed["unit"], typed["unit"])
        read = parse_quantity(f"{row['nominal'] * typed['factor']!r} {unit}", KINDS[row["unit"]])
        assert row["nominal"] == pytest.approx(read.value, rel=1e-9)
        assert typed["unit"] in row["shown"]
        assert row["shown"].count(typed["unit"]) <= 2  # one unit throughout
        checked += 1
    assert checked > 5


@pytest.mark.parametrize(
    ("key", "unit", "shown"),
    [
        ("s-400/91n6e.instrumented_range_m", "km", "600 km (580 to 600 km)"),
        ("s-400/91n6e.minimum_range_m", "km", "5 km (1 to 15 km)"),
        ("s-400/91n6e.frequency_hz", "GHz", "2.9 GHz (2 to 3.3 GHz)"),
        ("s-400/91n6e.elevation_min_rad", "°", "-1° (-3 to -0.3°)"),
        ("s-400/91n6e.antenna_height_m", "m", "8 m (6 to 12 m)"),
        ("s-400/91n6e.pair0.sigma_m2", "m²", "4 m²"),
        ("s-400/91n6e.swerling", "", "steady or case 1 or case 3"),
        ("s-400/91n6e.cumulative", "", "for one scan or for three scans"),
    ],
)
def test_units_of_people(rows, key, unit, shown):
    assert rows[key]["typed"]["unit"] == unit
    assert rows[key]["shown"] == shown


def test_level_of_the_cross_section_says_what_it_means(rows):
    from skyshed.catalogue.loader import target

    row = rows["f-16c.signature_level"]
    nose = target("f-16c").rcs_m2["s_c", "nose"]
    assert row["typed"]["levels"] == [nose.low, nose.nominal, nose.high]
    assert "m²" in row["shown"]
    assert "mallest quoted" in row["meaning"]
    assert "^" not in str([row["shown"] for row in rows.values()])


def test_only_choices_have_options(rows):
    for row in rows.values():
        assert bool(row["options"]) == bool(row["values"])
        assert [option["value"] for option in row["options"]] == sorted(row["values"])
