// What the server and the page say to each other: SI units, degrees for places.

/** 5, 50 and 95 % of the draws, and the answer for the nominal numbers; null: never, or unknown. */
export interface Interval { low: number | null; median: number | null; high: number | null; nominal?: number | null }
export interface Place { latitude_deg: number; longitude_deg: number }

export interface Radar extends Place {
  id: string;
  entry: string;
  mount: string | null;
  antenna_agl_m: number | null;
  sector_centre_deg: number | null;
  on: boolean;
}

export interface Battery { entry: string; missile: string; radar: string }

/** The whole question; the same object goes to the server and into the link. */
export interface Scene {
  radars: Radar[];
  target: { entry: string; configuration: string };
  height: { value_m: number; above: "ground" | "sea" };
  radius_m: number;
  pd: number;
  networked: boolean;
  battery: Battery | null;
  what_if: Record<string, number>;
  draws: number;
  seed: number;
}

/** A rectangle of the Web-Mercator map, `width` x `height` pixels, row 0 north. */
export interface View {
  west_deg: number; south_deg: number; east_deg: number; north_deg: number;
  width: number; height: number;
}

export interface RadarChoice {
  id: string; label: string; system: string; civil: boolean; airborne: boolean; role: string;
  mounts: string[]; what_if_mounts: string[];
  sector_deg: number; slewable: boolean; antenna_agl_m: number | null; instrumented_range_m: number | null;
  computable: boolean; reason: string;
}
export interface TargetChoice {
  id: string; label: string; target_class: string; configurations: string[];
  height_m: number; above: "ground" | "sea";
}
export interface MissileChoice { id: string; label: string; range_max_m: number | null; computable: boolean; reason: string }
export interface BatteryChoice {
  id: string; label: string; missiles: MissileChoice[]; guides: string[]; radars: string[]; computable: boolean; reason: string;
}
export interface NamedPlace extends Place { name: string; note?: string | null }
export interface Example {
  title: string; question: string; scene: Scene; look_at?: Place | null;
  compare?: { other: string; own: string; scene: Scene } | null; // what it is held against, in words
}

export interface Start {
  version: string;
  terrain: { label: string; resolution_m: number; note: string };
  limits: Record<string, number | [number, number]>;
  study: {
    name: string; title: string; question: string; scene: Scene;
    sites: NamedPlace[]; places: NamedPlace[]; has_claims: boolean; ring_m: number | null; ring_label: string | null;
  };
  examples: Example[];
  radars: RadarChoice[];
  targets: TargetChoice[];
  batteries: BatteryChoice[];
}

export type Rings = GeoJSON.MultiPolygon;
export interface RadarAnswer {
  id: string; label: string;
  range_m: Interval; sector_range_m: Interval; sector_confirmed_m: Interval; confirmed_m: Interval;
  ring_m: number | null; share_radius_m: number;
  share_of_ring: Interval; area_m2: Interval; cell_m: number;
  outline: { low: Rings; median: Rings; high: Rings };
  sentence: string;
}
export interface Answer {
  key: string;
  radars: RadarAnswer[];
  draws: number;
  union: { area_m2: Interval; sentence?: string } | null;
  notes: string[];
}

export interface PointRadar {
  id: string; distance_m: number; azimuth_deg: number; covered: boolean; share: number | null;
  factor: number | null; factor_words: string | null; reason: string | null;
  shares_by_factor: Record<string, number>; // of the draws, "covered" among them
  draws_sentence: string; // what the draws say beyond the nominal answer, "" if nothing
  lowest_covered_m: number | null; highest_covered_m: number | null;
  pd: { nominal: number; low: number; high: number } | null;
  snr_db: number | null; edge_loss_db: number | null; slant_m: number | null; sentence: string;
  [more: string]: unknown;
}
export interface PointAnswer { ground_m: number | null; radars: PointRadar[] }

type Line = (number | null)[];
export interface Profile {
  distance_m: number[]; ground_m: Line; curved_ground_m: Line; target_altitude_m: Line;
  lowest_visible_m: Line; lowest_covered_m: Line; highest_covered_m: Line;
  edge: { distance_m: number | null; altitude_m: number | null };
  edge_loss_db: Line; antenna_altitude_m: number; horizon_m: number | null; sentence: string;
  drop_m: number[]; place_m: number;
}
export interface Band { nominal: Line; low: Line; high: Line }
export interface Vertical { distance_m: number[]; ground_m: Line; lowest_m: Band; highest_m: Band; sentence?: string }

export interface Sources { radar: string; quantity: string; rows: SourceRow[] }
export interface SourceRow {
  key: string; label: string; nominal: number | null; low: number | null; high: number | null;
  unit: string; shown: string; grade: string; basis: string;
  sources: { id: string; title: string; publisher?: string; date?: string; address?: string }[];
  typed: { unit: string; factor: number; levels: [number, number, number] | null };
  options: { value: number; words: string }[]; meaning: string;
  note: string; what_if: number | null; what_if_range: [number, number] | null; swing: number | null;
}
