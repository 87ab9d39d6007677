import numpy as np
import pytest

from skyshed.sim.recording import EVENT_KINDS, Entity, Event, Recording
from skyshed.sim.replay import Place, Trail, arc_altitude_m, record_run
from skyshed.sim.runs import run_events
from tests.sim.raid_cases import raid_case

SITE = Place("the site", 40.0, 33.0, 900.0)


def recording(case, *, run=0, apogee_m=None):
    degrees_per_s = 250.0 / 111e3
    trails = [
        Trail(name, case.time_s, 40.0 + np.maximum(0.0, 1.08 - degrees_per_s * case.time_s),
              np.full(case.time_s.size, 33.0), np.full(case.time_s.size, 5e3))
        for name in case.targets.names
    ]  # fmt: skip
    return record_run(
        case, run_events(case, 1, run), title="a raid", note="run 0", trails=trails,
        radars={radar.key: SITE for radar in case.radars},
        units={unit.key: SITE for unit in case.units}, places=[SITE], apogee_m=apogee_m,
    )  # fmt: skip


def test_a_run_becomes_entities_and_events():
    found = recording(raid_case(2, unit={"rounds": 1}))
    kinds = [entity.kind for entity in found.entities]
    assert kinds == ["radar", "launcher", "place", "target", "target", "interceptor"]
    assert [entity.id for entity in found.entities] == list(range(1, 7))
    told = [(event.time_s, event.kind, event.subject, event.object) for event in found.events]
    assert told == [
        (0.0, "radar on", 1, None),
        (0.0, "detected", 1, 4),
        (0.0, "detected", 1, 5),
        (5.0, "confirmed", 1, 4),
        (5.0, "confirmed", 1, 5),
        (5.0, "launch", 2, 4),
        (5.0, "no rounds", 2, 5),
        (100.0, "intercept", 6, 4),
        (100.0, "kill", 6, 4),
        (480.0, "leak", 5, None),
    ]
    assert found.entity(4).time_s[-1] == 100.0  # the killed one ends there
    assert found.entity(5).time_s[-1] == 480.0
    assert found.duration_s == 600.0


def test_an_interceptor_flies_from_its_launcher_to_its_target():
    found = recording(raid_case(1), apogee_m=lambda u, range_m, altitude_m: 30e3)
    missile, target = found.entities[-1], found.entities[-2]
    assert missile.time_s[[0, -1]] == pytest.approx([5.0, 100.0])
    for name in ("latitude_deg", "longitude_deg", "altitude_m"):
        path = getattr(missile, name)
        assert path[0] == pytest.approx(getattr(SITE, name), abs=1e-9)
        assert path[-1] == pytest.approx(getattr(target, name)[-1], abs=1e-9)
    assert missile.altitude_m.max() == pytest.approx(30e3, rel=1e-3)
    straight = recording(raid_case(1)).entities[-1]
    assert np.all(np.diff(straight.altitude_m) > 0.0)


@pytest.mark.parametrize("end_m", [200.0, 5e3, 20e3])
def test_the_arc_has_the_given_top(end_m):
    part = np.linspace(0.0, 1.0, 100_001)
    arc = arc_altitude_m(part, 1e3, end_m, 20e3)
    assert arc[0] == 1e3
    assert arc[-1] == pytest.approx(end_m)
    assert arc.max() == pytest.approx(20e3, abs=1e-3)


def test_every_run_of_a_crowded_raid_can_be_recorded():
    case = raid_case(
        6, units=2, radars=2, pd=0.5, kill_probability=0.4, spacing_s=3.0,
        node_of_unit=str, node_of_radar=str, radar={"coast_scans": 0, "active_from_s": 30.0},
        unit={"salvo": "two", "target_channels": 2, "rounds": 7, "launchers": 2},
    )  # fmt: skip
    told = set()
    for run in range(10):
        told |= {event.kind for event in recording(case, run=run).events}
    assert told == set(EVENT_KINDS)


def entity(**changes):
    values = {
        "id": 1, "key": "k", "name": "n", "kind": "radar", "side": "defence",
        "time_s": np.zeros(1), "latitude_deg": np.zeros(1), "longitude_deg": np.zeros(1),
        "altitude_m": np.zeros(1),
    } | changes  # fmt: skip
    return Entity(**values)


def test_recordings_refuse_what_does_not_fit():
    with pytest.raises(ValueError, match="kind"):
        entity(kind="dragon")
    with pytest.raises(ValueError, match="side"):
        entity(side="dark")
    with pytest.raises(ValueError, match="common length"):
        entity(altitude_m=np.zeros(2))
    two = np.zeros(2)
    with pytest.raises(ValueError, match="must increase"):
        entity(time_s=two, latitude_deg=two, longitude_deg=two, altitude_m=two)
    with pytest.raises(ValueError, match="a kind of"):
        Event(0.0, "boredom", 1, None, "")
    late, early = Event(5.0, "kill", 1, None, ""), Event(1.0, "kill", 1, None, "")
    with pytest.raises(ValueError, match="order of time"):
        Recording("t", "n", "2000-01-01T00:00:00Z", 9.0, (entity(),), (late, early))
    with pytest.raises(ValueError, match="share an id"):
        Recording("t", "n", "2000-01-01T00:00:00Z", 9.0, (entity(), entity()), ())
    stray = Event(1.0, "kill", 7, None, "")
    with pytest.raises(ValueError, match="entity 7: none has it"):
        Recording("t", "n", "2000-01-01T00:00:00Z", 9.0, (entity(),), (stray,))
