"""The small study with a battery, a network and a raid, that tests change in one place."""

from tests.scenario.small_study import TEXT as RADARS_ALONE

TEXT = (
    RADARS_ALONE.replace(
        "targets:\n",
        "  - {id: guide, radar: s-400/92n6e, site: hill, role: shoot}\n"
        "  - {id: plane, radar: e-7t, site: hill, role: sensor}\n"
        "  - {id: other, radar: patriot/an-mpq-53, site: hill, role: shoot}\n"
        "targets:\n"
        "  - {id: rocket, target: fateh-110, altitude: 20 km, speed: 1000 m/s}\n",
        1,
    )
    + """\
batteries:
  - {id: fire, system: s-400, see: eye, guide: guide, missile: s-400/48n6e3}
  - {id: second, system: patriot, guide: other, missile: patriot/pac-3-cri, reload: 1 h}
networks:
  - id: net
    label: A network
    mode: cued
    nodes:
      - {id: post, radars: [eye, guide], batteries: [fire]}
      - {id: air, radars: [plane]}
      - {id: rear}
    links:
      - {from: air, to: post, latency: 500 ms, update: 10 s, loss: 5 %}
      - {from: rear, to: air}
raids:
  - id: raid
    label: A raid
    networks: [net]
    defends: {name: A place, latitude_deg: 40.2, longitude_deg: 32.6}
    targets:
      - {target: fighter, count: 3, from: [10 deg, 350 deg], start_distance: 80 km}
    radar_states: {eye: cold}
    what_if:
      - {label: many channels, target_channels: 36..80}
"""
)


def changed(old: str, new: str) -> str:
    """The study with one piece of text replaced; the piece must be there once."""
    if TEXT.count(old) != 1:
        raise ValueError(f"expected {old!r} once, found it {TEXT.count(old)} times")
    return TEXT.replace(old, new)
