"""The main figures of a given flight, draw by draw: times, places, shares, chances."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.route_luck import first_time
from skyshed.flight.track import Track
from skyshed.geodesy.geodesics import inverse

FloatArray = NDArray[np.float64]
Chance = tuple[FloatArray, FloatArray]


@dataclass(frozen=True)
class Figure:
    """A figure of a flight: key, words, SI unit, and what never counts as."""

    key: str
    words: str
    unit: str
    never: float = math.nan


FIGURES = (
    Figure("covered_share", "share of the flight covered", "1"),
    Figure("longest_uncovered_s", "longest part without cover", "s"),
    Figure("detected_after_s", "detected after", "s", math.inf),
    Figure("confirmed_after_s", "confirmed after", "s", math.inf),
    Figure("confirmed_way_m", "way flown until then", "m", math.inf),
    Figure("confirmed_distance_m", "ground distance to the nearest radar then", "m", 0.0),
    Figure("warning_s", "warning", "s", 0.0),
    Figure("detected_chance", "chance to be detected on the flight", "1"),
    Figure("confirmed_chance", "chance to be confirmed on the flight", "1"),
)
"""All figures, in the order shown; the warning only where a place was given."""


def route_figures(
    track: Track,
    by_draw: NDArray[np.bool_],
    distances_m: Sequence[FloatArray],
    detected: Chance,
    confirmed: Chance,
    *,
    warn: tuple[float, float] | None = None,
) -> dict[str, FloatArray]:
    """Figures of a flight, all radars together.

    Parameters
    ----------
    track : Track
        The flight.
    by_draw : ndarray of bool, shape (draw, sample)
        Whether one radar or more covers it.
    distances_m : sequence of ndarray, each shape (sample,)
        Ground distance from each radar. [m]
    detected, confirmed : (ndarray, ndarray), each shape (draw, scan)
        Times of all scans and the chance by then, from `skyshed.analysis.route_luck.together`.
    warn : (float, float), optional
        Place whose warning time is asked for, latitude and longitude. [deg]

    Returns
    -------
    dict of str to ndarray, shape (draw,)
        By the keys of `FIGURES`; inf where a time never comes, a distance of 0 where there is no
        confirmed track. [s, m, 1]
    """
    confirmed_s = first_time(*confirmed)
    ever = np.isfinite(confirmed_s)
    at = np.where(ever, confirmed_s, track.time_s[-1])
    nearest = np.min(np.stack(list(distances_m)), axis=0)
    found = {
        "covered_share": by_draw.mean(axis=1),
        "longest_uncovered_s": longest_uncovered_s(track.time_s, by_draw),
        "detected_after_s": first_time(*detected),
        "confirmed_after_s": confirmed_s,
        "confirmed_way_m": np.where(ever, np.interp(at, track.time_s, flown_m(track)), np.inf),
        "confirmed_distance_m": np.where(ever, np.interp(at, track.time_s, nearest), 0.0),
        "detected_chance": detected[1][:, -1],
        "confirmed_chance": confirmed[1][:, -1],
    }
    if warn is not None:
        found["warning_s"] = warning_left_s(track, confirmed_s, warn)[0]
    return found


def longest_uncovered_s(time_s: FloatArray, covered: NDArray[np.bool_]) -> FloatArray:
    """Longest part without cover in each draw, shape (draw,); 0 where all is covered. [s]

    Parts begin and end half-way between samples, as in the table of what is not covered.
    """
    middle = edges_s(time_s)
    longest = np.zeros(covered.shape[0])
    for draw, own in enumerate(covered):
        ends = np.flatnonzero(np.diff(np.concatenate([[True], own, [True]]).astype(int)))
        if ends.size:
            longest[draw] = np.max(middle[ends[1::2]] - middle[ends[::2]])
    return longest


def edges_s(time_s: FloatArray) -> FloatArray:
    """Where the samples' shares of a flight begin and end, shape (sample + 1,). [s]"""
    return np.concatenate([time_s[:1], 0.5 * (time_s[:-1] + time_s[1:]), time_s[-1:]])


def flown_m(track: Track) -> FloatArray:
    """Way flown over the ground at each sample. [m]"""
    legs = inverse(
        track.latitude_rad[:-1], track.longitude_rad[:-1],
        track.latitude_rad[1:], track.longitude_rad[1:],
    )[0]  # fmt: skip
    return np.concatenate([[0.0], np.cumsum(legs)])


def warning_left_s(
    track: Track, confirmed_s: FloatArray, place: tuple[float, float]
) -> tuple[FloatArray, float, float]:
    """Time from the confirmed track to the nearest point to a place.

    Parameters
    ----------
    track : Track
        The flight.
    confirmed_s : ndarray, shape (draw,)
        When its track is confirmed; inf for never. [s]
    place : (float, float)
        Latitude and longitude. [deg]

    Returns
    -------
    left_s : ndarray, shape (draw,)
        0 where there is no confirmed track before. [s]
    nearest_s, distance_m : float
        When the flight is nearest, and how near. [s, m]
    """
    distance = inverse(
        np.radians(place[0]), np.radians(place[1]), track.latitude_rad, track.longitude_rad
    )[0]
    nearest = int(np.argmin(distance))
    nearest_s = float(track.time_s[nearest])
    return np.maximum(nearest_s - confirmed_s, 0.0), nearest_s, float(distance[nearest])
