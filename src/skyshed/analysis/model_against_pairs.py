"""Every quoted range of a radar against what the model predicts from the pair that anchors it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from skyshed.catalogue.model import RadarEntry, ReferencePair
from skyshed.propagation.effective_earth import horizon_distance_m
from skyshed.propagation.refraction import effective_radius_polynomial
from skyshed.propagation.spherical_earth import spherical_earth_loss_db
from skyshed.radar.calibration import (
    Convention,
    calibration_constant,
    mean_from_median,
    single_scan_pd,
)
from skyshed.radar.detection import required_snr
from skyshed.systems.environment import REFRACTIVITY, environment_parameters
from skyshed.systems.radar_site import radar_parameters
from skyshed.uncertainty.parameter import Parameter, fixed
from skyshed.uncertainty.sampling import sample

FloatArray = NDArray[np.float64]

DRAWS = 2000
_EARTH_M = 6_371_000.0
_FARTHEST_M = 650e3
_FOUR_THIRDS = 4.0 / 3.0
_STEPS = 60  # of a bisection over 650 km: below a micrometre


@dataclass(frozen=True)
class PairCheck:
    """One quoted pair against the model.

    Attributes
    ----------
    radar : RadarEntry
        Its radar.
    pair : ReferencePair
        The quotation.
    anchor : ReferencePair or None
        The pair that the prediction rests on; None where the radar has no other.
    computable : bool
        False where no pair may calibrate the radar and `anchor` serves for this comparison alone.
    predicted_m : tuple of float or None
        5, 50 and 95 % of the draws lie below. [m]
    capped_share : float
        Share of the draws that the instrumented range cuts off. [1]
    line_of_sight_m : float or None
        From the antenna to the target over a smooth Earth of 4/3, where the height of the target is
        stated. [m]
    """

    radar: RadarEntry
    pair: ReferencePair
    anchor: ReferencePair | None
    computable: bool
    predicted_m: tuple[float, float, float] | None
    capped_share: float
    line_of_sight_m: float | None

    @property
    def verdict(self) -> str:
        """``in`` (the quoted range lies in the model's interval), ``touches`` (its own interval
        does), ``far`` (quoted beyond the model), ``short``, or ``alone`` (nothing to predict from).
        """
        if self.predicted_m is None:
            return "alone"
        low, _, high = self.predicted_m
        quoted = self.pair.range_m
        if low <= quoted.nominal <= high:
            return "in"
        if quoted.low <= high and quoted.high >= low:
            return "touches"
        return "far" if quoted.low > high else "short"


def check_pairs(radar: RadarEntry, *, draws: int = DRAWS, seed: int = 1) -> Iterator[PairCheck]:
    """Hold the pairs of a radar against the model, all but those that anchor it.

    Parameters
    ----------
    radar : RadarEntry
        From the catalogue.
    draws, seed : int
        Of the uncertain numbers.

    Yields
    ------
    PairCheck
        In the order of the catalogue.

    Notes
    -----
    A radar without a usable pair is not computable. To see whether its quotations agree with one
    another, one of them anchors this comparison alone: that of the largest cross-section, or of the
    highest target where all are limited by the horizon, whose edge loss is then taken out.
    """
    computable = bool(radar.calibration_pairs)
    anchor = radar.calibration_pairs[0] if computable else _stand_in(radar.pairs)
    for pair in radar.pairs:
        if computable and pair.use == "calibrate":
            continue
        rests_on = None if anchor is pair else anchor
        ranges, capped = None, 0.0
        if rests_on is not None:
            ranges, capped = _predicted(radar, pair, rests_on, draws, seed)
        yield PairCheck(
            radar=radar,
            pair=pair,
            anchor=rests_on,
            computable=computable,
            predicted_m=ranges,
            capped_share=capped,
            line_of_sight_m=_line_of_sight_m(radar, pair),
        )


def _stand_in(pairs: tuple[ReferencePair, ...]) -> ReferencePair | None:
    """The pair that says most about a radar that none may calibrate."""
    free = [pair for pair in pairs if pair.use in ("check", "calibrate")]
    if free:
        return max(free, key=lambda pair: pair.sigma_m2.nominal)
    high = [pair for pair in pairs if pair.target_altitude_m is not None]
    return max(high, key=lambda pair: pair.target_altitude_m or 0.0) if high else None


def _predicted(
    radar: RadarEntry, pair: ReferencePair, anchor: ReferencePair, draws: int, seed: int
) -> tuple[tuple[float, float, float], float]:
    """5, 50 and 95 % of the predicted slant range, and the share that the display cuts off."""
    anchored = replace(radar, pairs=(replace(anchor, use="calibrate"),))
    parameters = radar_parameters(anchored) | environment_parameters(_no_terrain())
    values = sample(parameters | {"quoted.sigma_m2": pair.sigma_m2}, size=draws, seed=seed)

    def drawn(name: str) -> FloatArray:
        return values[f"{radar.id}.{name}"]

    convention = Convention(
        *(
            drawn(name)
            for name in ("pd", "pfa", "swerling", "n_pulses", "sigma_is_median", "cumulative")
        )
    )
    constant = calibration_constant(drawn("pair0.range_m"), drawn("pair0.sigma_m2"), convention)
    if anchor.use == "low_altitude" and anchor.target_altitude_m is not None:
        loss_db = _Path.of(radar, values).loss_db(drawn("pair0.range_m"), anchor.target_altitude_m)
        constant = constant * 10.0 ** (0.2 * loss_db)
    asked = _with_pd(convention, pair)
    needed = required_snr(
        single_scan_pd(asked),
        pfa=asked.pfa,
        n_pulses=asked.n_pulses,
        swerling=asked.swerling,
    )
    sigma = values["quoted.sigma_m2"]
    mean = np.where(asked.sigma_is_median == 1, mean_from_median(sigma, asked.swerling), sigma)
    free_space_m = (constant * mean / needed) ** 0.25
    range_m = (
        free_space_m
        if pair.target_altitude_m is None
        else _Path.of(radar, values).range_with_loss_m(free_space_m, pair.target_altitude_m)
    )
    cap_m = drawn("instrumented_range_m")
    low, middle, high = np.percentile(np.minimum(range_m, cap_m), (5.0, 50.0, 95.0))
    return (float(low), float(middle), float(high)), float(np.mean(range_m > cap_m))


def _with_pd(convention: Convention, pair: ReferencePair) -> Convention:
    """The convention of the anchor with the probability that the other pair states, if any."""
    if pair.pd is None:
        return convention
    return replace(convention, pd=np.full_like(convention.pd, pair.pd))


@dataclass(frozen=True)
class _Path:
    """From an antenna over a smooth Earth at sea level; every field has shape (draw,) or more."""

    antenna_m: FloatArray
    frequency_hz: FloatArray
    inverse_k: FloatArray

    @classmethod
    def of(cls, radar: RadarEntry, values: dict[str, FloatArray]) -> "_Path":
        """The path of a radar with drawn numbers."""
        key = "platform_altitude_m" if radar.airborne else "antenna_height_m"
        antenna = values[f"{radar.id}.{key}"]
        inverse_k = effective_radius_polynomial(
            surface_refractivity=values[REFRACTIVITY],
            antenna_altitude_m=antenna,
            surface_altitude_m=0.0,
            earth_radius_m=_EARTH_M,
            maximum_range_m=_FARTHEST_M,
        )
        return cls(antenna, values[f"{radar.id}.frequency_hz"], inverse_k)

    def radius_m(self, distance_m: FloatArray) -> FloatArray:
        """Effective Earth radius up to a distance, shape (draw,)."""
        squared = (distance_m / _FARTHEST_M) ** 2
        powers = squared[:, None] ** np.arange(self.inverse_k.shape[1])
        return np.asarray(_EARTH_M / np.sum(self.inverse_k * powers, axis=1))

    def loss_db(self, distance_m: FloatArray, target_altitude_m: float) -> FloatArray:
        """One-way loss at the edge of sight, shape (draw,)."""
        return spherical_earth_loss_db(
            distance_m,
            self.antenna_m,
            target_altitude_m,
            effective_radius_m=self.radius_m(distance_m),
            frequency_hz=self.frequency_hz,
        )

    def range_with_loss_m(self, free_space_m: FloatArray, target_altitude_m: float) -> FloatArray:
        """Slant range at which free space and the loss together leave the needed ratio.

        Bisection over the ground distance: both fall with it. The slant range is that of a triangle
        over the effective Earth.
        """
        low, high = np.zeros_like(free_space_m), np.full_like(free_space_m, _FARTHEST_M)
        for _ in range(_STEPS):
            middle = 0.5 * (low + high)
            slant = self._slant_m(middle, target_altitude_m)
            margin_db = 40.0 * np.log10(free_space_m / slant) - 2.0 * self.loss_db(
                middle, target_altitude_m
            )
            seen = margin_db >= 0.0
            low, high = np.where(seen, middle, low), np.where(seen, high, middle)
        return self._slant_m(low, target_altitude_m)

    def _slant_m(self, distance_m: FloatArray, target_altitude_m: float) -> FloatArray:
        rise = (
            target_altitude_m - self.antenna_m - distance_m**2 / (2.0 * self.radius_m(distance_m))
        )
        return np.asarray(np.hypot(distance_m, rise))


def _line_of_sight_m(radar: RadarEntry, pair: ReferencePair) -> float | None:
    if pair.target_altitude_m is None:
        return None
    key = "platform_altitude_m" if radar.airborne else "antenna_height_m"
    return float(
        horizon_distance_m(
            radar.parameters[key].nominal,
            pair.target_altitude_m,
            k=_FOUR_THIRDS,
            earth_radius_m=_EARTH_M,
        )
    )


def _no_terrain() -> Parameter:
    return fixed(0.0, "m", basis="assumed", grade="D", note="A smooth Earth.")
