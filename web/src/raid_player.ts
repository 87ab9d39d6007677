// Plays a raid of a result folder: tracks, shots, hits and leakers, with time in the reader's hand.
import { getJson, ServerError } from "./api";
import { h, option } from "./dom";
import { mercatorX, mercatorY } from "./mercator";
import type { Overlay } from "./overlay";
import type { Theme } from "./palette";

interface Track { id: string; label?: string; kind?: string; time_s: number[]; latitude_deg: number[]; longitude_deg: number[]; altitude_m: number[]; fate?: string | null }
interface Event { time_s: number; kind: string; words?: string; label?: string; latitude_deg?: number | null; longitude_deg?: number | null; target?: string | null; [more: string]: unknown }
interface Raid { id: string; label: string; targets: Track[]; interceptors: Track[]; events: Event[]; note?: string | null }

const SPEEDS = [1, 5, 20, 60];

/** Where something is at a time, between its two nearest points; null before and after its track. */
export function placeAt(track: Track, time_s: number): [number, number, number] | null {
  const times = track.time_s;
  const n = times.length;
  if (n === 0 || time_s < (times[0] as number) || time_s > (times[n - 1] as number)) return null;
  let [low, high] = [0, n - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= time_s) low = middle; else high = middle;
  }
  const span = (times[high] as number) - (times[low] as number);
  const part = span > 0 ? (time_s - (times[low] as number)) / span : 0;
  const mix = (line: number[]): number => (line[low] as number) + part * ((line[high] as number) - (line[low] as number));
  return [mix(track.latitude_deg), mix(track.longitude_deg), mix(track.altitude_m)];
}

export class RaidPlayer {
  private raid: Raid | null = null;
  private time_s = 0;
  private speed = 20;
  private playing = false;
  private last = 0;
  private range: [number, number] = [0, 1];

  constructor(private readonly section: HTMLElement, private readonly overlay: Overlay, private readonly theme: () => Theme, private readonly frame: (box: [number, number, number, number]) => void) {
    overlay.painters.push((context, project) => this.paint(context, project));
    void this.list();
  }

  private async list(): Promise<void> {
    let raids: { id: string; label: string }[] = [];
    try { raids = await getJson("/api/raids"); } catch (error) { if (!(error instanceof ServerError)) throw error; }
    const details = h("details", {}, h("summary", {}, h("h2", {}, "Play a raid")));
    this.section.replaceChildren(details);
    if (!raids.length) {
      details.append(h("p", { class: "hint" }, "No result with raids is loaded. Run a study and name its folder: `skyshed serve --results out/turkey-2019`."));
      return;
    }
    const select = h("select", { id: "raid-pick", onchange: () => void this.load(select.value) }, option("", "choose a raid", true), ...raids.map((raid) => option(raid.id, raid.label, false)));
    details.append(h("p", { class: "hint" }, "One typical run of an invented raid, to show the sequence; the statistics are in the report."),
      h("label", { class: "field" }, h("span", {}, "Raid"), select), h("div", { id: "raid-body" }));
  }

  private async load(id: string): Promise<void> {
    const body = this.section.querySelector("#raid-body") as HTMLElement;
    this.playing = false;
    if (!id) { this.raid = null; body.replaceChildren(); this.overlay.redraw(); return; }
    try { this.raid = await getJson<Raid>(`/api/raids/${encodeURIComponent(id)}`); } catch (error) {
      body.replaceChildren(h("p", { class: "note" }, error instanceof ServerError ? error.message : "The server does not answer."));
      return;
    }
    const tracks = [...this.raid.targets, ...this.raid.interceptors].filter((track) => track.time_s.length);
    this.range = [Math.min(...tracks.map((t) => t.time_s[0] as number)), Math.max(...tracks.map((t) => t.time_s.at(-1) as number), ...this.raid.events.map((e) => e.time_s))];
    this.time_s = this.range[0];
    this.controls(body);
    const lats = tracks.flatMap((t) => t.latitude_deg);
    const lons = tracks.flatMap((t) => t.longitude_deg);
    this.frame([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]);
    this.seek(this.time_s);
  }

  private controls(body: HTMLElement): void {
    const scrub = h("input", { type: "range", id: "raid-time", min: this.range[0], max: this.range[1], step: "any", value: this.time_s, "aria-label": "Time", oninput: () => { this.playing = false; this.seek(Number(scrub.value)); } });
    const speed = h("select", { id: "raid-speed", onchange: () => { this.speed = Number(speed.value); } }, ...SPEEDS.map((s) => option(String(s), `${s} times`, s === this.speed)));
    const play = h("button", { type: "button", id: "raid-play", onclick: () => this.toggle() }, "Play");
    body.replaceChildren(h("div", { class: "row" }, play, h("label", { class: "field" }, h("span", {}, "Speed"), speed)), scrub,
      h("p", { id: "raid-clock" }), h("ol", { id: "raid-log", tabindex: 0, "aria-label": "What happened so far" }), this.raid?.note ? h("p", { class: "note" }, this.raid.note) : null as unknown as Node);
  }

