"""Gas, rain and clutter in the study file and on the command line."""

import pytest
from typer.testing import CliRunner

from skyshed.cli.app import app
from skyshed.cli.coverage import question
from skyshed.errors import ScenarioError
from skyshed.scenario.quick import quick_study
from skyshed.systems.effects import IMPROVEMENT, RAIN_RATE, VAPOUR, effects_on

ASKED = {
    "agl": "", "altitude": "", "pd": 0.5, "radius": "100 km", "cell": "2 km", "mount": None,
    "draws": 4, "seed": 1, "terrain": None, "catalogue": None,
}  # fmt: skip


def study(effects):
    return quick_study(question("s-400/91n6e", "40.08,32.57", "f-16c", effects=effects, **ASKED))


def test_nothing_is_on_unless_named():
    assert dict(study("").effects) == {}


def test_effects_of_the_command_line_reach_the_study():
    found = study("gas,rain=10mm/h,clutter=40dB").effects
    assert effects_on(found) == ("gas", "rain", "clutter")
    assert found[RAIN_RATE].nominal == pytest.approx(10.0 / 3.6e6)
    assert found[RAIN_RATE].shape == "fixed"
    assert found[IMPROVEMENT].nominal == pytest.approx(40.0)
    assert found[VAPOUR].low < found[VAPOUR].nominal < found[VAPOUR].high


def test_study_text_runs_again():
    asked = study("gas,rain=10mm/h")
    assert 'rain: "10mm/h"' in asked.document.text
    assert "gas: true" in asked.document.text


def test_intervals_are_drawn():
    found = study("rain=10 mm/h (5..25),clutter=40 dB (20..60)").effects
    rate, improvement = found[RAIN_RATE], found[IMPROVEMENT]
    assert (rate.low, rate.high) == pytest.approx((5.0 / 3.6e6, 25.0 / 3.6e6))
    assert (improvement.low, improvement.high) == pytest.approx((20.0, 60.0))


@pytest.mark.parametrize(
    ("effects", "message"),
    [
        ("rain", "rain=10mm/h"),
        ("gas=1", "expected effects"),
        ("lobing", "skyshed chart"),
        ("snow", "expected effects"),
        ("rain=10", "rain rate"),
        ("rain=10km/h", "300 mm/h"),
        ("rain=0mm/h", "300 mm/h"),
        ("clutter=-5dB", "improvement factor"),
        ("clutter=", "expected effects"),
    ],
)
def test_what_cannot_be_is_refused_with_the_option_named(effects, message):
    with pytest.raises(ScenarioError, match=message) as caught:
        study(effects)
    assert "--effects" in str(caught.value)


def test_bad_effect_ends_with_code_2():
    found = CliRunner().invoke(
        app, ["coverage", "--radar", "s-400/91n6e", "--at", "40,33", "--target", "f-16c",
              "--effects", "lobing"],
    )  # fmt: skip
    assert found.exit_code != 0
