"""What pydantic finds, in our words."""

import pytest
from pydantic import BaseModel, ValidationError

from skyshed.scenario.problems import problem_sentence


class Anything(BaseModel):
    count: int = 0
    length: float = 0.0
    yes: bool = True
    words: list[str] = []
    pair: tuple[float, float] = (0.0, 0.0)
    one: None = None


@pytest.mark.parametrize("value", ["abc", "9" * 5000, 1.5, [], {}, b"\xff", float("nan"), 10**400])
@pytest.mark.parametrize("key", Anything.model_fields)
def test_no_sentence_mixes_two_voices(key, value):
    try:
        Anything.model_validate({key: value})
    except ValidationError as error:
        for found in error.errors(include_url=False):
            said = problem_sentence(dict(found), (key,))
            assert said.startswith("expected ")
            assert not any(part in said.lower() for part in ("input", "should", "unable to"))
            assert len(said) < 200
