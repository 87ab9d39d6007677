// Lines over the map: the quoted ring, the edge of the cover, sectors, the section, places asked
// about. Redrawn whenever the map or the scene moves; a few thousand points take under a millisecond.
import type { Map as MapLibre } from "maplibre-gl";
import { currentView } from "./cover_canvas";
import { destination, mercatorX, mercatorY, rectOf } from "./mercator";
import type { Theme } from "./palette";
import type { Store } from "./state";
import type { Answer, Place, Rings, Start } from "./types";

type Path = Float64Array; // x, y, x, y, ... on the unit square
export type Painter = (context: CanvasRenderingContext2D, project: (x: number, y: number) => [number, number]) => void;

function toPaths(rings: Rings | undefined): Path[] {
  if (!rings) return [];
  return rings.coordinates.flatMap((polygon) => polygon.map((ring) => {
    const path = new Float64Array(ring.length * 2);
    ring.forEach((point, index) => {
      path[2 * index] = mercatorX(point[0] as number);
      path[2 * index + 1] = mercatorY(point[1] as number);
    });
    return path;
  }));
}

/** A circle on the ground, or a part of one. */
export function circle(centre: Place, radius_m: number, from_deg = 0, to_deg = 360): Path {
  const steps = Math.max(8, Math.round(Math.abs(to_deg - from_deg) / 2));
  const path = new Float64Array((steps + 1) * 2);
  for (let i = 0; i <= steps; i++) {
    const [lat, lon] = destination(centre.latitude_deg, centre.longitude_deg, from_deg + ((to_deg - from_deg) * i) / steps, radius_m);
    path[2 * i] = mercatorX(lon);
    path[2 * i + 1] = mercatorY(lat);
  }
  return path;
}

const INK = {
  light: { line: "#00344f", halo: "rgba(255,255,255,0.75)", ring: "#a1003c", mark: "#111111" },
  dark: { line: "#cfeaff", halo: "rgba(0,0,0,0.7)", ring: "#ff8fb5", mark: "#ffffff" },
};

export class Overlay {
  theme: Theme = "light";
  /** How far the display of each radar goes, m. */
  displays = new Map<string, number>();
  painters: Painter[] = [];
  /** Told when other lines than before lie on the screen. */
  changed: () => void = () => undefined;
  /** Which lines lie on the screen now, for the legend. */
  readonly inView = { low: false, median: false, high: false, ring: false, sector: false };
  private outlines: { low: Path[]; median: Path[]; high: Path[] } | null = null;
  private pending = false;
  private readonly context: CanvasRenderingContext2D;

  constructor(
    private readonly map: MapLibre, readonly canvas: HTMLCanvasElement,
    private readonly store: Store, private readonly start: Start,
  ) {
    this.context = canvas.getContext("2d") as CanvasRenderingContext2D;
    map.on("move", () => this.draw());
    map.on("resize", () => this.draw());
    store.subscribe((what) => { if (what !== "camera") this.redraw(); });
  }

  setAnswer(answer: Answer | null): void {
    const all = (which: "low" | "median" | "high"): Path[] => answer?.radars.flatMap((radar) => toPaths(radar.outline[which])) ?? [];
    this.outlines = answer ? { low: all("low"), median: all("median"), high: all("high") } : null;
    this.redraw();
  }

  /** The ring that was quoted for the study's own system; for other radars, the range of their display. */
  shownRings(): { at: Place; radius_m: number; quoted: boolean }[] {
    const { study, radars } = this.start;
    const systemOf = (entry: string): string => radars.find((choice) => choice.id === entry)?.system ?? "";
    const quoted = study.scene.radars.map((radar) => systemOf(radar.entry));
    const found: { at: Place; radius_m: number; quoted: boolean }[] = [];
    for (const radar of this.store.scene.radars.filter((entry) => entry.on)) {
      const isQuoted = study.ring_m !== null && systemOf(radar.entry) !== "" && quoted.includes(systemOf(radar.entry));
      const radius_m = isQuoted ? study.ring_m : this.displays.get(radar.id);
      if (radius_m) found.push({ at: radar, radius_m, quoted: isQuoted });
    }
    return found;
  }

