"""What `skyshed reach` prints."""

from skyshed.cli.aligned import under_each_other
from skyshed.cli.reach_table import reach_lines
from tests.output.reaches import with_reach


def test_from_seen_to_intercept_in_kilometres():
    result = with_reach()
    lines = reach_lines(result)
    for reach in result.reaches:
        assert any(line.startswith(f"{reach.label}: ") for line in lines)
        for pair in reach.pairs:
            for step in pair.waterfall.steps:
                assert any(line.startswith(f"  {step.label}  ") for line in lines)
    text = "\n".join(lines)
    assert "Flight to the farthest intercept" in text
    assert "reach at height" in text
    assert "\u00a0" not in text
    assert "nan" not in text


def test_cells_stand_under_each_other():
    assert under_each_other([("a", "bb"), ("ccc", ""), ("", "d")]) == ["a    bb", "ccc", "     d"]