  private toggle(): void {
    if (this.time_s >= this.range[1]) this.time_s = this.range[0];
    this.playing = !this.playing;
    this.last = performance.now();
    this.write();
    if (this.playing) requestAnimationFrame((now) => this.tick(now));
  }

  private tick(now: number): void {
    if (!this.playing) return;
    this.seek(Math.min(this.range[1], this.time_s + ((now - this.last) / 1000) * this.speed));
    this.last = now;
    if (this.time_s >= this.range[1]) { this.playing = false; this.write(); } else requestAnimationFrame((next) => this.tick(next));
  }

  private seek(time_s: number): void {
    this.time_s = time_s;
    const scrub = this.section.querySelector<HTMLInputElement>("#raid-time");
    if (scrub && document.activeElement !== scrub) scrub.value = String(time_s);
    if (scrub) scrub.setAttribute("aria-valuetext", `${Math.round(time_s)} seconds`);
    this.write();
    this.overlay.redraw();
  }

  private count(kind: RegExp): number { return this.raid?.events.filter((e) => e.time_s <= this.time_s && kind.test(e.kind)).length ?? 0; }

  private write(): void {
    const play = this.section.querySelector("#raid-play");
    if (play) play.textContent = this.playing ? "Pause" : "Play";
    const clock = this.section.querySelector("#raid-clock");
    if (!clock || !this.raid) return;
    const flying = this.raid.targets.filter((t) => placeAt(t, this.time_s)).length;
    clock.textContent = `${Math.floor(this.time_s / 60)} min ${Math.floor(this.time_s % 60)} s: ${flying} flying, ${this.count(/launch|shot|fire/)} shots, ${this.count(/kill|hit/)} hit, ${this.count(/leak|arriv/)} got through`;
    const log = this.section.querySelector("#raid-log") as HTMLElement;
    const past = this.raid.events.filter((e) => e.time_s <= this.time_s).slice(-6);
    const words = past.map((e) => `${Math.round(e.time_s)} s: ${e.words ?? e.label ?? e.kind}`);
    if (log.textContent !== words.join("")) log.replaceChildren(...words.map((w) => h("li", {}, w)));
  }

  private paint(context: CanvasRenderingContext2D, project: (x: number, y: number) => [number, number]): void {
    if (!this.raid) return;
    const dark = this.theme() === "dark";
    const at = (lat: number, lon: number): [number, number] => project(mercatorX(lon), mercatorY(lat));
    const trail = (track: Track, colour: string, seconds: number): void => {
      context.beginPath();
      let pen = false;
      track.time_s.forEach((time, i) => {
        if (time > this.time_s || time < this.time_s - seconds) return;
        const [x, y] = at(track.latitude_deg[i] as number, track.longitude_deg[i] as number);
        if (pen) context.lineTo(x, y); else context.moveTo(x, y);
        pen = true;
      });
      const now = placeAt(track, this.time_s);
      if (now && pen) context.lineTo(...at(now[0], now[1]));
      context.strokeStyle = colour;
      context.lineWidth = 1.6;
      context.stroke();
    };
    const [targets, missiles] = dark ? ["#f0e442", "#ff9dc4"] : ["#1a1a1a", "#8b0045"];
    for (const track of this.raid.targets) {
      trail(track, targets, 120);
      const now = placeAt(track, this.time_s);
      if (!now) continue;
      const [x, y] = at(now[0], now[1]);
      context.fillStyle = targets;
      context.beginPath();
      context.arc(x, y, 4, 0, 2 * Math.PI);
      context.fill();
    }
    for (const track of this.raid.interceptors) {
      const now = placeAt(track, this.time_s);
      if (!now) continue;
      trail(track, missiles, 60);
      const [x, y] = at(now[0], now[1]);
      context.fillStyle = missiles;
      context.fillRect(x - 3, y - 3, 6, 6);
    }
    for (const event of this.raid.events) {
      if (event.time_s > this.time_s || typeof event.latitude_deg !== "number" || typeof event.longitude_deg !== "number") continue;
      const [x, y] = at(event.latitude_deg, event.longitude_deg);
      context.strokeStyle = /kill|hit/.test(event.kind) ? missiles : targets;
      context.lineWidth = 2;
      context.beginPath();
      if (/kill|hit/.test(event.kind)) { context.moveTo(x - 6, y - 6); context.lineTo(x + 6, y + 6); context.moveTo(x + 6, y - 6); context.lineTo(x - 6, y + 6); }
      else if (/leak|arriv/.test(event.kind)) context.arc(x, y, 7, 0, 2 * Math.PI);
      context.stroke();
    }
  }
}
