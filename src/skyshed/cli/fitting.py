"""Print which flights of a missile agree with what is quoted about it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import typer

from skyshed.catalogue import loader
from skyshed.catalogue.model import MissileEntry
from skyshed.documents import suggest
from skyshed.errors import CatalogueError
from skyshed.flight.fit import Fit
from skyshed.flight.fly_out import FlyOut

_SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
_COLUMNS = {
    "boost_time_s": ("burning time, first stage", "s", 1.0),
    "sustain_time_s": ("burning time, second stage", "s", 1.0),
    "boost_fraction": ("propellant, first stage", "% of mass", 100.0),
    "sustain_fraction": ("propellant, second stage", "% of mass", 100.0),
    "exhaust_velocity_m_s": ("exhaust velocity", "m/s", 1.0),
    "mass_per_area_kg_m2": ("mass over cross-section", "kg/m2", 1.0),
    "drag_scale": ("drag over that of G7", "", 1.0),
    "induced_drag": ("induced drag, K", "", 1.0),
    "lift_coefficient_max": ("largest lift coefficient", "", 1.0),
    "structure_limit_m_s2": ("airframe limit", "m/s2", 1.0),
    "launch_speed_m_s": ("speed at launch", "m/s", 1.0),
    "minimum_speed_m_s": ("reach ends below speed", "m/s", 1.0),
    "minimum_lateral_m_s2": ("reach ends below lateral", "m/s2", 1.0),
    "maximum_time_s": ("reach ends after", "s", 1.0),
}


def fit_missile(missile_id: str, out: Path | None, extra: Path | None) -> None:
    """Print the fit of a missile and draw it.

    Parameters
    ----------
    missile_id : str
        Such as ``s-400/48n6e3``.
    out : Path or None
        Figure to write: PNG, SVG or PDF.
    extra : Path or None
        A folder with further catalogue entries.

    Raises
    ------
    CatalogueError
        If there is no such missile; the nearest is suggested.
    OutputError
        If the figure cannot be written.
    """
    from skyshed.flight.stored import stored_fly_out
    from skyshed.systems.interceptor import fit_of

    entry = _missile(missile_id, extra)
    found = fit_of(entry)
    typer.echo(f"{entry.id}: {entry.name}\n{found.verdict}")
    for contradiction in found.contradictions:
        typer.echo(f"  {contradiction}")
    if found.quoted.absent and not found.missing:
        typer.echo(f"nobody quotes: {', '.join(found.quoted.absent)}")
    if found.missile is None:
        return
    table = stored_fly_out(found, launch_altitude_m=0.0)
    _print_flights(found, table)
    _print_numbers(found)
    if out is not None:
        from skyshed.output.figures.missile_fit import write_missile_fit

        write_missile_fit(out, found, table, title=f"{entry.name}: {found.verdict}")
        typer.echo(f"figure: {out}")


def _missile(missile_id: str, extra: Path | None) -> MissileEntry:
    system_id, _, slug = missile_id.partition("/")
    missiles = loader.missiles(extra=extra)
    if missile_id in missiles:
        return missiles[missile_id]
    of_system = [known for known in missiles if known.startswith(f"{system_id}/")]
    if of_system and not slug:
        advice = f"name one of its missiles: {', '.join(of_system)}"
    else:
        advice = suggest(missile_id, list(missiles)) or f"there are {', '.join(missiles)}"
    raise CatalogueError(f"no missile '{missile_id}' in the catalogue; {advice}")


def _print_flights(found: Fit, table: FlyOut) -> None:
    from skyshed.output.figures.missile_fit import flight_spread

    longest = found.quoted.range_max
    farthest = longest.nominal if longest is not None else float(table.range_m[-1])
    spread = flight_spread(found, table, farthest * np.array(_SHARES))
    typer.echo(
        f"accepted flights from sea level to a target at {spread.altitude_m / 1e3:.3g} km, quickest"
        " shot: 5 / 50 / 95 %"
    )
    typer.echo(
        f"  {'range km':>8}  {'reached':>7}  {'time of flight s':>18}  {'speed m/s':>20}"
        f"  {'apogee km':>18}"
    )
    for k, share in enumerate(spread.share):
        cells = (
            _three(spread.time_s[:, k], 1.0),
            _three(spread.speed_m_s[:, k], 1.0),
            _three(spread.apogee_m[:, k], 1e-3),
        )
        typer.echo(
            f"  {_short(spread.range_m[k] / 1e3):>8}  {100.0 * share:6.0f}%  {cells[0]:>18}"
            f"  {cells[1]:>20}  {cells[2]:>18}"
        )


def _print_numbers(found: Fit) -> None:
    """Drawn intervals beside what is left of them; all are our assumption."""
    if found.missile is None or found.prior is None:
        return
    typer.echo(f"assumed before (class '{found.prior.name}'), and accepted: 5 / 50 / 95 %")
    for name, (words, unit, factor) in _COLUMNS.items():
        low, high = (factor * bound for bound in found.prior.bounds[name])
        values = np.percentile(getattr(found.missile, name), (5.0, 50.0, 95.0))
        before = f"{_short(low)}..{_short(high)}"
        typer.echo(f"  {words:28} {before:>14}  {_three(values, factor):>20}  {unit}".rstrip())


def _three(values: Sequence[float] | np.ndarray, factor: float) -> str:
    if np.isnan(values).any():
        return "-"
    return " / ".join(_short(factor * float(value)) for value in values)


def _short(value: float) -> str:
    """Three digits, no exponent."""
    return f"{value:.0f}" if abs(value) >= 99.5 else f"{value:.3g}"
