// The whole state of the view: what is asked (the scene) and how it is shown. It goes into the link.
import { padding } from "./frame";
import type { Place, Radar, Scene, Start } from "./types";

export type Colouring = "now" | "spread" | "none";
export interface Layers {
  colouring: Colouring; reasons: boolean; outlines: boolean; ring: boolean; reach: boolean;
  hillshade: boolean; labels: boolean;
}
export interface Camera extends Place { zoom: number }
export interface Ui {
  selected: string; layers: Layers; camera: Camera; why: Place | null; section: Place | null; section_from: Place | null;
}
export interface State { scene: Scene; ui: Ui }
export type What = "scene" | "dragging" | "selected" | "layers" | "camera" | "why" | "section";

export const MAX_RADARS = 8;

export function defaultUi(scene: Scene): Ui {
  const first = scene.radars[0];
  return {
    selected: first?.id ?? "",
    layers: { colouring: "spread", reasons: true, outlines: true, ring: true, reach: false, hillshade: true, labels: true },
    camera: {
      latitude_deg: first?.latitude_deg ?? 39, longitude_deg: first?.longitude_deg ?? 33,
      zoom: zoomFor(scene.radius_m, first?.latitude_deg ?? 39),
    },
    why: null,
    section: null,
    section_from: null,
  };
}

/** A zoom at which a circle of this radius fits the free part of the screen. */
export function zoomFor(radius_m: number, latitude_deg: number): number {
  const { left, right, top, bottom } = padding();
  const pixels = Math.min(window.innerWidth - left - right, window.innerHeight - top - bottom);
  const metres_per_pixel = (2.15 * radius_m) / Math.max(pixels, 200);
  return Math.log2((40075016.686 * Math.cos((latitude_deg * Math.PI) / 180)) / (512 * metres_per_pixel));
}

/** Holds the state; whoever shows it subscribes and is told what changed. */
export class Store {
  private readonly listeners: ((what: What) => void)[] = [];
  dragging = false;

  constructor(public state: State) {}

  get scene(): Scene { return this.state.scene; }
  get ui(): Ui { return this.state.ui; }
  get selected(): Radar | undefined {
    return this.scene.radars.find((radar) => radar.id === this.ui.selected) ?? this.scene.radars[0];
  }

  /** Whether there is anything to ask about: no radar that is on, no question. */
  get isAsking(): boolean { return this.scene.radars.some((radar) => radar.on); }

  subscribe(listener: (what: What) => void): void { this.listeners.push(listener); }

  tell(what: What): void { for (const listener of this.listeners) listener(what); }

  /** Changes the scene; `what` "dragging" while the hand is still moving. */
  change(edit: (scene: Scene) => void, what: "scene" | "dragging" = "scene"): void {
    edit(this.scene);
    this.dragging = what === "dragging";
    this.tell(what);
  }

  changeUi(edit: (ui: Ui) => void, what: What): void {
    edit(this.ui);
    this.tell(what);
  }

  /** Takes a whole new scene, as an example or a link gives it. */
  replace(state: State): void {
    this.state = state;
    this.dragging = false;
    for (const what of ["scene", "selected", "layers", "camera", "why", "section"] as const) this.tell(what);
  }
}

// ---- the link ------------------------------------------------------------------------------------

export function encode(state: State): string {
  const bytes = new TextEncoder().encode(JSON.stringify({ v: 1, ...state }));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

class BadLink extends Error {}

function fail(where: string, expected: string): never { throw new BadLink(`${where}: expected ${expected}`); }

function number(value: unknown, where: string, low: number, high: number): number {
  if (typeof value !== "number" || !Number.isFinite(value) || value < low || value > high)
    fail(where, `a number from ${low} to ${high}`);
  return value;
}
function text(value: unknown, where: string): string {
  if (typeof value !== "string" || value.length > 100) fail(where, "a short text");
  return value;
}
function flag(value: unknown, where: string): boolean {
  if (typeof value !== "boolean") fail(where, "true or false");
  return value;
}
function object(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) fail(where, "an object");
  return value as Record<string, unknown>;
}
function maybe<T>(value: unknown, read: (value: unknown) => T): T | null {
  return value === null || value === undefined ? null : read(value);
}
function oneOf<T extends string>(value: unknown, where: string, known: readonly T[]): T {
  if (!known.includes(value as T)) fail(where, known.slice(0, 6).join(", "));
  return value as T;
}

