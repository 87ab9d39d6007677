// The live loop: one question to the server at a time, the newest place of the radar next. What each
// radar sees is kept, so that dragging one of several asks only about that one.
import { CLIENT, isAbort, nextSeq, postBytes, ServerError } from "./api";
import { currentView, sameRectangle } from "./cover_canvas";
import { COVERED, OUTSIDE, UNKNOWN } from "./palette";
import type { Store } from "./state";
import type { Radar, Scene, View } from "./types";
import type { Map as MapLibre } from "maplibre-gl";

export interface Told { seq: number; compute_ms: number; ring_m: number | null; note: string | null }
interface Kept { bytes: Uint8Array; view: View; question: string; told: Told }
export interface Picture { bytes: Uint8Array; view: View }
/** One answered question: for the benchmark, and for the page's own choice of resolution. */
export interface Beat { sent_ms: number; drawn_ms: number; compute_ms: number; pixels: number; dragging: boolean }

const SLOW_MS = 90; // above it the next picture has fewer pixels; 10 a second need 100
const QUICK_MS = 45;

/** All that the picture of one radar depends on, in words. */
function question(scene: Scene, radar: Radar): string {
  const { on: _on, ...rest } = radar;
  const { radars: _radars, networked: _n, battery: _b, draws: _d, seed: _s, ...asked } = scene;
  return JSON.stringify([rest, asked]);
}

/** Seen by any of them: covered wins; else the reason of the first radar that has one. */
export function combine(pictures: Picture[]): Picture | null {
  const first = pictures[0];
  if (!first || pictures.length === 1) return first ?? null;
  const bytes = first.bytes.slice();
  for (const { bytes: other } of pictures.slice(1)) {
    for (let i = 0; i < bytes.length; i++) {
      const mine = bytes[i] as number;
      if (mine === COVERED) continue;
      const theirs = other[i] as number;
      if (theirs === COVERED || mine === OUTSIDE || (mine === UNKNOWN && theirs !== OUTSIDE)) bytes[i] = theirs;
    }
  }
  return { bytes, view: first.view };
}

export class Live {
  readonly kept = new Map<string, Kept>();
  readonly beats: Beat[] = [];
  private running = false;
  private again = false;
  private scale = 1;
  private drag_scale = 1;
  private controller: AbortController | null = null;

  constructor(
    private readonly map: MapLibre,
    private readonly store: Store,
    private readonly draw: (picture: Picture | null) => void,
    private readonly problem: (error: ServerError | null, radar: Radar | null) => void,
  ) {}

  /** Whether every picture on the screen is that of the scene. */
  get idle(): boolean { return !this.running && !this.again; }

  /** Something changed: ask again as soon as the line is free. */
  wake(): void {
    if (this.running) { this.again = true; return; }
    void this.loop();
  }

  /** Forgets what is being asked: it was about a view that has gone. */
  drop(): void { this.controller?.abort(); }

  private wanted(): View {
    this.scale = this.store.dragging ? this.drag_scale : 1;
    return currentView(this.map, this.scale);
  }

  private shown(): Radar[] { return this.store.scene.radars.filter((radar) => radar.on); }

  private isStale(radar: Radar, view: View): boolean {
    const kept = this.kept.get(radar.id);
    if (!kept || !sameRectangle(kept.view, view) || kept.question !== question(this.store.scene, radar)) return true;
    return kept.view.width !== view.width || kept.view.height !== view.height;
  }

  private async loop(): Promise<void> {
    this.running = true;
    try {
      for (;;) {
        this.again = false;
        const view = this.wanted();
        const stale = this.shown().filter((radar) => this.isStale(radar, view));
        const next = stale.find((radar) => radar.id === this.store.ui.selected) ?? stale[0];
        if (!next) { this.paint(view); if (!this.again) break; else continue; }
        if (!(await this.ask(next, view))) break;
      }
    } finally { this.running = false; }
    if (this.again) this.wake();
  }

  /** Asks about one radar; false if that failed and asking again would not help. */
  private async ask(radar: Radar, view: View): Promise<boolean> {
    const scene = structuredClone(this.store.scene);
    const key = question(scene, radar);
    const sent = performance.now();
    const dragging = this.store.dragging;
    this.controller = new AbortController();
    try {
      const { bytes, told } = await postBytes<Told>(
        "/api/live", { client: CLIENT, seq: nextSeq(), scene, radar: radar.id, view }, this.controller.signal,
      );
      if (bytes.length !== view.width * view.height) throw new ServerError(0, "the server sent a picture of the wrong size", null);
      this.kept.set(radar.id, { bytes, view, question: key, told });
      this.problem(null, radar);
      // Drawn with the next frame, while the server already works on the next question.
      requestAnimationFrame(() => {
        this.paint(view);
        this.note({ sent_ms: sent, drawn_ms: performance.now(), compute_ms: told.compute_ms, pixels: bytes.length, dragging });
      });
      return true;
    } catch (error) {
      if (isAbort(error) || (error instanceof ServerError && error.status === 409)) return true;
      this.kept.delete(radar.id);
      this.paint(view);
      this.problem(error instanceof ServerError ? error : new ServerError(0, "The server does not answer. Is `skyshed serve` still running?", null), radar);
      return false;
    }
  }

  /** Draws what is known of this rectangle; pictures of other sizes wait until they are renewed. */
  private paint(view: View): void {
    const pictures: Picture[] = [];
    for (const radar of this.shown()) {
      const kept = this.kept.get(radar.id);
      if (kept && sameRectangle(kept.view, view)) pictures.push(resample(kept, view));
    }
    this.draw(combine(pictures));
  }

  private note(beat: Beat): void {
    this.beats.push(beat);
    if (this.beats.length > 2000) this.beats.shift();
    if (!beat.dragging) return;
    const took = beat.drawn_ms - beat.sent_ms;
    if (took > SLOW_MS) this.drag_scale = Math.max(0.35, this.drag_scale * 0.85);
    else if (took < QUICK_MS) this.drag_scale = Math.min(1, this.drag_scale * 1.1);
  }
}

/** The same rectangle with other pixels, nearest neighbour. */
export function resample(picture: Picture, view: View): Picture {
  const { width, height } = view;
  const from = picture.view;
  if (from.width === width && from.height === height) return picture;
  const bytes = new Uint8Array(width * height);
  const columns = Uint32Array.from({ length: width }, (_, x) => Math.floor(((x + 0.5) * from.width) / width));
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * from.height) / height) * from.width;
    for (let x = 0; x < width; x++) bytes[y * width + x] = picture.bytes[row + (columns[x] as number)] as number;
  }
  return { bytes, view };
}
