// Web Mercator: degrees <-> the unit square, and rectangles of it.
import type { View } from "./types";

const RAD = Math.PI / 180;
const EARTH_M = 6371008.8; // mean radius; for areas and circles on the screen only

export function mercatorX(longitude_deg: number): number { return longitude_deg / 360 + 0.5; }
export function mercatorY(latitude_deg: number): number {
  return 0.5 - Math.asinh(Math.tan(latitude_deg * RAD)) / (2 * Math.PI);
}
export function latitudeOf(y: number): number { return Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) / RAD; }
export function longitudeOf(x: number): number { return (x - 0.5) * 360; }

export interface Rect { left: number; top: number; right: number; bottom: number } // unit square

export function rectOf(view: View): Rect {
  return {
    left: mercatorX(view.west_deg), right: mercatorX(view.east_deg),
    top: mercatorY(view.north_deg), bottom: mercatorY(view.south_deg),
  };
}

/** Area of one pixel of each row of a view, m2. */
export function rowAreas(view: View): Float64Array {
  const rect = rectOf(view);
  const areas = new Float64Array(view.height);
  const step = (rect.bottom - rect.top) / view.height;
  const side = (2 * Math.PI * EARTH_M * (rect.right - rect.left)) / view.width;
  for (let row = 0; row < view.height; row++) {
    const scale = Math.cos(latitudeOf(rect.top + (row + 0.5) * step) * RAD);
    areas[row] = side * scale * (2 * Math.PI * EARTH_M * step) * scale;
  }
  return areas;
}

/** Where one gets from a place along an azimuth, on the sphere. */
export function destination(latitude_deg: number, longitude_deg: number, azimuth_deg: number, distance_m: number): [number, number] {
  const [lat, az, arc] = [latitude_deg * RAD, azimuth_deg * RAD, distance_m / EARTH_M];
  const north = Math.asin(Math.sin(lat) * Math.cos(arc) + Math.cos(lat) * Math.sin(arc) * Math.cos(az));
  const east = Math.atan2(Math.sin(az) * Math.sin(arc) * Math.cos(lat), Math.cos(arc) - Math.sin(lat) * Math.sin(north));
  return [north / RAD, longitude_deg + east / RAD];
}

/** Great-circle distance on the sphere, m. */
export function distance(a: { latitude_deg: number; longitude_deg: number }, b: { latitude_deg: number; longitude_deg: number }): number {
  const [p, q] = [a.latitude_deg * RAD, b.latitude_deg * RAD];
  const half = Math.sin((p - q) / 2) ** 2
    + Math.cos(p) * Math.cos(q) * Math.sin(((a.longitude_deg - b.longitude_deg) * RAD) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(half)));
}
