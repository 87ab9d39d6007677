"""One radar of a scene along profiles of the terrain: what it gets back, and what it covers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.approach import Echo, echo_along_profiles, single_scan_pd
from skyshed.analysis.pairs import Question, at_azimuths
from skyshed.analysis.placement import altitude_over
from skyshed.analysis.radials import Profiles, ProfileSight, covered_interval, profile_sight
from skyshed.analysis.smooth_earth_table import smooth_earth_table
from skyshed.geodesy.geodesics import sector_contains
from skyshed.systems.radar_site import RadarSite

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Radial:
    """Echo, chance and cover of one radar along profiles; the target flies as the scene says.

    Attributes
    ----------
    radar : RadarSite
        Drawn or nominal.
    profiles : Profiles
        The terrain.
    rcs_m2 : ndarray, shape (draw,)
        Mean cross-section. [m^2]
    altitude_m : ndarray, shape (azimuth, step)
        Of the target. [m]
    echo : Echo
        Its echo.
    pd : ndarray, shape (draw, azimuth, step)
        Single-scan probability of detection. [1]
    reach_m : ndarray, shape (draw,) or (draw, azimuth)
        Free-space range. [m]
    seen : ProfileSight
        What the first draw sees.
    interval : (ndarray, ndarray)
        Lowest and highest covered altitude in the first draw, (azimuth, step). [m]
    """

    radar: RadarSite
    profiles: Profiles
    rcs_m2: FloatArray
    altitude_m: FloatArray
    echo: Echo
    pd: FloatArray
    reach_m: FloatArray
    seen: ProfileSight
    interval: tuple[FloatArray, FloatArray]

    @classmethod
    def of(
        cls,
        question: Question,
        radar: RadarSite,
        profiles: Profiles,
        *,
        nominal: bool,
        workers: int = 1,
    ) -> "Radial":
        """A question's radar along profiles, with drawn or nominal values."""
        rcs = question.rcs(nominal=nominal)
        target = question.target
        altitude = altitude_over(target.altitude_m, target.agl_m, profiles)
        echo = echo_along_profiles(
            radar,
            profiles,
            altitude_m=altitude,
            rcs_mean_m2=rcs,
            workers=workers,
        )
        reach = at_azimuths(
            question.reach(question.model.study.pd, nominal=nominal), profiles.azimuth_rad
        )
        seen = profile_sight(radar, profiles, 0)
        found = covered_interval(radar, profiles, seen, reach[0], 0)
        single = single_scan_pd(radar, echo.snr)
        return cls(radar, profiles, rcs, altitude, echo, single, reach, seen, found)

    def share_covering(self, at: int, altitude_m: float) -> float:
        """Share of the draws that cover an altitude over a sample of the first profile."""
        count = 0
        for draw in range(self.radar.draws):
            seen = profile_sight(self.radar, self.profiles, draw, surface=self.seen.surface)
            low, high = covered_interval(self.radar, self.profiles, seen, self.reach_m[draw], draw)
            count += int(low[0, at] <= altitude_m <= high[0, at])
        return count / self.radar.draws

    @property
    def edge_loss_db(self) -> FloatArray:
        """Loss at the edge of sight, both ways, in the first draw, (azimuth, step); nan where the
        radar does not look. [dB]"""
        free = self.radar.constant[0] * self.rcs_m2[0] / self.echo.slant_m[0] ** 4
        with np.errstate(divide="ignore", invalid="ignore"):
            loss = -10.0 * np.log10(self.echo.snr[0] / free)
        return np.where(self.echo.snr[0] > 0.0, np.maximum(loss, 0.0), np.nan)

    def factors(self) -> NDArray[np.uint8]:
        """What forbids cover along the profile, in the first draw."""
        from skyshed.kernels.profile_factor import limiting_profiles

        radar, profiles, seen = self.radar, self.profiles, self.seen
        inside = np.asarray(
            sector_contains(profiles.azimuth_rad, radar.sector_centre_rad, radar.sector_rad)
        )
        out = np.empty(profiles.ground_m.shape, dtype=np.uint8)
        limiting_profiles(
            self.altitude_m,
            *self.interval,
            profiles.ground_m,
            seen.sight.visible_altitude_m,
            seen.sight.edge_fraction,
            seen.surface.at_antenna_m,
            seen.surface.at_cell_m,
            inside,
            np.minimum(np.broadcast_to(self.reach_m[0], inside.shape), 1e8),
            profiles.distance_m,
            seen.curvature_per_m,
            radar.inverse_k[0],
            radar.scale_m,
            radar.wavelength_m[0],
            radar.antenna_altitude_m[0],
            radar.instrumented_range_m[0],
            smooth_earth_table(),
            radar.extra_loss_of(0),
            float(radar.scale_m),
            out,
        )
        return out
