"""`skyshed catalogue fit`."""

import dataclasses

import pytest

from skyshed.cli import fitting
from skyshed.errors import CatalogueError, OutputError


@pytest.fixture(scope="module", autouse=True)
def _folder(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SKYSHED_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def test_it_prints_the_accepted_flights_and_draws_them(tmp_path, capsys):
    picture = tmp_path / "fit.png"
    fitting.fit_missile("patriot/pac-3-cri", picture, None)
    said = capsys.readouterr().out
    assert "possible missiles agree with the quoted figures" in said
    assert "nobody quotes: mean speed, lowest altitude, shortest range" in said
    assert "time of flight s" in said
    assert "apogee km" in said
    assert "reach ends below speed" in said
    assert "e+0" not in said
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_missile_that_lacks_figures_is_an_answer(monkeypatch, capsys):
    known = fitting._missile("patriot/pac-3-cri", None)
    numbers = {key: value for key, value in known.parameters.items() if "speed" not in key}
    bare = dataclasses.replace(known, parameters=numbers)
    monkeypatch.setattr(fitting, "_missile", lambda missile_id, extra: bare)
    fitting.fit_missile("patriot/pac-3-cri", None, None)
    assert "not fittable: missing highest speed" in capsys.readouterr().out
    assert bare.missing_for_flight == (
        "highest speed",
    )  # `catalogue show` and `reach` say the same


def test_short_ranges_keep_their_digits(capsys):
    fitting.fit_missile("manpads-generic/generic", None, None)
    lines = capsys.readouterr().out.splitlines()
    first = next(i for i, line in enumerate(lines) if line.lstrip().startswith("range km"))
    ranges = [float(line.split()[0]) for line in lines[first + 1 : first + 12]]
    assert len(set(ranges)) == len(ranges)


@pytest.mark.parametrize(
    ("missile_id", "advice"),
    [
        ("patriot/pac-3-mes", "did you mean 'patriot/pac-3-mse'"),
        ("patriot", "name one of its missiles: patriot/gem-t"),
        ("zzzz", "there are"),
    ],
)
def test_an_unknown_missile_is_refused_with_advice(missile_id, advice):
    with pytest.raises(CatalogueError, match=advice):
        fitting.fit_missile(missile_id, None, None)


def test_a_figure_needs_a_known_ending(tmp_path):
    with pytest.raises(OutputError, match=r"\.png, \.svg, \.pdf"):
        fitting.fit_missile("patriot/pac-3-cri", tmp_path / "fit.doc", None)
    with pytest.raises(OutputError, match="does not exist"):
        fitting.fit_missile("patriot/pac-3-cri", tmp_path / "no" / "fit.png", None)
