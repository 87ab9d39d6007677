"""Reference attenuation of the Longley-Rice model: line of sight, diffraction, scatter."""

import math
from dataclasses import dataclass
from typing import Final

from skyshed.propagation.diffraction import itm_knife_edge_loss_db
from skyshed.propagation.longley_rice_terrain import Geometry

WAVE_NUMBER_MHZ: Final = 47.7
_NEVER_DB: Final = 1001.0
_SCATTER_A: Final = (25.0, 80.0, 177.0, 395.0, 705.0)
_SCATTER_B: Final = (24.0, 45.0, 68.0, 80.0, 105.0)


@dataclass(frozen=True)
class Link:
    """A link: geometry, antennas above ground [m], frequency [MHz], effective radius [m],
    surface refractivity [N-units], impedance of the ground, and whether the terrain is known."""

    geometry: Geometry
    agl: tuple[float, float]
    mhz: float
    radius_m: float
    refractivity: float
    impedance: complex
    profile: bool

    @property
    def wave_number(self) -> float:
        """2 pi over the wavelength. [1/m]"""
        return self.mhz / WAVE_NUMBER_MHZ

    @property
    def smooth_m(self) -> tuple[float, float]:
        """Horizons of the effective heights over smooth ground. [m]"""
        a, b = (math.sqrt(2.0 * h * self.radius_m) for h in self.geometry.effective_height_m)
        return a, b

    @property
    def both_horizons_m(self) -> float:
        """Sum of the distances of both horizons. [m]"""
        return sum(self.geometry.horizon_m)

    @property
    def bend_rad(self) -> float:
        """Angle between the horizon rays that the path does not need, theta_los."""
        return -max(sum(self.geometry.horizon_rad), -self.both_horizons_m / self.radius_m)


def roughness_m(distance_m: float, irregularity_m: float) -> float:
    """Irregularity of a path of some length. [m]"""
    return irregularity_m * (1.0 - 0.8 * math.exp(-distance_m / 50e3))


def reference_attenuation_db(link: Link, distance_m: float) -> float:
    """Median attenuation relative to free space, never negative. [dB]"""
    unit = math.cbrt(link.radius_m**2 / link.mhz)
    smooth, real = sum(link.smooth_m), link.both_horizons_m
    d3 = max(smooth, real + 5.0 * unit)
    d4 = d3 + 10.0 * unit
    a3, a4 = _diffraction(link, d3), _diffraction(link, d4)
    slope = (a4 - a3) / (d4 - d3)
    start = a3 - slope * d3
    if distance_m < smooth:
        return max(_within_sight(link, distance_m, slope, start), 0.0)
    h0, far = _scatter(link, real + 400e3, -1.0)
    h0, near = _scatter(link, real + 200e3, h0)
    if near < 1000.0:
        scatter_slope = (far - near) / 200e3
        changes = max(
            smooth,
            real + 1.088 * unit * math.log(link.mhz),
            (near - start - scatter_slope * (real + 200e3)) / (slope - scatter_slope),
        )
        if distance_m > changes:
            at = (slope - scatter_slope) * changes + start
            return max(scatter_slope * distance_m + at, 0.0)
    return max(slope * distance_m + start, 0.0)


def _within_sight(link: Link, distance: float, slope: float, start: float) -> float:
    """Two-ray near, diffraction far, and k1 d + k2 ln d through both between."""
    smooth, real = sum(link.smooth_m), link.both_horizons_m
    at_end = smooth * slope + start
    d0 = 0.04 * link.mhz * math.prod(link.geometry.effective_height_m)
    if start >= 0.0:
        d0 = min(d0, 0.5 * real)
        d1 = d0 + 0.25 * (real - d0)
    else:
        d1 = max(-start / slope, 0.25 * real)
    a1 = _two_ray(link, d1, slope, start, smooth)
    linear, logarithmic, found = 0.0, 0.0, False
    if d0 < d1:
        a0 = _two_ray(link, d0, slope, start, smooth)
        q = math.log(smooth / d0)
        over = (smooth - d0) * math.log(d1 / d0) - (d1 - d0) * q
        logarithmic = max(0.0, ((smooth - d0) * (a1 - a0) - (d1 - d0) * (at_end - a0)) / over)
        found = start > 0.0 or logarithmic > 0.0
        if found:
            linear = (at_end - a0 - logarithmic * q) / (smooth - d0)
            if linear < 0.0:
                linear, logarithmic = 0.0, max(at_end - a0, 0.0) / q
                linear = slope if logarithmic == 0.0 else 0.0
    if not found:
        linear, logarithmic = max(at_end - a1, 0.0) / (smooth - d1), 0.0
        linear = slope if linear == 0.0 else linear
    at_zero = at_end - linear * smooth - logarithmic * math.log(smooth)
    return at_zero + linear * distance + logarithmic * math.log(distance)