function readPlace(value: unknown, where: string): Place {
  const given = object(value, where);
  return {
    latitude_deg: number(given.latitude_deg, `${where}.latitude_deg`, -85, 85),
    longitude_deg: number(given.longitude_deg, `${where}.longitude_deg`, -180, 180),
  };
}

function readRadar(value: unknown, index: number, start: Start): Radar {
  const where = `radars[${index}]`;
  const given = object(value, where);
  return {
    ...readPlace(given, where),
    id: text(given.id, `${where}.id`),
    entry: oneOf(given.entry, `${where}.entry`, start.radars.map((radar) => radar.id)),
    mount: maybe(given.mount, (x) => text(x, `${where}.mount`)),
    antenna_agl_m: maybe(given.antenna_agl_m, (x) => number(x, `${where}.antenna_agl_m`, 0, 1000)),
    sector_centre_deg: maybe(given.sector_centre_deg, (x) => number(x, `${where}.sector_centre_deg`, -360, 360)),
    on: flag(given.on, `${where}.on`),
  };
}

/** A scene from anywhere, checked field by field. */
export function readScene(value: unknown, start: Start): Scene {
  const given = object(value, "scene");
  if (!Array.isArray(given.radars) || given.radars.length < 1 || given.radars.length > MAX_RADARS)
    fail("radars", `1 to ${MAX_RADARS} of them`);
  const target = object(given.target, "target");
  const heightGiven = object(given.height, "height");
  const whatIf: Record<string, number> = {};
  for (const [key, fixed] of Object.entries(object(given.what_if ?? {}, "what_if")))
    whatIf[text(key, "what_if")] = number(fixed, `what_if.${key}`, -1e15, 1e15);
  return {
    radars: given.radars.map((radar, index) => readRadar(radar, index, start)),
    target: {
      entry: oneOf(target.entry, "target.entry", start.targets.map((entry) => entry.id)),
      configuration: text(target.configuration ?? "", "target.configuration"),
    },
    height: {
      value_m: number(heightGiven.value_m, "height.value_m", 1, 40000),
      above: oneOf(heightGiven.above, "height.above", ["ground", "sea"] as const),
    },
    radius_m: number(given.radius_m, "radius_m", 10000, 600000),
    pd: number(given.pd, "pd", 0.05, 0.99),
    networked: flag(given.networked ?? false, "networked"),
    battery: maybe(given.battery, (x) => {
      const battery = object(x, "battery");
      return {
        entry: text(battery.entry, "battery.entry"), missile: text(battery.missile, "battery.missile"),
        radar: text(battery.radar, "battery.radar"),
      };
    }),
    what_if: whatIf,
    draws: number(given.draws ?? 200, "draws", 20, 400),
    seed: number(given.seed ?? 1, "seed", 0, 2 ** 53),
  };
}

function readUi(value: unknown, scene: Scene): Ui {
  const ui = defaultUi(scene);
  const given = object(value ?? {}, "view");
  if (given.selected !== undefined) ui.selected = text(given.selected, "selected");
  const layers = object(given.layers ?? {}, "layers");
  for (const name of ["reasons", "outlines", "ring", "reach", "hillshade", "labels"] as const)
    if (layers[name] !== undefined) ui.layers[name] = flag(layers[name], `layers.${name}`);
  if (layers.colouring !== undefined)
    ui.layers.colouring = oneOf(layers.colouring, "layers.colouring", ["now", "spread", "none"] as const);
  if (given.camera !== undefined)
    ui.camera = { ...readPlace(given.camera, "camera"), zoom: number(object(given.camera, "camera").zoom, "camera.zoom", 0, 16) };
  ui.why = maybe(given.why, (x) => readPlace(x, "why"));
  ui.section = maybe(given.section, (x) => readPlace(x, "section"));
  ui.section_from = maybe(given.section_from, (x) => readPlace(x, "section_from"));
  return ui;
}

/** The state of a link, or why it cannot be read. */
export function decode(hash: string, start: Start): { state: State } | { problem: string } {
  try {
    if (hash.length > 20000) fail("link", "at most 20,000 characters");
    const binary = atob(hash.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const given = object(JSON.parse(new TextDecoder().decode(bytes)), "link");
    if (given.v !== 1) fail("link version", "1");
    const scene = readScene(given.scene, start);
    return { state: { scene, ui: readUi(given.ui, scene) } };
  } catch (error) {
    return { problem: error instanceof BadLink ? error.message : "it is damaged or cut off" };
  }
}
