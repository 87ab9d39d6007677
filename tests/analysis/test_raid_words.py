"""What a raid starts from, in words."""

from dataclasses import replace

from skyshed.analysis.raid_words import side_notes, start_words, unchanged_words
from skyshed.scenario.loader import load_study


def test_starts_of_a_bundled_raid():
    study = load_study("turkey-2019")
    low, high = study.raids
    assert start_words(study, low) == (
        "8 x Cruise missile at 50 m: 150 km out, from 150, 180 and 210 deg in turn, one every 2 s",
        "12 x Propeller drone at 1 km: 60 km out, from 150, 180 and 210 deg in turn, one every 2 s",
    )
    (late,) = start_words(study, replace(high, groups=(replace(high.groups[0], start_s=60.0),)))
    assert late.startswith("8 x F-16C fighter at 9 km: 350 km out")
    assert late.endswith("in turn, the first 60 s later, one every 5 s")


def test_other_ways_to_come():
    study = load_study("turkey-2019")
    group = study.raids[0].groups[0]
    alone = replace(group, count=1, azimuths_rad=(0.0,))
    route = replace(alone, route=((39.0, 32.0), (39.9, 32.8)), start_distance_m=None)
    arc = replace(alone, ballistic_range_m=250e3, start_distance_m=None)
    raid = replace(study.raids[0], groups=(route, arc))
    by_route, by_arc = (words.partition(": ")[2] for words in start_words(study, raid))
    assert by_route == "along a given route of 2 points"
    assert by_arc == "250 km out, from 0 deg, on a ballistic arc"


def test_the_base_of_the_changes_has_its_numbers():
    """They are those of the catalogue, for the study gives none of its own."""
    study = load_study("turkey-2019")
    battery = study.battery("s-400-truck")
    (words,) = unchanged_words(study, study.network("alone"))
    for number in (battery.target_channels, battery.missile_channels, battery.rounds):
        assert f"{number.nominal:g}" in words
    assert "target" in words
    assert "ready to fire" in words


def test_notes_of_networks_and_changes():
    study = load_study("turkey-2019")
    raid = study.raids[0]
    told = dict(side_notes(study, raid, changes=True))
    assert "nothing changes" in told["allowed to fire at tracks of others"]
    assert told["6 to 10 targets at once"] == "One battery."
    assert "6 to 10 targets at once" not in dict(side_notes(study, raid, changes=False))