def _sigma_m(roughness: float) -> float:
    return 0.78 * roughness * math.exp(-0.5 * math.sqrt(math.sqrt(roughness)))


def _two_ray(link: Link, d: float, slope: float, start: float, smooth: float) -> float:
    heights = link.geometry.effective_height_m
    sigma = _sigma_m(roughness_m(d, link.geometry.irregularity_m))
    sine = sum(heights) / math.hypot(d, sum(heights))
    bounce = (sine - link.impedance) / (sine + link.impedance)
    bounce *= math.exp(-min(10.0, link.wave_number * sigma * sine))
    strength = abs(bounce) ** 2
    if strength < 0.25 or strength < sine:
        bounce *= math.sqrt(sine / strength)
    phase = 2.0 * link.wave_number * math.prod(heights) / d
    if phase > 0.5 * math.pi:
        phase = math.pi - (0.5 * math.pi) ** 2 / phase
    both = complex(math.cos(phase), -math.sin(phase)) + bounce
    rays = -10.0 * math.log10(abs(both) ** 2)
    weight = 1.0 / (1.0 + link.mhz * link.geometry.irregularity_m / max(10e3, smooth))
    return weight * rays + (1.0 - weight) * (slope * d + start)


def _diffraction(link: Link, d: float) -> float:
    """Mean of two knife edges and the smooth Earth, weighted by roughness, plus clutter."""
    geometry = link.geometry
    grounded, raised = math.prod(link.agl), math.prod(geometry.effective_height_m)
    sigma = _sigma_m(roughness_m(sum(link.smooth_m), geometry.irregularity_m))
    clutter = min(15.0, 5.0 * math.log10(1.0 + 1e-5 * grounded * link.mhz * sigma))
    base = grounded + (10.0 if link.profile else 0.0)
    ratio = math.sqrt(1.0 + (raised - grounded) / base)
    rough = roughness_m(d, geometry.irregularity_m) * link.wave_number
    bent = -link.bend_rad * link.radius_m + link.both_horizons_m
    weight = 25.1 / (25.1 + math.sqrt((ratio + bent / d) * min(rough, 6283.2)))
    return weight * _smooth(link, d) + (1.0 - weight) * _two_edges(link, d) + clutter


def _two_edges(link: Link, d: float) -> float:
    beyond = d - link.both_horizons_m
    theta = d / link.radius_m - link.bend_rad
    total = 0.0
    for far in link.geometry.horizon_m:
        v2 = 0.0795775 * link.wave_number * theta**2 * beyond * far / (beyond + far)
        total += float(itm_knife_edge_loss_db(math.sqrt(v2)))
    return total


def _smooth(link: Link, d: float) -> float:
    theta = d / link.radius_m - link.bend_rad
    heights = link.geometry.effective_height_m
    radii = [(d - link.both_horizons_m) / theta]
    lengths = [radii[0] * theta / 1e3]
    for far, h in zip(link.geometry.horizon_m, heights, strict=True):
        radii.append(0.5 * far**2 / h)
        lengths.append(far / 1e3)
    scaled, admittance = [], []
    for radius, km in zip(radii, lengths, strict=True):
        c0 = math.cbrt(4.0 / 3.0 * 6370e3 / radius)
        k = 0.017778 * c0 / math.cbrt(link.mhz) / abs(link.impedance)
        admittance.append(k)
        scaled.append((1.607 - k) * c0**2 * math.cbrt(link.mhz) * km)
    total = sum(scaled)
    gain = 0.05751 * total - 10.0 * math.log10(total)
    return gain - sum(_height_gain(scaled[i], admittance[i]) for i in (1, 2)) - 20.0


