"""What differs between two results in the reach of batteries and the outcomes of raids."""

from collections.abc import Iterator
from typing import Final

from skyshed.output.compare_words import Json, changed, number_change, range_change, share_change

_RANGES: Final = {
    "intercept_slant_m": "farthest intercept, slant",
    "best_slant_m": "farthest intercept on the best azimuth, slant",
}
_SHARES: Final = {"leakage": "leakage", "annihilation": "probability that nothing leaks"}
_NUMBERS: Final = {
    "shots": ("missiles used", "1"),
    "first_detection_s": ("first detection", "min"),
    "first_confirmation_s": ("first confirmed track", "min"),
    "first_shot_s": ("first shot", "min"),
    "keep_out_m": ("keep-out range", "km"),
}


def reach_changes(old: Json, new: Json) -> Iterator[str]:
    """Lines on what batteries reach; none if neither result has any.

    Parameters
    ----------
    old, new : mapping
        Contents of two `results.json`.
    """
    before, after = old.get("reaches", {}), new.get("reaches", {})
    for battery in sorted({*before, *after}):
        if battery not in before or battery not in after:
            yield f"{battery}: {'new' if battery in after else 'gone'}"
            continue
        yield from changed(
            f"{battery}, missile", before[battery]["missile"], after[battery]["missile"]
        )
        was, now = before[battery]["targets"], after[battery]["targets"]
        for target in sorted({*was, *now}):
            name = f"{battery} against {target}"
            if target not in was or target not in now:
                yield f"{name}: {'new' if target in now else 'gone'}"
                continue
            for field, words in _RANGES.items():
                yield from range_change(f"{name}, {words}", was[target][field], now[target][field])
            words = f"{name}, share of the ring"
            yield from share_change(
                words, was[target]["share_of_ring"], now[target]["share_of_ring"]
            )


def raid_changes(old: Json, new: Json) -> Iterator[str]:
    """Lines on raids, network by network and change by change."""
    before, after = (
        {
            (key, outcome["network"], outcome["change"]): outcome
            for key, raid in side.get("raids", {}).items()
            for outcome in raid["outcomes"]
        }
        for side in (old, new)
    )
    for case in sorted({*before, *after}):
        name = ", ".join(word for word in case if word)
        if case not in before or case not in after:
            yield f"{name}: {'new' if case in after else 'gone'}"
            continue
        was, now = before[case], after[case]
        yield from changed(f"{name}, draws", was["draws"], now["draws"])
        yield from changed(f"{name}, runs", was["runs"], now["runs"])
        one, two = was["quantities"], now["quantities"]
        for field, words in _SHARES.items():
            yield from share_change(f"{name}, {words}", one[field], two[field])
        for field, (words, unit) in _NUMBERS.items():
            yield from number_change(f"{name}, {words}", one[field], two[field], unit)
