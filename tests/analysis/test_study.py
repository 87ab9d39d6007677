from dataclasses import replace

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

from skyshed.analysis.study import run_study
from skyshed.errors import SkyshedError
from skyshed.scenario.loader import load_study
from skyshed.scenario.model import Case, Claim, Group, Premise, Reading
from tests.analysis.flat_world import CENTRE, flat_study, flat_terrain

CASE = Case("west", "fighter", 8e3, None, 250.0, "median", "fighter at 8 km")
READING = Reading(
    "typical", True, "It can.", "it can", "confirmed_slant_range", "at_least", (CASE,), "all",
    at_least_m=237.5e3,
)  # fmt: skip
CLAIM = Claim(
    "range", "It sees far.", "somebody", "2019", "press", True, "range", (READING,), (), (), ()
)


@pytest.fixture(scope="module")
def terrain(tmp_path_factory):
    folder = tmp_path_factory.mktemp("flat")
    flat_terrain(folder)
    return folder / "flat.tif"


def small_study(**changes):
    start = flat_study()
    return replace(
        start,
        radius_m=100e3,
        radars=start.radars[:1],
        groups={},
        flights=(),
        claims=(CLAIM,),
        ring_m=90e3,
        **changes,
    )


@pytest.fixture(scope="module")
def found(terrain):
    return run_study(small_study(), terrain=terrain, draws=8, workers=1)


def test_one_and_two_workers_give_the_same_result(terrain, found):
    other = run_study(small_study(), terrain=terrain, draws=8, workers=2)
    assert other.claims == found.claims
    assert other.sentences == found.sentences
    assert other.tornado == found.tornado
    assert other.weighted == found.weighted
    assert found.weighted[0].answer.by_weighting == found.tornado.by_weighting
    for mine, theirs in zip(found.pairs, other.pairs, strict=True):
        assert mine.radii_m.tobytes() == theirs.radii_m.tobytes()
        assert mine.layers.share.tobytes() == theirs.layers.share.tobytes()
        assert mine.r90_over_terrain_m == theirs.r90_over_terrain_m


def test_the_seed_decides(terrain, found):
    again = run_study(small_study(), terrain=terrain, draws=8, workers=1)
    assert again.pairs[0].area_m2.tobytes() == found.pairs[0].area_m2.tobytes()
    other = run_study(small_study(), terrain=terrain, draws=8, workers=1, seed=99)
    assert other.pairs[0].r50_free_space_m != found.pairs[0].r50_free_space_m
    assert other.pairs[0].r50_free_space_m.nominal == found.pairs[0].r50_free_space_m.nominal
    assert (found.seed, other.seed, found.draws) == (1, 99, 8)


def test_the_result_names_what_entered(found):
    assert found.headline == ("west", "fighter")
    assert {"atmosphere.sea_level_refractivity", "s-400/91n6e.pair0.range_m"} <= set(
        found.parameters
    )
    assert found.radars[0].sector == "all round"
    assert found.radars[0].antenna_altitude_m.nominal == pytest.approx(8.0)
    assert found.terrain.resolution_m == pytest.approx(5000.0, rel=0.2)
    assert "nan" not in " ".join(found.sentences)
    assert found.tornado.rows


def test_every_step_is_told(terrain):
    told = []
    run_study(
        small_study(), terrain=terrain, draws=4, workers=1,
        progress=lambda what, done, total: told.append((what, done, total)),
    )  # fmt: skip
    assert {"reading terrain", "judging claims", "finding what decides"} <= {t[0] for t in told}
    assert all(0 <= done <= total for _, done, total in told)


def test_terrain_that_ends_within_the_range_is_named(tmp_path):
    """Ranges end with the terrain; a reader must not take that for the radar."""
    path = tmp_path / "small.tif"
    with rasterio.open(
        path, "w", driver="GTiff", dtype="float32", count=1, height=60, width=60, crs="EPSG:4326",
        transform=Affine(0.05, 0.0, CENTRE[1] - 1.5, 0.0, -0.05, CENTRE[0] + 1.5),
    ) as target:  # fmt: skip
        target.write(np.zeros((1, 60, 60), dtype=np.float32))
    study = small_study(agl_m=(100.0,))
    found = run_study(replace(study, claims=()), terrain=path, draws=2, workers=1)
    said = [note for note in found.terrain.notes if "known only out to" in note]
    assert len(said) == 1
    assert "from Radar west" in said[0]
    assert found.pairs[0].r50_ground_m.nominal < 240e3


def test_a_target_below_the_ground_is_refused(terrain):
    study = small_study()
    under = replace(study.targets[0], altitude_m=-5.0)
    with pytest.raises(SkyshedError, match="'fighter': -5 m above sea level is below the ground"):
        run_study(replace(study, targets=(under,)), terrain=terrain, draws=2)


def test_a_lesson_needs_no_terrain():
    found = run_study(load_study("lesson-horizon"))
    assert found.lesson
    assert found.pairs == ()
    assert len(found.lesson_rows) >= 8


def test_a_group_that_two_claims_ask_for_stands_once(terrain):
    """Each claim shows it once, and so do the table and the figure of areas."""
    start = flat_study()
    west, east = (Group(key, f"Group {key}", (key,)) for key in ("west", "east"))
    ask = Premise("covered_area_by_group", "Seen", targets=("fighter",), agl_m=(1000.0,))
    beside = [
        replace(
            CLAIM, id=key, readings=(), testable=False, why_not="No.",
            premises=(replace(ask, groups=groups),),
        )
        for key, groups in (("one", ("west", "east")), ("other", ("west",)))
    ]  # fmt: skip
    study = replace(
        start,
        radius_m=50e3,
        groups={"west": west, "east": east},
        flights=(),
        claims=tuple(beside),
    )
    found = run_study(study, terrain=terrain, draws=3, workers=1)
    assert len(found.unions) == len({(r.group, r.target, r.height) for r in found.unions})
    one, other = found.claims
    for claim in (one, other):
        labels = [row.label for row in claim.premise]
        assert len(labels) == len(set(labels))
    shared = [row.label for row in other.premise]
    assert set(shared) <= {row.label for row in one.premise}
