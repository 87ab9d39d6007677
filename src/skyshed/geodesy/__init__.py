"""The Earth's shape: WGS 84 ellipsoid, frames, geodesics and the plane of a site."""
