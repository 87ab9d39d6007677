"""The range equation anchored in a quoted pair "detects sigma square metres at R kilometres".

Power, gain and losses of military radars are not public, but in free space SNR = C sigma / R^4 and
one pair gives C. What the pair leaves unsaid (its Pd, Pfa, pulses, fluctuation, whether sigma is a
mean or a median, one scan or several) decides more than anything else. A `Convention` holds one
choice per draw; the same one must serve the calibration and the prediction.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.radar.arguments import positive, swerling_case
from skyshed.radar.detection import required_snr
from skyshed.radar.scans import single_scan_for_window

FloatArray = NDArray[np.float64]

# Median over mean of the target's power: exponential (cases 1, 2), chi-square with four degrees of
# freedom (3, 4); that is ln 2 and half the root x of (1 + x) exp(-x) = 1/2.
_MEDIAN_OVER_MEAN = np.array(
    [1.0, np.log(2.0), np.log(2.0), 0.8391734950083306, 0.8391734950083306]
)
SCANS_OF_A_CUMULATIVE_PD = 3


@dataclass(frozen=True)
class Convention:
    """What a quoted detection range means, one choice per draw.

    Parameters
    ----------
    pd : ndarray, shape (draw,)
        Probability of detection at the quoted range. [1]
    pfa : ndarray, shape (draw,)
        Probability of false alarm of one decision. [1]
    swerling : ndarray, shape (draw,)
        Fluctuation case, 0 to 5.
    n_pulses : ndarray, shape (draw,)
        Pulses added noncoherently. [1]
    sigma_is_median : ndarray, shape (draw,)
        1 where the quoted cross section is the median of the fluctuation, 0 where it is the mean.
    cumulative : ndarray, shape (draw,)
        1 where the quoted `pd` is that of at least one detection in three scans, 0 where it is
        that of one scan.

    Raises
    ------
    ValueError
        If a field is not one-dimensional or their lengths differ; scalars are refused.
    """

    pd: FloatArray
    pfa: FloatArray
    swerling: FloatArray
    n_pulses: FloatArray
    sigma_is_median: FloatArray
    cumulative: FloatArray

    def __post_init__(self) -> None:
        shapes = {field.name: np.shape(getattr(self, field.name)) for field in fields(self)}
        if len(set(shapes.values())) > 1 or any(len(shape) != 1 for shape in shapes.values()):
            raise ValueError(f"every field needs the same shape (draw,), got {shapes}")
        for name in ("sigma_is_median", "cumulative"):
            if not np.all(np.isin(getattr(self, name), (0, 1))):
                raise ValueError(f"{name} must be 0 or 1 in every draw")


def mean_from_median(rcs_median_m2: ArrayLike, swerling: ArrayLike) -> FloatArray:
    """Mean cross section of a fluctuating target whose median is known.

    Parameters
    ----------
    rcs_median_m2 : array_like, shape (...)
        Median over the fluctuation. [m^2]
    swerling : array_like of int, shape (...)
        Fluctuation case, 0 to 5; broadcasts.

    Returns
    -------
    ndarray, shape (...)
        Mean: median / ln 2 in cases 1 and 2, median / 0.839 in 3 and 4, the median else. [m^2]

    Raises
    ------
    ValueError
        If a case is not one of 0 to 5.
    """
    ratio = _MEDIAN_OVER_MEAN[swerling_case(swerling)]
    return np.asarray(np.asarray(rcs_median_m2, dtype=float) / ratio)


def single_scan_pd(convention: Convention) -> FloatArray:
    """Single-scan probability of detection behind the quoted one.

    Parameters
    ----------
    convention : Convention
        What the quoted range means.

    Returns
    -------
    ndarray, shape (draw,)
        `pd`, or 1 - (1 - pd)^(1/3) in the draws that take it for three scans. [1]
    """
    in_one_scan = single_scan_for_window(convention.pd, 1, SCANS_OF_A_CUMULATIVE_PD)
    return np.where(np.asarray(convention.cumulative) == 1, in_one_scan, convention.pd)


def calibration_constant(
    range_m: ArrayLike, rcs_m2: ArrayLike, convention: Convention
) -> FloatArray:
    """Constant C of SNR = C sigma / R^4 from one quoted pair.

    Parameters
    ----------
    range_m : array_like, shape (draw,) or ()
        Quoted slant range. [m]
    rcs_m2 : array_like, shape (draw,) or ()
        Quoted cross section, mean or median as the convention says. [m^2]
    convention : Convention
        What the quoted range means.

    Returns
    -------
    ndarray, shape (draw,)
        SNR R^4 / sigma with sigma the mean cross section. [m^2]

    Raises
    ------
    ValueError
        If a range or cross section is not positive.

    Notes
    -----
    Free space: no lobing, gas or horizon loss is taken out of the pair.
    """
    distance = positive(range_m, "range_m")
    quoted = positive(rcs_m2, "rcs_m2")
    from_median = mean_from_median(quoted, convention.swerling)
    mean = np.where(np.asarray(convention.sigma_is_median) == 1, from_median, quoted)
    return _required(single_scan_pd(convention), convention) * distance**4 / mean


def snr_from_constant(
    constant: ArrayLike, rcs_mean_m2: ArrayLike, range_m: ArrayLike
) -> FloatArray:
    """Mean single-pulse SNR in free space.

    Parameters
    ----------
    constant : array_like, shape (...)
        From `calibration_constant`; give it trailing axes of length 1 where the others have more.
        [m^2]
    rcs_mean_m2 : array_like, shape (...)
        Mean cross section (see `mean_from_median`). [m^2]
    range_m : array_like, shape (...)
        Slant range. [m]

    Returns
    -------
    ndarray, shape (...)
        SNR, linear; inf at range 0. [1]
    """
    strength = np.asarray(constant, dtype=float) * np.asarray(rcs_mean_m2, dtype=float)
    with np.errstate(divide="ignore"):
        return np.asarray(strength / np.asarray(range_m, dtype=float) ** 4)


def detection_range_m(
    constant: ArrayLike, rcs_mean_m2: ArrayLike, *, pd: ArrayLike, convention: Convention
) -> FloatArray:
    """Free-space slant range at which one scan detects with a wanted probability.

    Parameters
    ----------
    constant : array_like, shape (draw,)
        From `calibration_constant` with the same convention. [m^2]
    rcs_mean_m2 : array_like, shape (draw, ...) or ()
        Mean cross section; axes after the first are kept. [m^2]
    pd : array_like, shape () or (draw,)
        Wanted single-scan probability of detection; not the convention's own `pd`. [1]
    convention : Convention
        Gives Pfa, pulses and fluctuation of each draw.

    Returns
    -------
    ndarray, shape (draw, ...)
        Range; it grows with the fourth root of the cross section. [m]

    Raises
    ------
    ValueError
        If `pd` is outside (0, 1), or not above the Pfa of every draw; if a cross section is
        negative or its first axis is not that of the draws.
    """
    rcs = np.asarray(rcs_mean_m2, dtype=float)
    if rcs.ndim and rcs.shape[0] != np.size(constant):
        raise ValueError(
            f"rcs_mean_m2 needs {np.size(constant)} draws on its first axis, got shape {rcs.shape}"
        )
    if np.any(rcs < 0.0):
        raise ValueError(f"rcs_mean_m2 must not be negative, got {rcs.min()}; was it in dBsm?")
    needed = _required(pd, convention)
    if np.any(needed <= 0.0):
        raise ValueError("pd must be above the probability of false alarm in every draw")
    per_draw = np.asarray(constant, dtype=float) / needed
    aligned = per_draw.reshape(per_draw.shape + (1,) * max(rcs.ndim - 1, 0))
    return np.asarray((aligned * rcs) ** 0.25)


def _required(pd: ArrayLike, convention: Convention) -> FloatArray:
    """Required SNR of each draw."""
    return required_snr(
        pd,
        pfa=convention.pfa,
        n_pulses=convention.n_pulses,
        swerling=convention.swerling,
    )
