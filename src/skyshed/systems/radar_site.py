"""A radar of the catalogue at a place: its uncertain numbers, and one frozen value per draw."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.catalogue.model import RadarEntry, ReferencePair
from skyshed.constants import SPEED_OF_LIGHT_M_S
from skyshed.errors import NotComputableError
from skyshed.geodesy.ellipsoid import meridian_radius_m, prime_vertical_radius_m
from skyshed.propagation.refraction import (
    constant_radius_polynomial,
    effective_radius_polynomial,
)
from skyshed.radar.calibration import Convention, calibration_constant, detection_range_m
from skyshed.systems.effects import extra_loss_table_db
from skyshed.systems.environment import TERRAIN_ERROR, surface_refractivity
from skyshed.uncertainty.parameter import Parameter

FloatArray = NDArray[np.float64]
Values = Mapping[str, FloatArray]

_CONVENTIONS: tuple[tuple[str, tuple[float, ...], float, str], ...] = (
    ("pd", (0.5, 0.8, 0.9), 0.5, "probability of detection that the quoted range stands for"),
    ("pfa", (1e-4, 1e-6, 1e-8), 1e-6, "probability of false alarm behind the quoted range"),
    ("swerling", (0.0, 1.0, 3.0), 1.0, "fluctuation behind the quoted range (Swerling case)"),
    ("n_pulses", (1.0, 10.0), 1.0, "pulses added up behind the quoted range"),
    ("sigma_is_median", (0.0, 1.0), 0.0, "whether the quoted cross-section is a median"),
    ("cumulative", (0.0, 1.0), 0.0, "whether the quoted range is for one scan or for three"),
)


_PER_DRAW = (
    "antenna_altitude_m",
    "minimum_range_m",
    "elevation_min_rad",
    "elevation_max_rad",
    "terrain_error_m",
    "constant",
)
_POSITIVE_PER_DRAW = ("wavelength_m", "instrumented_range_m", "scan_period_s")


@dataclass(frozen=True)
class RadarSite:
    """One radar at one place, every uncertain number drawn.

    Attributes
    ----------
    name : str
        Name for people.
    civil : bool
        Civil radars may be shown at any resolution.
    latitude_rad, longitude_rad : float
        Place. [rad]
    ground_altitude_m : float
        Altitude of the ground that the antenna stands on (or flies over). [m]
    antenna_altitude_m, wavelength_m, instrumented_range_m, minimum_range_m, elevation_min_rad,
    elevation_max_rad, scan_period_s, terrain_error_m : ndarray, shape (draw,)
        In SI units.
    constant : ndarray, shape (draw,)
        SNR R^4 / sigma of the calibrated range equation. [m^2]
    convention : Convention
        What the calibrating range meant, one choice per draw.
    sector_rad : float
        Width of the sector the radar watches at once; 2 pi all round. [rad]
    sector_centre_rad : float
        Azimuth of the middle of the sector. [rad]
    inverse_k : ndarray, shape (draw, 6)
        1/k as a polynomial in (distance / scale_m)^2.
    scale_m : float
        Distance up to which `inverse_k` holds. [m]
    clear_radius_m : float
        Terrain nearer than this does not mask: one cell of the terrain data where the site's own
        altitude overrides them, else 0. [m]
    extra_loss_db : ndarray of float32, shape (draw, distance, altitude), optional
        One-way loss by gas, rain and clutter, see `skyshed.systems.effects`; None while all are
        off. The last distance is `scale_m`. [dB]

    Raises
    ------
    ValueError
        If arrays do not agree on the number of draws, or a number cannot be.
    """

    name: str
    civil: bool
    latitude_rad: float
    longitude_rad: float
    ground_altitude_m: float
    antenna_altitude_m: FloatArray
    wavelength_m: FloatArray
    instrumented_range_m: FloatArray
    minimum_range_m: FloatArray
    elevation_min_rad: FloatArray
    elevation_max_rad: FloatArray
    scan_period_s: FloatArray
    terrain_error_m: FloatArray
    constant: FloatArray
    convention: Convention
    sector_rad: float
    sector_centre_rad: float
    inverse_k: FloatArray
    scale_m: float
    clear_radius_m: float
    extra_loss_db: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        if not (abs(self.latitude_rad) <= 0.5 * np.pi and abs(self.longitude_rad) <= 2.0 * np.pi):
            raise ValueError(
                f"no such place: latitude_rad {self.latitude_rad}, longitude_rad"
                f" {self.longitude_rad}; are they in degrees?"
            )
        draws = (np.size(self.antenna_altitude_m),)
        for name in (*_PER_DRAW, *_POSITIVE_PER_DRAW):
            given = getattr(self, name)
            if not (isinstance(given, np.ndarray) and given.shape == draws):
                raise ValueError(
                    f"{name} must be an array of shape (draw,), here {draws}, as"
                    f" antenna_altitude_m; got {_shape_words(given)}"
                )
            if not np.isfinite(given).all():
                raise ValueError(f"{name} must be finite in every draw")
            if name in _POSITIVE_PER_DRAW and not np.all(given > 0.0):
                raise ValueError(f"{name} must be positive in every draw, got {given.min()}")
        given = np.shape(self.convention.pd), np.shape(self.inverse_k)
        if given != (draws, (*draws, 6)):
            raise ValueError(
                f"for {draws[0]} draws the convention needs fields of shape {draws} and inverse_k"
                f" shape {(*draws, 6)}; got {given[0]} and {given[1]}"
            )
        extra = self.extra_loss_db
        if extra is not None and not (extra.ndim == 3 and extra.shape[:1] == draws):
            raise ValueError(
                f"extra_loss_db needs shape (draw, distance, altitude) with {draws[0]} draws, got"
                f" {extra.shape}"
            )

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.antenna_altitude_m.size)

    @property
    def curvature_per_m(self) -> tuple[float, float]:
        """Curvature of WGS-84 northwards and eastwards. [1/m]"""
        return (
            1.0 / float(meridian_radius_m(self.latitude_rad)),
            1.0 / float(prime_vertical_radius_m(self.latitude_rad)),
        )

    def extra_loss_of(self, draw: int) -> NDArray[np.float32]:
        """Table of the extra loss in one draw, empty while all effects are off. [dB]"""
        if self.extra_loss_db is None:
            return np.zeros((0, 0), dtype=np.float32)
        return np.asarray(self.extra_loss_db[draw])

    def reach_m(self, rcs_mean_m2: FloatArray, *, pd: float = 0.5) -> FloatArray:
        """Free-space slant range at which one scan detects with probability `pd`; (draw, ...)."""
        return detection_range_m(self.constant, rcs_mean_m2, pd=pd, convention=self.convention)


def _shape_words(given: object) -> str:
    return f"shape {given.shape}" if isinstance(given, np.ndarray) else f"{type(given).__name__}"


def usable_pairs(entry: RadarEntry) -> tuple[ReferencePair, ...]:
    """Pairs that may anchor the range equation.

    Raises
    ------
    NotComputableError
        If there is none: such a radar is never guessed.
    """
    pairs = entry.calibration_pairs
    if not pairs:
        raise NotComputableError(
            f"{entry.id}: not computable: no reference pair ('detects sigma at range R') in the"
            " catalogue may calibrate this radar; choose a radar that has one"
            " (skyshed catalogue list)"
        )
    return pairs


def radar_parameters(entry: RadarEntry, *, mount: str | None = None) -> dict[str, Parameter]:
    """Uncertain numbers of a radar, by key `<radar>.<number>`.

    Parameters
    ----------
    entry : RadarEntry
        From the catalogue.
    mount : str, optional
        Another way to raise the antenna, such as "mast".

    Returns
    -------
    dict of str to Parameter

    Raises
    ------
    NotComputableError
        If no reference pair may calibrate the radar.
    """
    pairs = usable_pairs(entry)
    wanted = (
        "frequency_hz",
        "instrumented_range_m",
        "minimum_range_m",
        "elevation_min_rad",
        "elevation_max_rad",
        "scan_period_s",
    )
    found = {f"{entry.id}.{name}": entry.parameters[name] for name in wanted}
    if entry.airborne:
        found[f"{entry.id}.platform_altitude_m"] = entry.parameters["platform_altitude_m"]
    else:
        key = entry.id if mount is None else f"{entry.id}+{mount}"
        found[f"{key}.antenna_height_m"] = (
            entry.parameters["antenna_height_m"] if mount is None else entry.mounts[mount]
        )
    for index, pair in enumerate(pairs):
        found[f"{entry.id}.pair{index}.range_m"] = pair.calibration_range_m
        found[f"{entry.id}.pair{index}.sigma_m2"] = pair.sigma_m2
    if len(pairs) > 1:
        found[f"{entry.id}.pair"] = _which_pair(entry, len(pairs))
    stated = pairs[0].pd if len(pairs) == 1 else None
    for name, values, nominal, label in _CONVENTIONS:
        found[f"{entry.id}.{name}"] = _convention_parameter(
            entry, name, values, nominal, label, stated if name == "pd" else None
        )
    return found


def _which_pair(entry: RadarEntry, count: int) -> Parameter:
    return Parameter(
        0.0,
        0.0,
        count - 1.0,
        "1",
        "discrete",
        tuple(float(i) for i in range(count)),
        basis="derived",
        grade="C",
        note="Competing quotations; one per draw.",
        label=f"which quoted range calibrates {entry.name}",
    )


def _convention_parameter(
    entry: RadarEntry,
    name: str,
    values: tuple[float, ...],
    nominal: float,
    label: str,
    stated: float | None,
) -> Parameter:
    if stated is not None:
        values, nominal = (stated,), stated
    return Parameter(
        nominal,
        min(values),
        max(values),
        "1",
        "discrete",
        values,
        basis="assumed" if stated is None else "unverified",
        grade="D",
        sources=("assumption",),
        note="The quoted range does not say it; one choice per draw serves calibration and result."
        if stated is None
        else "Stated beside the quoted range.",
        label=f"{label}, {entry.name}",
    )


def radar_site(
    entry: RadarEntry,
    values: Values,
    *,
    latitude_deg: float,
    longitude_deg: float,
    ground_altitude_m: float,
    clear_radius_m: float = 0.0,
    mount: str | None = None,
    sector_centre_rad: float | None = None,
    maximum_range_m: float,
    name: str | None = None,
    k_factor: float | None = None,
) -> RadarSite:
    """Put a radar at a place with drawn numbers.

    Parameters
    ----------
    entry : RadarEntry
        From the catalogue.
    values : mapping of str to ndarray, shape (draw,)
        Drawn values of `radar_parameters` and `environment_parameters`.
    latitude_deg, longitude_deg : float
        Place on WGS-84. [deg]
    ground_altitude_m : float
        Ground under the antenna; the site's own or the terrain's. [m]
    clear_radius_m : float
        As in `RadarSite`. [m]
    mount : str, optional
        As in `radar_parameters`.
    sector_centre_rad : float, optional
        Where a sector narrower than the full circle points; without it the radar is "steered": any
        one azimuth. [rad]
    maximum_range_m : float
        Farthest ground range to be asked for. [m]
    name : str, optional
        Name for people instead of the catalogue's.
    k_factor : float, optional
        One effective-radius factor at all distances instead of what follows from the drawn
        refractivity: a what-if such as a duct. [1]

    Returns
    -------
    RadarSite
    """
    latitude = np.radians(latitude_deg)
    draws = values[f"{entry.id}.frequency_hz"].size

    def drawn(number: str) -> FloatArray:
        return np.asarray(values[f"{entry.id}.{number}"], dtype=float)

    if entry.airborne:
        antenna = drawn("platform_altitude_m")
    else:
        key = entry.id if mount is None else f"{entry.id}+{mount}"
        antenna = ground_altitude_m + values[f"{key}.antenna_height_m"]
    constant, convention = _calibrated(entry, values, draws)
    coverage = entry.parameters["coverage_rad"].nominal
    steered = sector_centre_rad is None
    earth_radius_m = 0.5 * float(meridian_radius_m(latitude) + prime_vertical_radius_m(latitude))
    if k_factor is None:
        inverse_k = effective_radius_polynomial(
            surface_refractivity=surface_refractivity(values, ground_altitude_m),
            antenna_altitude_m=np.maximum(antenna, ground_altitude_m),
            surface_altitude_m=ground_altitude_m,
            earth_radius_m=earth_radius_m,
            maximum_range_m=maximum_range_m,
        )
    else:
        inverse_k = constant_radius_polynomial(k_factor, draws)
    return RadarSite(
        name=name or entry.name,
        civil=entry.civil,
        latitude_rad=float(latitude),
        longitude_rad=float(np.radians(longitude_deg)),
        ground_altitude_m=float(ground_altitude_m),
        antenna_altitude_m=antenna,
        wavelength_m=SPEED_OF_LIGHT_M_S / drawn("frequency_hz"),
        instrumented_range_m=drawn("instrumented_range_m"),
        minimum_range_m=drawn("minimum_range_m"),
        elevation_min_rad=drawn("elevation_min_rad"),
        elevation_max_rad=drawn("elevation_max_rad"),
        scan_period_s=drawn("scan_period_s"),
        terrain_error_m=np.broadcast_to(values[TERRAIN_ERROR], (draws,)),
        constant=constant,
        convention=convention,
        sector_rad=2.0 * np.pi if steered else min(coverage, 2.0 * np.pi),
        sector_centre_rad=0.0 if sector_centre_rad is None else float(sector_centre_rad),
        inverse_k=inverse_k,
        scale_m=float(maximum_range_m),
        clear_radius_m=float(clear_radius_m),
        extra_loss_db=extra_loss_table_db(
            values,
            frequency_hz=drawn("frequency_hz"),
            antenna_altitude_m=np.asarray(antenna),
            ground_altitude_m=ground_altitude_m,
            constant=constant,
            earth_radius_m=earth_radius_m,
            inverse_k=inverse_k,
            farthest_m=float(maximum_range_m),
            airborne=entry.airborne,
        ),
    )


def _calibrated(entry: RadarEntry, values: Values, draws: int) -> tuple[FloatArray, Convention]:
    """Constant of the range equation, from the pair and the convention of each draw."""
    pairs = usable_pairs(entry)
    chosen = values.get(f"{entry.id}.pair", np.zeros(draws)).astype(int)
    ranges = np.stack([values[f"{entry.id}.pair{i}.range_m"] for i in range(len(pairs))])
    sigmas = np.stack([values[f"{entry.id}.pair{i}.sigma_m2"] for i in range(len(pairs))])
    each = np.arange(draws)
    convention = Convention(
        **{name: np.asarray(values[f"{entry.id}.{name}"]) for name, *_ in _CONVENTIONS}
    )
    constant = calibration_constant(ranges[chosen, each], sigmas[chosen, each], convention)
    return constant, convention
