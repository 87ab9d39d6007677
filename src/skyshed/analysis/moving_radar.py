"""A radar whose site moves: the same `RadarSite` as anywhere, without tracing a ray each time."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from skyshed.catalogue.model import RadarEntry
from skyshed.geodesy.ellipsoid import meridian_radius_m, prime_vertical_radius_m
from skyshed.propagation.refraction import effective_radius_polynomial
from skyshed.systems.environment import surface_refractivity
from skyshed.systems.radar_site import RadarSite, Values, radar_site

_NODE_STEP_M = 125.0
_NODES_M = np.arange(-500.0, 6001.0, _NODE_STEP_M)  # of ground altitude, the highest towns
_LATITUDE_DEG = 1.0  # the ray is traced again where the Earth's radius has changed by that much


class MovingRadar:
    """One radar in its first draw, ready to stand anywhere.

    Parameters
    ----------
    entry : RadarEntry
        From the catalogue.
    values : mapping of str to ndarray, shape (draw,)
        Drawn or nominal values; only the first of each counts.
    mount : str, optional
        As in `radar_parameters`.
    sector_centre_rad : float, optional
        As in `radar_site`. [rad]
    maximum_range_m : float
        Farthest ground range to be asked for. [m]
    k_factor : float, optional
        As in `radar_site`. [1]

    Notes
    -----
    1/k depends on the altitude of the ground, through the air's density there. It is traced at
    altitudes 125 m apart, at a latitude not a degree away, and read linearly in between, which
    moves the altitude of the ray by less than 0.5 m at 250 km (a test).
    """

    def __init__(
        self,
        entry: RadarEntry,
        values: Values,
        *,
        maximum_range_m: float,
        mount: str | None = None,
        sector_centre_rad: float | None = None,
        k_factor: float | None = None,
    ) -> None:
        first = {key: np.asarray(drawn)[:1] for key, drawn in values.items()}
        self._values, self._airborne, self._follows_air = first, entry.airborne, k_factor is None
        self._at_sea = radar_site(
            entry,
            first,
            latitude_deg=0.0,
            longitude_deg=0.0,
            ground_altitude_m=0.0,
            mount=mount,
            sector_centre_rad=sector_centre_rad,
            maximum_range_m=float(maximum_range_m),
            k_factor=k_factor or 1.0,
        )
        self._latitude_deg = np.nan
        self._coefficients: NDArray[np.float64] = np.empty((0, 6))

    def at(
        self,
        *,
        latitude_deg: float,
        longitude_deg: float,
        ground_altitude_m: float,
        clear_radius_m: float = 0.0,
    ) -> RadarSite:
        """The radar at a place; arguments as in `radar_site`."""
        site = self._at_sea
        antenna = site.antenna_altitude_m + (0.0 if self._airborne else ground_altitude_m)
        return replace(
            site,
            latitude_rad=float(np.radians(latitude_deg)),
            longitude_rad=float(np.radians(longitude_deg)),
            ground_altitude_m=float(ground_altitude_m),
            antenna_altitude_m=antenna,
            inverse_k=self._inverse_k(latitude_deg, ground_altitude_m),
            clear_radius_m=float(clear_radius_m),
        )

    def _inverse_k(self, latitude_deg: float, ground_altitude_m: float) -> NDArray[np.float64]:
        if not self._follows_air:
            return self._at_sea.inverse_k
        if not abs(latitude_deg - self._latitude_deg) <= _LATITUDE_DEG:
            self._trace(latitude_deg)
        place = (ground_altitude_m - _NODES_M[0]) / _NODE_STEP_M
        place = min(max(place, 0.0), _NODES_M.size - 1.0)
        node = min(int(place), _NODES_M.size - 2)
        below, above = self._coefficients[node], self._coefficients[node + 1]
        return np.asarray((below + (place - node) * (above - below))[None, :])

    def _trace(self, latitude_deg: float) -> None:
        """Trace the grazing rays of all nodes."""
        latitude = np.radians(latitude_deg)
        antenna = self._at_sea.antenna_altitude_m[0]
        refractivity = [float(surface_refractivity(self._values, h)[0]) for h in _NODES_M]
        self._coefficients = effective_radius_polynomial(
            surface_refractivity=np.array(refractivity),
            antenna_altitude_m=np.maximum(_NODES_M, antenna)
            if self._airborne
            else _NODES_M + antenna,
            surface_altitude_m=_NODES_M,
            earth_radius_m=0.5
            * float(meridian_radius_m(latitude) + prime_vertical_radius_m(latitude)),
            maximum_range_m=self._at_sea.scale_m,
        )
        self._latitude_deg = latitude_deg
