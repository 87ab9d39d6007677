"""Spread of the Longley-Rice loss over time, places and situations."""

import math
from dataclasses import dataclass
from typing import Final, Literal

from skyshed.propagation.longley_rice_reference import Link, roughness_m

Mode = Literal["single message", "individual", "mobile", "broadcast"]

_MODES: Final = ("single message", "individual", "mobile", "broadcast")
# By climate 1 to 7: median, then spread below and above it, each as c1, c2, x1, x2, x3 (km).
_MEDIAN: Final = (
    (-9.67, 12.7, 144.9, 190.3, 133.8), (-0.62, 9.19, 228.9, 205.2, 143.6),
    (1.26, 15.5, 262.6, 185.2, 99.8), (-9.21, 9.05, 84.1, 101.1, 98.6),
    (-0.62, 9.19, 228.9, 205.2, 143.6), (-0.39, 2.86, 141.7, 315.9, 167.4),
    (3.15, 857.9, 2222.0, 164.8, 116.3),
)  # fmt: skip
_BELOW: Final = (
    (2.13, 159.5, 762.2, 123.6, 94.5), (2.66, 7.67, 100.4, 172.5, 136.4),
    (6.11, 6.65, 138.2, 242.2, 178.6), (1.98, 13.11, 139.1, 132.7, 193.5),
    (2.68, 7.16, 93.7, 186.8, 133.5), (6.86, 10.38, 187.8, 169.6, 108.9),
    (8.51, 169.8, 609.8, 119.9, 106.6),
)  # fmt: skip
_ABOVE: Final = (
    (2.11, 102.3, 636.9, 134.8, 95.6), (6.87, 15.53, 138.7, 143.7, 98.6),
    (10.08, 9.60, 165.3, 225.7, 129.7), (3.68, 159.3, 464.4, 93.1, 94.2),
    (4.75, 8.12, 93.2, 135.9, 113.4), (8.58, 13.97, 216.0, 152.0, 122.7),
    (8.43, 8.19, 136.2, 188.5, 122.9),
)  # fmt: skip
_DUCTS: Final = (
    (1.224, 1.282), (0.801, 2.161), (1.380, 1.282), (1.000, 20.0), (1.224, 1.282),
    (1.518, 1.282), (1.518, 1.282),
)  # fmt: skip
_GAIN_BELOW: Final = ((1.0, 0.0, 0.0),) * 4 + ((0.92, 0.25, 1.77),) + ((1.0, 0.0, 0.0),) * 2
_GAIN_ABOVE: Final = (
    (1.0, 0.0, 0.0), (0.93, 0.31, 2.0), (1.0, 0.0, 0.0), (0.93, 0.19, 1.79), (0.93, 0.31, 2.0),
    (1.0, 0.0, 0.0), (1.0, 0.0, 0.0),
)  # fmt: skip


@dataclass(frozen=True)
class Statistics:
    """What "not exceeded" means.

    Attributes
    ----------
    time, location, situation : float
        Shares, each between 0 and 1.
    mode : str
        Which of them are one and the same chance.
    fixed_location, fixed_situation : bool
        Whether places, or the unknown rest, do not vary.
    """

    time: float = 0.5
    location: float = 0.5
    situation: float = 0.5
    mode: Mode = "broadcast"
    fixed_location: bool = False
    fixed_situation: bool = False

    def __post_init__(self) -> None:
        for name in ("time", "location", "situation"):
            if not 0.0 < getattr(self, name) < 1.0:
                raise ValueError(f"{name} must lie between 0 and 1, got {getattr(self, name)}")
        if self.mode not in _MODES:
            raise ValueError(f"mode must be one of {', '.join(_MODES)}, got {self.mode!r}")


def attenuation_not_exceeded_db(
    reference_db: float, link: Link, distance_m: float, *, climate: int, statistics: Statistics
) -> float:
    """Attenuation relative to free space that is not exceeded.

    Parameters
    ----------
    reference_db : float
        Reference attenuation. [dB]
    link : Link
        The link.
    distance_m : float
        Its length. [m]
    climate : int
        1 to 7.
    statistics : Statistics
        Shares of time, places and situations.

    Returns
    -------
    float
        [dB]
    """
    if not 1 <= climate <= 7:
        raise ValueError(f"climate must be 1 to 7, got {climate}")
    zt, zl, zc = (_deviate(s) for s in (statistics.time, statistics.location, statistics.situation))
    if statistics.mode == "single message":
        zt, zl = zc, zc
    elif statistics.mode == "individual":
        zl = zc
    elif statistics.mode == "mobile":
        zl = zt
    effective = _effective_m(link, distance_m)
    places = 0.0
    if not statistics.fixed_location:
        rough = link.wave_number * roughness_m(distance_m, link.geometry.irregularity_m)
        places = 10.0 * rough / (rough + 13.0)
    rest = 0.0 if statistics.fixed_situation else (5.0 + 3.0 * math.exp(-effective / 100e3)) ** 2
    times = _sigma_time(link, effective, climate - 1, zt)
    rest += (times * zt) ** 2 / (7.8 + zc**2) + (places * zl) ** 2 / (24.0 + zc**2)
    shift, sigma = {
        "single message": (0.0, math.sqrt(times**2 + places**2 + rest)),
        "individual": (times * zt, math.sqrt(places**2 + rest)),
        "mobile": (math.hypot(times, places) * zt, math.sqrt(rest)),
        "broadcast": (times * zt + places * zl, math.sqrt(rest)),
    }[statistics.mode]
    median = _curve(_MEDIAN[climate - 1], effective)
    found = reference_db - median - shift - sigma * zc
    return found * (29.0 - found) / (29.0 - 10.0 * found) if found < 0.0 else found


def _effective_m(link: Link, distance: float) -> float:
    """Effective distance: that of the path, less what antennas see over a smooth Earth. [m]"""
    seen = sum(math.sqrt(2.0 * 9000e3 * h) for h in link.geometry.effective_height_m)
    edge = seen + math.cbrt(575.7e12 / link.wave_number)
    return 130e3 * distance / edge if distance < edge else 130e3 + distance - edge


def _sigma_time(link: Link, effective: float, climate: int, z: float) -> float:
    q = math.log(0.133 * link.wave_number)

    def gain(three: tuple[float, float, float]) -> float:
        return three[0] + three[1] / ((three[2] * q) ** 2 + 1.0)

    if z < 0.0:
        return _curve(_BELOW[climate], effective) * gain(_GAIN_BELOW[climate])
    above = _curve(_ABOVE[climate], effective) * gain(_GAIN_ABOVE[climate])
    factor, bound = _DUCTS[climate]
    if z <= bound:
        return above
    ducted = above * factor
    return ducted + (above - ducted) * bound / z


def _curve(five: tuple[float, ...], effective: float) -> float:
    c1, c2, x1, x2, x3 = five
    km = effective / 1e3
    rise = (km / x1) ** 2
    return (c1 + c2 / (1.0 + ((km - x2) / x3) ** 2)) * rise / (1.0 + rise)


def _deviate(share: float) -> float:
    """Standard normal deviate exceeded by a share, rational approximation of the model."""
    t = math.sqrt(-2.0 * math.log(min(share, 1.0 - share)))
    over = 2.515516698 + t * (0.802853 + t * 0.010328)
    under = 1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    return math.copysign(t - over / under, 0.5 - share) if share != 0.5 else 0.0
