"""One radar of a scene along profiles of the terrain: what it gets back, and what it covers."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.antenna_limits import ELEVATION, AntennaLimit
from skyshed.analysis.approach import (
    Echo,
    echo_along_profiles,
    elevations_rad,
    single_scan_pd,
)
from skyshed.analysis.coverage import FACTORS, UNKNOWN_FACTOR
from skyshed.analysis.pairs import Question, at_azimuths
from skyshed.analysis.placement import altitude_over
from skyshed.analysis.radials import Profiles, ProfileSight, covered_interval, profile_sight
from skyshed.analysis.smooth_earth_table import smooth_earth_table
from skyshed.geodesy.geodesics import sector_contains
from skyshed.systems.radar_site import RadarSite

FloatArray = NDArray[np.float64]

UNKNOWN_WORDS = "unknown terrain"


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

    def words_at(self, at: int, draw: int = 0) -> str:
        """What forbids cover over a sample of the first profile in one draw, in words."""
        seen, interval = self.seen, self.interval
        if draw > 0:
            seen = profile_sight(self.radar, self.profiles, draw, surface=self.seen.surface)
            interval = covered_interval(self.radar, self.profiles, seen, self.reach_m[draw], draw)
        code = int(self._factors(seen, interval, draw, slice(at, at + 1))[0, 0])
        if code == UNKNOWN_FACTOR:
            return UNKNOWN_WORDS
        return self.antenna_limit(at, draw).factor_words if code == ELEVATION else FACTORS[code]

    def shares_by_factor(self, at: int) -> dict[str, float]:
        """Share of the draws by what forbids cover over a sample, "covered" first if it is there,
        then the most frequent; they add up to 1."""
        draws = self.radar.draws
        count = Counter(self.words_at(at, draw) for draw in range(draws))
        order = sorted(count, key=lambda words: (words != "covered", -count[words], words))
        return {words: count[words] / draws for words in order}

    def antenna_limit(self, at: int, draw: int = 0) -> AntennaLimit:
        """How the target over a sample of the first profile lies to what the antenna looks at."""
        radar, slant = self.radar, self.echo.slant_m[draw][:1, at : at + 1]
        elevation = elevations_rad(
            radar,
            self.profiles,
            slant,
            self.altitude_m[:1, at : at + 1],
            draw,
            distance_m=self.profiles.distance_m[None, at : at + 1],
        )
        return AntennaLimit(
            too_near=bool(slant[0, 0] < radar.minimum_range_m[draw]),
            too_high=bool(elevation[0, 0] > radar.elevation_max_rad[draw]),
            too_low=bool(elevation[0, 0] < radar.elevation_min_rad[draw]),
        )

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
        return self._factors(self.seen, self.interval, 0, slice(None))

    def _factors(
        self,
        seen: ProfileSight,
        interval: tuple[FloatArray, FloatArray],
        draw: int,
        steps: slice,
    ) -> NDArray[np.uint8]:
        """The same in one draw, at some of the samples."""
        from skyshed.kernels.profile_factor import limiting_profiles

        def part(values: NDArray[Any]) -> NDArray[Any]:
            return np.ascontiguousarray(values[:, steps])

        radar, profiles = self.radar, self.profiles
        inside = np.asarray(
            sector_contains(profiles.azimuth_rad, radar.sector_centre_rad, radar.sector_rad)
        )
        out = np.empty(part(profiles.ground_m).shape, dtype=np.uint8)
        lowest, highest = (part(level) for level in interval)
        limiting_profiles(
            part(self.altitude_m),
            lowest,
            highest,
            part(profiles.ground_m),
            part(seen.sight.visible_altitude_m),
            part(seen.sight.edge_fraction),
            part(seen.surface.at_antenna_m),
            part(seen.surface.at_cell_m),
            inside,
            np.minimum(np.broadcast_to(self.reach_m[draw], inside.shape), 1e8),
            profiles.distance_m[steps],
            seen.curvature_per_m,
            radar.inverse_k[draw],
            radar.scale_m,
            radar.wavelength_m[draw],
            radar.antenna_altitude_m[draw],
            radar.instrumented_range_m[draw],
            smooth_earth_table(),
            radar.extra_loss_of(draw),
            float(radar.scale_m),
            out,
        )
        return out
