"""A small valid study that tests change in one place."""

TEXT = """\
format_version: 1
name: small
title: A small study
summary: For tests.
question: What is seen?
map:
  radius: 100 km
  cell: 1 km
  above_ground: [100 m, 1 km]
draws: 10
seed: 3
sites:
  - id: hill
    name: A hill
    latitude_deg: 40.0
    longitude_deg: 32.5
radars:
  - id: eye
    radar: s-400/91n6e
    site: hill
targets:
  - id: fighter
    target: f-16c
    altitude: 9 km
    speed: 250 m/s
headline: {radar: eye, target: fighter}
"""


def changed(old: str, new: str) -> str:
    """The small study with one piece of text replaced; the piece must be there once."""
    if TEXT.count(old) != 1:
        raise ValueError(f"expected {old!r} once, found it {TEXT.count(old)} times")
    return TEXT.replace(old, new)
