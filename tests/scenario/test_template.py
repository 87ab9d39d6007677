"""The study file that `skyshed new` writes, with its second example switched on."""

import re

from skyshed.documents import parse_yaml
from skyshed.errors import ScenarioError
from skyshed.scenario.loader import parse_study, template_text


def test_the_second_example_of_the_template_is_a_valid_study():
    text = re.sub(r"^#:", "", template_text(), flags=re.MULTILINE)
    study = parse_study(parse_yaml(text, name="template.yaml", error=ScenarioError))
    assert [battery.key for battery in study.batteries] == ["battery"]
    assert [network.mode for network in study.networks] == ["stand-alone", "cued"]
    assert study.raids[0].size == 6
    assert {r.quantity for claim in study.claims for r in claim.readings} == {
        "confirmed_slant_range",
        "intercept_slant_range",
    }