  /** Draws once before the next frame, however often it is asked. */
  redraw(): void {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => { this.pending = false; this.draw(); });
  }

  private draw(): void {
    const { clientWidth, clientHeight } = this.map.getContainer();
    const ratio = Math.min(window.devicePixelRatio, 2);
    const [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.clearRect(0, 0, clientWidth, clientHeight);
    const rect = rectOf(currentView(this.map));
    const across = clientWidth / (rect.right - rect.left);
    const down = clientHeight / (rect.bottom - rect.top);
    const project = (x: number, y: number): [number, number] => [(x - rect.left) * across, (y - rect.top) * down];
    const before = JSON.stringify(this.inView);
    this.drawScene(project);
    if (JSON.stringify(this.inView) !== before) this.changed();
    for (const painter of this.painters) painter(this.context, project);
  }

  private drawScene(project: (x: number, y: number) => [number, number]): void {
    const { layers, why, section, section_from } = this.store.ui;
    const ink = INK[this.theme];
    const seen = this.inView;
    seen.low = seen.median = seen.high = seen.ring = seen.sector = false;
    if (layers.outlines && this.outlines && !this.store.dragging) {
      seen.high = this.stroke(this.outlines.high, project, ink.line, 1.1, [2, 3]);
      seen.low = this.stroke(this.outlines.low, project, ink.line, 1.1, [7, 3]);
      seen.median = this.stroke(this.outlines.median, project, ink.line, 1.8, []);
    }
    if (layers.ring) for (const { at, radius_m } of this.shownRings())
      seen.ring = this.stroke([circle(at, radius_m)], project, ink.ring, 1.8, [9, 6]) || seen.ring;
    for (const radar of this.store.scene.radars) if (radar.on) seen.sector = this.drawSector(radar, project, ink.mark) || seen.sector;
    const from = section_from ?? this.store.selected;
    if (section && from) this.stroke([Float64Array.of(mercatorX(from.longitude_deg), mercatorY(from.latitude_deg), mercatorX(section.longitude_deg), mercatorY(section.latitude_deg))], project, ink.mark, 2, []);
    if (section) this.mark(section, project, ink.mark, "square");
    if (section_from) this.mark(section_from, project, ink.mark, "square");
    if (why) this.mark(why, project, ink.mark, "cross");
  }

  private drawSector(radar: { entry: string; sector_centre_deg: number | null } & Place, project: (x: number, y: number) => [number, number], colour: string): boolean {
    const sector = this.start.radars.find((choice) => choice.id === radar.entry)?.sector_deg;
    if (!sector || sector >= 360 || radar.sector_centre_deg === null) return false;
    const centre = radar.sector_centre_deg;
    const reach = this.store.scene.radius_m;
    const arms = [-1, 1].map((side) => {
      const [lat, lon] = destination(radar.latitude_deg, radar.longitude_deg, centre + (side * sector) / 2, reach);
      return Float64Array.of(mercatorX(radar.longitude_deg), mercatorY(radar.latitude_deg), mercatorX(lon), mercatorY(lat));
    });
    return this.stroke([...arms, circle(radar, reach, centre - sector / 2, centre + sector / 2)], project, colour, 1.2, [4, 3]);
  }

  stroke(paths: Path[], project: (x: number, y: number) => [number, number], colour: string, width: number, dash: number[]): boolean {
    const context = this.context;
    const { clientWidth, clientHeight } = this.map.getContainer();
    let inside = false;
    context.beginPath();
    for (const path of paths) {
      for (let i = 0; i < path.length; i += 2) {
        const [x, y] = project(path[i] as number, path[i + 1] as number);
        if (i === 0) context.moveTo(x, y); else context.lineTo(x, y);
        if (x >= 0 && y >= 0 && x <= clientWidth && y <= clientHeight) inside = true;
      }
    }
    context.setLineDash([]);
    context.strokeStyle = INK[this.theme].halo;
    context.lineWidth = width + 2;
    if (paths.length < 40) context.stroke();
    context.setLineDash(dash);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
    context.setLineDash([]);
    return inside;
  }

  private mark(place: Place, project: (x: number, y: number) => [number, number], colour: string, kind: "cross" | "square"): void {
    const [x, y] = project(mercatorX(place.longitude_deg), mercatorY(place.latitude_deg));
    const context = this.context;
    context.beginPath();
    if (kind === "cross") {
      context.moveTo(x - 8, y); context.lineTo(x + 8, y);
      context.moveTo(x, y - 8); context.lineTo(x, y + 8);
    } else context.rect(x - 5, y - 5, 10, 10);
    context.strokeStyle = INK[this.theme].halo;
    context.lineWidth = 5;
    context.stroke();
    context.strokeStyle = colour;
    context.lineWidth = 2.2;
    context.stroke();
  }
}
