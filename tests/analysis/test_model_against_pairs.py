"""The model against quoted pairs: laws it must obey, and the page that shows it."""

import importlib.util
import re
from dataclasses import replace

import pytest

from skyshed.analysis.model_against_pairs import check_pairs
from skyshed.catalogue import loader
from tests.conftest import ROOT


def checks_of(radar):
    return {check.pair.id.rpartition("/")[2]: check for check in check_pairs(radar, draws=400)}


def exactly(parameter, value):
    return replace(parameter, nominal=value, low=value, high=value, shape="fixed", values=())


def certain(pair, sigma_m2, range_m):
    return replace(
        pair, sigma_m2=exactly(pair.sigma_m2, sigma_m2), range_m=exactly(pair.range_m, range_m)
    )


def test_the_middle_follows_the_fourth_root_law():
    ballistic = checks_of(loader.radar("s-400/91n6e"))["ballistic"]
    # 390 km (0.4 / 4)^(1/4) = 219.3 km; the opened interval is 80 to 120 % of 390 km
    assert ballistic.predicted_m[1] == pytest.approx(219.3e3, rel=0.01)
    low, _, high = ballistic.predicted_m
    assert 0.8 * 219.3e3 < low < 0.9 * 219.3e3
    assert 1.1 * 219.3e3 < high < 1.2 * 219.3e3
    assert ballistic.verdict == "in"


def test_the_display_range_cuts_the_prediction_off():
    large = checks_of(loader.radar("s-400/92n6e"))["large"]
    cap = loader.radar("s-400/92n6e").parameters["instrumented_range_m"]
    # 200 km (30)^(1/4) = 468 km lies beyond any display range
    assert large.capped_share > 0.9
    assert large.predicted_m[2] <= cap.high


def test_a_higher_stated_probability_shortens_the_prediction():
    radar = loader.radar("s-400/91n6e")
    demanding = tuple(
        replace(pair, pd=0.99) if pair.use == "check" else pair for pair in radar.pairs
    )
    plain, strict = checks_of(radar), checks_of(replace(radar, pairs=demanding))
    assert strict["ballistic"].predicted_m[1] < 0.9 * plain["ballistic"].predicted_m[1]


def test_low_targets_end_at_the_edge_of_sight():
    """A radar of great power sees no farther than the edge allows; a weak one is in free space."""
    radar = loader.radar("p-18mr")
    anchor, low = radar.pairs
    strong = replace(radar, pairs=(certain(anchor, 1.0, 400e3), low))
    found = checks_of(strong)["one_square_metre_at_100_m"]
    assert found.predicted_m[2] < 1.2 * found.line_of_sight_m
    weak = replace(radar, pairs=(certain(anchor, 1.0, 4e3), replace(low, target_altitude_m=2000.0)))
    near = checks_of(weak)["one_square_metre_at_100_m"]
    assert near.predicted_m[1] == pytest.approx(4e3, rel=0.05)


def test_the_line_of_sight_is_that_of_four_thirds_earth():
    check = checks_of(loader.radar("36d6m"))["one_square_metre_at_100_m"]
    # 4.12 (sqrt(10) + sqrt(100)) = 54.2 km, the textbook rule with heights in metres
    assert check.line_of_sight_m == pytest.approx(54.2e3, rel=0.002)


def test_a_radar_that_nothing_calibrates_is_compared_with_itself_and_says_so():
    checks = checks_of(loader.radar("type-517"))
    assert not any(check.computable for check in checks.values())
    assert checks["four_square_metres"].verdict == "alone"
    # 350 km (0.1 / 4)^(1/4) = 139 km, the figure of the catalogue draft
    assert checks["one_tenth"].predicted_m[1] == pytest.approx(139e3, rel=0.01)
    assert checks["one_tenth"].verdict == "short"


def test_a_low_anchor_has_its_edge_loss_taken_out():
    """Asked for its own height and cross-section again, the model gives the anchor back."""
    radar = loader.radar("36d6m")
    again = tuple(replace(pair, target_altitude_m=1000.0) for pair in radar.pairs)
    check = checks_of(replace(radar, pairs=again))["one_square_metre_at_1000_m"]
    assert check.predicted_m[1] == pytest.approx(42e3, rel=0.03)


def height_m(radar, metres):
    numbers = dict(radar.parameters)
    numbers["antenna_height_m"] = exactly(numbers["antenna_height_m"], metres)
    return replace(radar, parameters=numbers)


def test_the_reasons_that_the_page_gives_hold():
    p18 = loader.radar("p-18mr")
    (raised,) = check_pairs(height_m(p18, 20.0))
    assert raised.verdict == "in"
    tin_shield = checks_of(height_m(loader.radar("36d6m"), 8.0))["one_square_metre_at_100_m"]
    assert tin_shield.verdict == "short"
    assert tin_shield.predicted_m[0] < 46e3
    mobile = loader.radar("1rl123e")
    first, second = mobile.pairs
    low = replace(mobile, pairs=(first, replace(second, target_altitude_m=60.0)))
    assert checks_of(low)["one_tenth"].verdict == "in"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("page", ROOT / "tools" / "write_pairs_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_current(tool):
    """Words to the letter, numbers to 2 %: the last digit may follow the machine."""
    number = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
    new, old = tool.page_text(), tool.PAGE.read_text("utf-8")
    assert number.sub("#", new) == number.sub("#", old), "run tools/write_pairs_page.py"
    for mine, theirs in zip(number.findall(new), number.findall(old), strict=True):
        assert float(mine) == pytest.approx(float(theirs), rel=0.02, abs=1.0)


def test_the_page_holds_every_pair(tool):
    text = tool.PAGE.read_text("utf-8")
    for line in loader.list_entries():
        if line.kind == "radar":
            for pair in loader.radar(line.id).pairs:
                assert f"`{pair.id}`" in text or f"`{line.id}`" in text, pair.id
