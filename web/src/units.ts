// Numbers in words: no more digits than the interval supports. Sentences of the server follow the
// same rules (analysis/page_words.py).
import type { Interval } from "./types";

const FEET_PER_METRE = 1 / 0.3048;

/** Rounds to a step below a tenth of the spread; never finer than one per cent of the value. */
export function roundTo(value: number, spread: number): number {
  const scale = Math.max(Math.abs(spread) / 20, Math.abs(value) / 100, 1e-9);
  const step = 10 ** Math.floor(Math.log10(scale));
  return Math.round(value / step) * step;
}

function plain(value: number, digits = 0): string {
  return value.toLocaleString("en-GB", { maximumFractionDigits: digits });
}

export function km(distance_m: number, spread_m = 0): string {
  const value = roundTo(distance_m, spread_m) / 1000;
  return `${plain(value, Math.abs(value) < 10 ? 1 : 0)} km`;
}

/** "248 km (231 to 260 km)": median and the range of 5 to 95 % of the draws. */
export function kmInterval(value: Interval | null | undefined): string {
  if (!value || !value.high) return "nowhere"; // null: not seen at all
  const [low, median, high] = [value.low ?? 0, value.median ?? 0, value.high];
  const spread = high - low;
  if (spread < 500) return km(median);
  const [first, last] = [km(low, spread), km(high, spread)];
  return first === last ? km(median, spread) : `${km(median, spread)} (${first.replace(" km", "")} to ${last})`;
}

/** Whole per cent, in the words of the sentences: "0 %" and "100 %" are kept for none and all. */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return "under 1 %";
  if (share > 0.99 && share < 1) return "over 99 %";
  const hundredths = share * 100;
  const whole = Math.round(hundredths);
  return `${hundredths % 1 === 0.5 && whole % 2 === 1 ? whole - 1 : whole} %`; // halves as the server rounds them
}

export function percentInterval(value: Interval | null | undefined): string {
  if (!value || value.median === null) return "not applicable";
  const [low, high] = [value.low ?? 0, value.high ?? 0];
  const [first, last] = [percent(low), percent(high)];
  return first === last ? percent(value.median) : `${percent(value.median)} (${first} to ${last})`;
}

export function area(value_m2: number): string {
  const value = value_m2 / 1e6;
  return `${plain(Number(value.toPrecision(value < 100 ? 1 : 3)))} km²`;
}

export function areaInterval(value: Interval): string {
  const spread = ((value.high ?? 0) - (value.low ?? 0)) / 1e6;
  const one = (x: number | null): string => plain(roundTo((x ?? 0) / 1e6, spread));
  if (spread < 1) return `${one(value.median)} km²`;
  return `${one(value.median)} km² (${one(value.low)} to ${one(value.high)} km²)`;
}

/** Metres below 10 km, then kilometres; with feet, which aviation uses. */
export function height(value_m: number, withFeet = true): string {
  const metres = Math.abs(value_m) < 10000 ? `${plain(roundTo(value_m, 0))} m` : `${plain(value_m / 1000, 1)} km`;
  if (!withFeet) return metres;
  const feet = value_m * FEET_PER_METRE;
  return `${metres} (${plain(Number(feet.toPrecision(2)))} ft)`;
}

export function degrees(value_deg: number): string {
  return `${Math.round(((value_deg % 360) + 360) % 360)}°`;
}

/** "40.08° N, 32.57° E" */
export function place(latitude_deg: number, longitude_deg: number, digits = 2): string {
  const north = `${Math.abs(latitude_deg).toFixed(digits)}° ${latitude_deg < 0 ? "S" : "N"}`;
  return `${north}, ${Math.abs(longitude_deg).toFixed(digits)}° ${longitude_deg < 0 ? "W" : "E"}`;
}

const WINDS = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];
export function wind(azimuth_deg: number): string {
  return WINDS[Math.round((((azimuth_deg % 360) + 360) % 360) / 45) % 8] ?? "";
}
