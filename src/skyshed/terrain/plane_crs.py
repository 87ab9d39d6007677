"""The plane of a site as a coordinate reference system that other programs understand."""


def aeqd_crs(latitude_deg: float, longitude_deg: float) -> str:
    """PROJ string of the azimuthal-equidistant plane of a site, in metres on WGS 84.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        The site, at the origin of the plane. [deg]

    Raises
    ------
    ValueError
        If the latitude lies outside -90 to 90 degrees.
    """
    if not abs(latitude_deg) <= 90.0:
        raise ValueError(f"latitude must lie within +-90 degrees, got {latitude_deg}")
    return (
        f"+proj=aeqd +lat_0={latitude_deg!r} +lon_0={longitude_deg!r} "
        "+datum=WGS84 +units=m +no_defs +type=crs"
    )
