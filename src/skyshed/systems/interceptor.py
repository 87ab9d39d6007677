"""A missile of the catalogue: its fitted flights, its fly-out tables and its other unknowns."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.atmosphere.us1976 import mach_to_speed_m_s
from skyshed.catalogue.model import MissileEntry
from skyshed.errors import NotComputableError
from skyshed.flight.fit import MEMBERS, Fit
from skyshed.flight.fly_out import FlyOut
from skyshed.flight.quoted import Quoted
from skyshed.flight.stored import stored_fit, stored_fly_out
from skyshed.uncertainty.parameter import Parameter

_MACH_ALTITUDE_M = 15_000.0  # Mach numbers of missiles are meant for the stratosphere


@dataclass(frozen=True, eq=False)
class Interceptor:
    """What a battery fires.

    Attributes
    ----------
    id, name : str
        Such as ``s-400/48n6e3``, and the name for people.
    guidance : str
        One of `catalogue.model.GUIDANCE_KINDS`: what the missile needs from its radar.
    fit : Fit
        Flights that agree with the quoted figures.
    fly_out : FlyOut
        Their tables from the altitude of the launcher.
    parameters : mapping of str to Parameter
        Unknowns by key: ``<id>.flight``, which member flies (see `member_index`), the assumed ones
        of `engagement_parameters`, and for missiles that their radar must illuminate
        ``<id>.hold_from``.
    """

    id: str
    name: str
    guidance: str
    fit: Fit
    fly_out: FlyOut
    parameters: Mapping[str, Parameter]


def quoted_figures(entry: MissileEntry) -> Quoted:
    """The quoted figures of a missile; a speed in Mach counts for 15 km altitude."""
    numbers = entry.parameters
    return Quoted(
        entry.id,
        range_max=numbers.get("range_max_m"),
        speed_max=_speed(entry, "speed_max"),
        altitude_max=numbers.get("altitude_max_m"),
        speed_mean=_speed(entry, "speed_mean"),
        altitude_min=numbers.get("altitude_min_m"),
        range_min=numbers.get("range_min_m"),
    )


def fit_of(entry: MissileEntry, *, seed: int = 1) -> Fit:
    """Which flights agree with the quoted figures of a missile, from the cache if it is there."""
    return stored_fit(quoted_figures(entry), seed=seed)


def interceptor(entry: MissileEntry, *, launch_altitude_m: float, seed: int = 1) -> Interceptor:
    """Fit a missile and build its fly-out tables.

    Parameters
    ----------
    entry : MissileEntry
        From the catalogue.
    launch_altitude_m : float
        Altitude of the launcher above mean sea level, rounded to 10 m. [m]
    seed : int, default: 1
        Seed of the fit, which is not the seed of a study: the accepted flights belong to the
        catalogue, and a study draws among them.

    Returns
    -------
    Interceptor

    Raises
    ------
    NotComputableError
        If the missile cannot be fitted; the message says what is missing or contradictory.
    """
    found = fit_of(entry, seed=seed)
    if found.missile is None:
        reasons = "; ".join(found.contradictions)
        raise NotComputableError(
            f"{entry.id}: {found.verdict}{': ' if reasons else ''}{reasons};"
            f" `skyshed catalogue fit {entry.id}` says more"
        )
    table = stored_fly_out(found, launch_altitude_m=launch_altitude_m)
    unknowns = {f"{entry.id}.flight": flight_parameter(entry)} | engagement_parameters(entry)
    return Interceptor(entry.id, entry.name, entry.guidance_kind, found, table, unknowns)


def flight_parameter(entry: MissileEntry) -> Parameter:
    """Which accepted flight a draw takes: (k + 0.5)/64 for member k, in order of flight time."""
    values = tuple((k + 0.5) / MEMBERS for k in range(MEMBERS))
    return Parameter(
        values[MEMBERS // 2],
        values[0],
        values[-1],
        "1",
        "discrete",
        values,
        basis="derived",
        grade="D",
        sources=tuple(
            dict.fromkeys(source for p in entry.parameters.values() for source in p.sources)
        ),
        note="Flights that agree with the quoted figures, from the quickest (0) to the slowest (1);"
        " thrust, mass and drag are not public.",
        label=f"flight of the {entry.name}",
    )


def member_index(flight: ArrayLike, members: int = MEMBERS) -> NDArray[np.int64]:
    """Which of the members of a table a drawn value of ``<id>.flight`` stands for."""
    index = (np.asarray(flight, dtype=float) * members).astype(np.int64)
    return np.clip(index, 0, members - 1)


def engagement_parameters(entry: MissileEntry) -> dict[str, Parameter]:
    """Unknowns of a shot that nobody publishes, all assumed.

    Parameters
    ----------
    entry : MissileEntry
        From the catalogue.

    Returns
    -------
    dict of str to Parameter
        ``<id>.terminal_s`` (length of the last phase), ``.kill_probability`` (one shot),
        ``.kill_correlation`` (shots at one target share causes), ``.launch_delay_s``,
        ``.launch_interval_s``; for semi-active and track via missile ``.hold_from``: 0 the radar
        must see the target during the whole flight, 1 only in the last phase.
    """
    found = {
        f"{entry.id}.{key}": _assumed(numbers, unit, note, f"{words}, {entry.name}")
        for key, (numbers, unit, words, note) in _ASSUMED.items()
    }
    if entry.guidance_kind in ("semi_active", "track_via_missile"):
        found[f"{entry.id}.hold_from"] = Parameter(
            0.0,
            0.0,
            1.0,
            "1",
            "discrete",
            (0.0, 1.0),
            basis="assumed",
            grade="D",
            sources=("assumption",),
            note="0: the engagement radar must see the target during the whole flight; 1: only in"
            " the last phase, after an inertial mid-course. Nothing firm is public.",
            label=f"from when on the radar must see the target, {entry.name}",
        )
    return found


_ASSUMED: dict[str, tuple[tuple[float, float, float], str, str, str]] = {
    "terminal_s": (
        (20.0, 10.0, 60.0),
        "s",
        "length of the last phase",
        "Not public; from a seeker of short range to one of long range.",
    ),
    "kill_probability": (
        (0.6, 0.3, 0.9),
        "1",
        "kill probability of one shot",
        "Not public, and proving-ground figures are not combat ones; results are also given per"
        " unit of it.",
    ),
    "kill_correlation": (
        (0.2, 0.05, 0.5),
        "1",
        "common cause of shots at one target",
        "Shots at one target share its signature, its manoeuvre and the radar that guides them.",
    ),
    "launch_delay_s": (
        (3.0, 1.0, 6.0),
        "s",
        "delay from the order to the launch",
        "Gyroscopes, battery and gas generator; nothing is published.",
    ),
    "launch_interval_s": (
        (3.0, 2.0, 6.0),
        "s",
        "interval between launches of one battery",
        "Seconds between missiles of a salvo are seen in films; no figure is published.",
    ),
}


def _assumed(numbers: tuple[float, float, float], unit: str, note: str, label: str) -> Parameter:
    return Parameter(
        *numbers,
        unit,
        basis="assumed",
        grade="D",
        sources=("assumption",),
        note=note,
        label=label,
    )


def _speed(entry: MissileEntry, name: str) -> Parameter | None:
    found = entry.parameters.get(f"{name}_m_s")
    in_mach = entry.parameters.get(f"{name}_mach")
    if found is not None or in_mach is None:
        return found
    sound = float(mach_to_speed_m_s(1.0, _MACH_ALTITUDE_M))
    return Parameter(
        in_mach.nominal * sound,
        in_mach.low * sound,
        in_mach.high * sound,
        "m/s",
        in_mach.shape,
        tuple(value * sound for value in in_mach.values),
        basis=in_mach.basis,
        grade=in_mach.grade,
        sources=in_mach.sources,
        note=f"{in_mach.note} Quoted as a Mach number, taken at 15 km altitude.".strip(),
        label=in_mach.label,
    )
