"""Small made-up recordings of a run: one shot at one target, and a raid of many."""

import numpy as np

from skyshed.sim.recording import NOTIONAL_START, Entity, Event, Recording


def fixed(number, key, name, kind, lat, lon, altitude, side="defence"):
    """Something that stands still."""
    where = (np.array([float(x)]) for x in (lat, lon, altitude))
    return Entity(number, key, name, kind, side, np.zeros(1), *where)


def moving(number, key, name, kind, side, time, lat, lon, altitude):
    """Something on a straight line between samples."""
    values = (np.asarray(x, dtype=float) for x in (time, lat, lon, altitude))
    return Entity(number, key, name, kind, side, *values)


def one_shot():
    """A radar, a launcher, a target that is killed, one that leaks; names that need escapes."""
    entities = (
        fixed(0, "see", "Radar, long range", "radar", 40.0, 32.5, 850.0),
        fixed(1, "shoot", "Launcher <1>", "launcher", 40.01, 32.51, 845.3),
        moving(2, "t1", "F-16C", "target", "raid", [0, 10, 20], [41, 40.9, 40.8], [33] * 3,
               [3000] * 3),
        moving(3, "m1", "48N6E3", "interceptor", "defence", [12, 16, 20], [40.01, 40.4, 40.8],
               [32.51, 32.75, 33], [845.3, 9000, 3000]),
        moving(4, "t2", "Drone & co", "target", "raid", [0, 25.13], [40.5, 40], [32.5, 32.5],
               [1000, 900]),
        fixed(5, "town", "Town", "place", 40, 32.5, 840, "neutral"),
    )  # fmt: skip
    events = (
        Event(2.5, "detected", 0, 2, "Radar, long range sees F-16C"),
        Event(7.5, "confirmed", 0, 2, "track of F-16C confirmed"),
        Event(12.0, "launch", 1, 2, "48N6E3 launched at F-16C"),
        Event(20.0, "intercept", 3, 2, "48N6E3 reaches F-16C"),
        Event(20.0, "kill", 3, 2, "F-16C is shot down | first of two"),
        Event(25.13, "leak", 4, 5, "Drone & co reaches Town"),
    )
    note = "Chosen because it is small, not because it is likely."
    return Recording("One shot", note, NOTIONAL_START, 30.0, entities, events)


def raid(*, targets=24, units=4, seed=3):
    """A raid that comes from the south-east; every third target leaks."""
    rng = np.random.default_rng(seed)
    entities = [fixed(0, "see", "91N6E", "radar", 40.08, 32.57, 860.0)]
    entities += [
        fixed(1 + u, f"unit-{u + 1}", f"Battery {u + 1}", "launcher", 40.0 + 0.1 * u, 32.5, 850.0)
        for u in range(units)
    ]
    entities.append(fixed(1 + units, "town", "Ankara", "place", 39.93, 32.86, 900.0, "neutral"))
    events, number = [], 100
    for i in range(targets):
        speed, start = rng.uniform(200.0, 260.0), 20.0 * i / 3.0
        flight = 180e3 / speed
        leaks, identity = i % 3 == 2, 20 + i
        end = start + flight * (1.0 if leaks else rng.uniform(0.35, 0.8))
        time = np.append(np.arange(start, end, 5.0), end)
        gone = (time - start) / flight
        lat, lon = 38.6 + 1.33 * gone, 34.1 - 1.24 * gone + 0.02 * (i % 5)
        name = f"{'Cruise missile' if i % 2 else 'Drone'} {i + 1}"
        entities.append(
            moving(identity, f"t{i + 1}", name, "target", "raid", time, lat, lon, lat * 0 + 950.0)
        )
        seen = start + flight * rng.uniform(0.15, 0.4)
        if seen < end - 60.0:
            events.append(Event(seen, "detected", 0, identity, f"{name} detected"))
            events.append(Event(seen + 20.0, "confirmed", 0, identity, f"{name} confirmed"))
            unit = 1 + i % units
            shots = 2 if leaks else 1
            for shot in range(shots):
                meet = end - 30.0 * (shots - shot) if leaks else end
                launch = max(meet - rng.uniform(30.0, 60.0), seen + 22.0)
                if launch >= meet:
                    continue
                hit = np.linspace(launch, meet, 5)
                aim = [np.interp(meet, time, x) for x in (lat, lon)]
                box = entities[unit]
                part = np.linspace(0.0, 1.0, 5)
                path = [
                    box.latitude_deg[0] + (aim[0] - box.latitude_deg[0]) * part,
                    box.longitude_deg[0] + (aim[1] - box.longitude_deg[0]) * part,
                    850.0 + 4e4 * part * (1 - part) + 100 * part,
                ]
                entities.append(
                    moving(number, f"m{number}", "48N6E3", "interceptor", "defence", hit, *path)
                )
                events.append(Event(launch, "launch", unit, identity, f"launch at {name}"))
                kind = "miss" if leaks else "kill"
                events.append(Event(meet, kind, number, identity, f"{kind}: {name}"))
                number += 1
        if leaks or seen >= end - 60.0:
            events.append(Event(end, "leak", identity, 1 + units, f"{name} gets through"))
    events.sort(key=lambda event: event.time_s)
    last = max(float(e.time_s[-1]) for e in entities)
    note = "The run nearest to the medians of leakers and shots."
    return Recording("Low raid", note, NOTIONAL_START, last + 10.0, tuple(entities), tuple(events))