def _height_gain(x: float, k: float) -> float:
    if x >= 200.0:
        found = 0.05751 * x - 10.0 * math.log10(x)
        if x < 2000.0:
            weight = 0.0134 * x * math.exp(-0.005 * x)
            found = (1.0 - weight) * found + weight * (40.0 * math.log10(x) - 117.0)
        return found
    w = -math.log(k)
    if k < 1e-5 or x * w**3 > 5495.0:
        return 40.0 * math.log10(x) - 117.0 if x > 1.0 else -117.0
    return 2.5e-5 * x**2 / k - 8.686 * w - 15.0


def _scatter(link: Link, d: float, before: float) -> tuple[float, float]:
    """Frequency gain (kept from the farther distance where it is large), and scatter loss."""
    geometry, wn = link.geometry, link.wave_number
    theta = sum(geometry.horizon_rad) + d / link.radius_m
    if before > 15.0:
        gain = before
    else:
        r1, r2 = (2.0 * wn * theta * h for h in geometry.effective_height_m)
        if r1 < 0.2 and r2 < 0.2:
            return before, _NEVER_DB
        gain = _frequency_gain(link, d, theta, r1, r2)
        if gain > 15.0 and before >= 0.0:
            gain = before
    bent = d / link.radius_m - link.bend_rad
    loss = _attenuation_function(bent * d) + 10.0 * math.log10(wn * 47.7 * bent**4)
    loss -= 0.1 * (link.refractivity - 301.0) * math.exp(-bent * d / 40e3)
    return gain, loss + gain


def _frequency_gain(link: Link, d: float, theta: float, r1: float, r2: float) -> float:
    geometry = link.geometry
    difference = geometry.horizon_m[0] - geometry.horizon_m[1]
    ratio = geometry.effective_height_m[1] / geometry.effective_height_m[0]
    if difference < 0.0:
        difference, ratio = -difference, 1.0 / ratio
    asymmetry = (d - difference) / (d + difference)
    q = min(max(0.1, ratio / asymmetry), 10.0)
    asymmetry = max(0.1, asymmetry)
    h0 = (d - difference) * (d + difference) * theta * 0.25 / d
    n = link.refractivity
    eta = (h0 / 1.7556e3) * (
        1.0 + (0.031 - n * 2.32e-3 + n**2 * 5.67e-6) * math.exp(-(min(1.7, h0 / 8.0e3) ** 6))
    )
    scattered = max(eta, 1.0)
    gain = 0.5 * (_h0(r1, scattered) + _h0(r2, scattered))
    more = 6.0 * (0.6 - math.log10(scattered)) * math.log10(asymmetry) * math.log10(q)
    gain = max(gain + min(gain, more), 0.0)
    if eta < 1.0:
        root = math.sqrt(2.0)
        thin = ((1.0 + root / r1) * (1.0 + root / r2)) ** 2 * (r1 + r2) / (r1 + r2 + 2.0 * root)
        gain = eta * gain + (1.0 - eta) * 10.0 * math.log10(thin)
    return gain


def _h0(r: float, eta: float) -> float:
    eta = min(max(eta, 1.0), 5.0)
    i = int(eta)
    x = (1.0 / r) ** 2

    def level(n: int) -> float:
        return 10.0 * math.log10(1.0 + x * (_SCATTER_A[n - 1] * x + _SCATTER_B[n - 1]))

    rest = eta - i
    return level(i) if rest == 0.0 else (1.0 - rest) * level(i) + rest * level(i + 1)


def _attenuation_function(td: float) -> float:
    if td <= 10e3:
        return 133.4 + 0.332e-3 * td - 10.0 * math.log10(td)
    if td <= 70e3:
        return 104.6 + 0.212e-3 * td - 2.5 * math.log10(td)
    return 71.8 + 0.157e-3 * td + 5.0 * math.log10(td)
