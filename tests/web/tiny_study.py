"""A study with one claim, computed in seconds."""

TINY = """\
format_version: 1
name: tiny
title: A tiny study
summary: One civil radar and one claim, for tests.
question: Is an airliner seen 50 km away?
map: {radius: 60 km, cell: 2 km, above_sea_level: [10 km]}
draws: 8
seed: 3
sites:
  - {id: field, name: a field, latitude_deg: 48.72, longitude_deg: 2.36, basis: assumed,
     note: Notional.}
radars:
  - {id: airport, radar: asr-9, site: field, label: Airport radar, note: A notional radar.}
targets:
  - {id: airliner, target: a320, altitude: 10 km, speed: 200 m/s, label: Airliner at 10 km}
headline: {radar: airport, target: airliner}
claims:
  - id: seen
    sentence: an airliner is seen from there
    who: nobody
    when: "2020-01-01"
    source: assumption
    judged_by: typical
    readings:
      - id: typical
        text: An airliner at 10 km is seen 50 km away.
        true_when: the radar covers an airliner at 10 km, 50 km away
        quantity: covered_at_distance
        covered: true
        distances: [{label: near by, distance: 50 km}]
        combine: all
        azimuth: median
        cases:
          - {radar: airport, target: airliner}
    left_out:
      - Nearly everything.
"""
