"""The line of a route over the ground: geodesic legs joined by turns of one radius."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.geodesy.geodesics import direct, inverse

FloatArray = NDArray[np.float64]
Places = tuple[FloatArray, FloatArray, FloatArray]

# A bend smaller than this needs no turn: 1e-9 rad is a millimetre in 1,000 km.
_STRAIGHT_RAD = 1e-9


@dataclass(frozen=True)
class Leg:
    """A geodesic piece: start, course there and length."""

    latitude_rad: float
    longitude_rad: float
    course_rad: float
    length_m: float


@dataclass(frozen=True)
class Turn:
    """A piece of a circle about a centre.

    `azimuth_rad` is the direction of the first point from the centre; `sweep_rad` the angle turned
    through, positive to the right. The first and the last radius differ by the centimetres by
    which a plane corner does not close on the ellipsoid; between them the radius goes over evenly.
    """

    latitude_rad: float
    longitude_rad: float
    azimuth_rad: float
    sweep_rad: float
    first_radius_m: float
    last_radius_m: float

    @property
    def length_m(self) -> float:
        """Length of the arc. [m]"""
        return 0.5 * (self.first_radius_m + self.last_radius_m) * abs(self.sweep_rad)


@dataclass(frozen=True)
class RouteLine:
    """A route over the ground.

    Attributes
    ----------
    pieces : tuple of Leg or Turn
        In the order flown.
    starts_m : ndarray, shape (piece,)
        Distance along the line at the start of each piece. [m]
    waypoint_m : ndarray, shape (waypoint,)
        Distance at which each point of the route is passed: its own place at the ends and on
        straight legs, the middle of the turn otherwise. [m]
    length_m : float
        Length of the line. [m]
    """

    pieces: tuple[Leg | Turn, ...]
    starts_m: FloatArray
    waypoint_m: FloatArray
    length_m: float


def route_line(points_rad: ArrayLike, *, turn_radius_m: float) -> RouteLine:
    """Join the points of a route by geodesics, and cut its corners by turns.

    Parameters
    ----------
    points_rad : array_like, shape (waypoint, 2)
        Latitude and longitude of each point, at least two. [rad]
    turn_radius_m : float
        Radius of every turn. [m]

    Returns
    -------
    RouteLine
        Turns are flown by the point, inside the corner: they touch both legs at
        ``turn_radius_m tan(turn / 2)`` from it.

    Raises
    ------
    ValueError
        If the points are not a table of two columns, if two that follow each other are the same,
        or if a leg is too short for the turns at its ends ("unreachable route").

    Notes
    -----
    The corner is solved in the plane, which is right to about r^3/R^2: 3 cm for 10 km.
    """
    points = _checked_points(points_rad)
    length, course_out, course_in = inverse(*points[:-1].T, *points[1:].T)
    if np.any(length == 0.0):
        raise ValueError(f"route: points {_pair(length == 0.0)} are the same place")
    bend = np.remainder(course_out[1:] - course_in[:-1] + np.pi, 2.0 * np.pi) - np.pi
    bend = np.where(np.abs(bend) < _STRAIGHT_RAD, 0.0, bend)
    lead = np.concatenate([[0.0], turn_radius_m * np.tan(0.5 * np.abs(bend)), [0.0]])
    _check_room(length, lead, bend, turn_radius_m)
    pieces: list[Leg | Turn] = []
    waypoint, flown = [0.0], 0.0
    for i, straight in enumerate(length - lead[:-1] - lead[1:]):
        latitude, longitude, course = direct(points[i, 0], points[i, 1], course_out[i], lead[i])
        pieces.append(Leg(float(latitude), float(longitude), float(course), float(straight)))
        flown += float(straight)
        if i < len(bend) and bend[i] != 0.0:
            turn = _turn(points[i + 1], course_in[i], course_out[i + 1], bend[i], turn_radius_m)
            pieces.append(turn)
            waypoint.append(flown + 0.5 * turn.length_m)
            flown += turn.length_m
        else:
            waypoint.append(flown)
    lengths = np.array([piece.length_m for piece in pieces])
    starts = np.concatenate([[0.0], np.cumsum(lengths)[:-1]])
    return RouteLine(tuple(pieces), starts, np.array(waypoint), flown)


def along(line: RouteLine, distance_m: ArrayLike) -> Places:
    """Places along a route.

    Parameters
    ----------
    line : RouteLine
        The route.
    distance_m : array_like, shape (n,)
        Distance from its start; held between 0 and its length. [m]

    Returns
    -------
    latitude_rad, longitude_rad : ndarray, shape (n,)
        Places. [rad]
    course_rad : ndarray, shape (n,)
        Direction of travel, clockwise from true north, from -pi to pi. [rad]
    """
    distance = np.clip(np.asarray(distance_m, dtype=float), 0.0, line.length_m)
    number = np.maximum(np.searchsorted(line.starts_m, distance, side="right") - 1, 0)
    latitude, longitude, course = (np.empty_like(distance) for _ in range(3))
    for i, piece in enumerate(line.pieces):
        here = number == i
        if not np.any(here):
            continue
        into = distance[here] - line.starts_m[i]
        places = _on_leg(piece, into) if isinstance(piece, Leg) else _on_turn(piece, into)
        latitude[here], longitude[here], course[here] = places
    return latitude, longitude, course


def _checked_points(points_rad: ArrayLike) -> FloatArray:
    """The points as an array; ValueError unless they are two columns of finite numbers."""
    points = np.asarray(points_rad, dtype=float)
    if points.ndim != 2 or points.shape[0] < 2 or points.shape[1] != 2:
        raise ValueError(
            "a route needs at least two points of latitude and longitude, "
            f"got an array of shape {points.shape}"
        )
    if not np.all(np.isfinite(points)):
        raise ValueError("the points of a route must be finite numbers")
    return points


def _pair(wrong: NDArray[np.bool_]) -> str:
    """Numbers, from 1, of the first two neighbours that are wrong."""
    first = int(np.argmax(wrong)) + 1
    return f"{first} and {first + 1}"


def _check_room(length: FloatArray, lead: FloatArray, bend: FloatArray, radius_m: float) -> None:
    """ValueError where two turns of one leg would overlap."""
    short = lead[:-1] + lead[1:] > length
    if not np.any(short):
        return
    leg = int(np.argmax(short))
    bends = np.concatenate([[0.0], np.abs(bend), [0.0]])
    turns = " and ".join(f"{np.degrees(b):.0f} deg" for b in bends[leg : leg + 2] if b > 0.0)
    raise ValueError(
        f"unreachable route: leg {leg + 1} is {length[leg] / 1e3:.3g} km long, but turns of "
        f"{turns} at a radius of {radius_m / 1e3:.3g} km take "
        f"{(lead[leg] + lead[leg + 1]) / 1e3:.3g} km of it; "
        "fly slower, turn harder or move the points apart"
    )


def _turn(
    corner: FloatArray, course_in: float, course_out: float, bend: float, radius_m: float
) -> Turn:
    """The circle inside a corner."""
    lead = radius_m * np.tan(0.5 * abs(bend))
    to_centre = course_in + 0.5 * bend + np.copysign(0.5 * np.pi, bend)
    latitude, longitude, _ = direct(corner[0], corner[1], to_centre, radius_m / np.cos(0.5 * bend))
    first = direct(corner[0], corner[1], course_in + np.pi, lead)
    last = direct(corner[0], corner[1], course_out, lead)
    radius, azimuth, _ = inverse(latitude, longitude, [first[0], last[0]], [first[1], last[1]])
    # The sweep is the bend but for the excess of the corner's angles; this keeps the turn's side.
    sweep = bend + np.remainder(azimuth[1] - azimuth[0] - bend + np.pi, 2.0 * np.pi) - np.pi
    return Turn(
        float(latitude), float(longitude), float(azimuth[0]), float(sweep),
        float(radius[0]), float(radius[1]),
    )  # fmt: skip


def _on_leg(leg: Leg, into_m: FloatArray) -> Places:
    """Places on a geodesic."""
    return direct(leg.latitude_rad, leg.longitude_rad, leg.course_rad, into_m)


def _on_turn(turn: Turn, into_m: FloatArray) -> Places:
    """Places on a circle."""
    share = into_m / turn.length_m
    radius = turn.first_radius_m + share * (turn.last_radius_m - turn.first_radius_m)
    azimuth = turn.azimuth_rad + share * turn.sweep_rad
    latitude, longitude, outward = direct(turn.latitude_rad, turn.longitude_rad, azimuth, radius)
    course = outward + np.copysign(0.5 * np.pi, turn.sweep_rad)
    return latitude, longitude, np.remainder(course + np.pi, 2.0 * np.pi) - np.pi
