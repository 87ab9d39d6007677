// Plays a raid of a result folder: tracks, shots, hits and leakers, with time in the reader's hand.
import { getJson, ServerError } from "./api";
import { h, option } from "./dom";
import { mercatorX, mercatorY } from "./mercator";
import type { Overlay } from "./overlay";
import type { Theme } from "./palette";
import { drawMark, RAID_COLOURS } from "./raid_marks";

interface Track {
  id: string; name: string; kind: "radar" | "launcher" | "target" | "interceptor" | "place";
  time_s: number[]; latitude_deg: number[]; longitude_deg: number[]; altitude_m: number[];
}
interface Event { time_s: number; event: string; subject: string; subject_key: string; subject_name: string; object: string; text: string }
interface Raid { id: string; label: string; duration_s: number; mark: string; entities: Track[]; events: Event[] }
interface End { id: string; time_s: number; at: [number, number, number]; killed: boolean }

const SPEEDS = [1, 5, 20, 60];
const KILLED = /^kill/;
const LEAKED = /^leak/;

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

/** What happened, with the name of who did it in place of its key. */
function told(event: Event): string {
  const { text, subject_key: key, subject_name } = event;
  const words = subject_name && key && text.startsWith(`${key} `) ? `${subject_name}${text.slice(key.length)}` : text;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export class RaidPlayer {
  private raid: Raid | null = null;
  private time_s = 0;
  private speed = 20;
  private playing = false;
  private last = 0;
  private range: [number, number] = [0, 1];
  private ends: End[] = [];

  constructor(private readonly section: HTMLElement, private readonly overlay: Overlay, private readonly theme: () => Theme, private readonly frame: (box: [number, number, number, number]) => void, private readonly changed: () => void) {
    overlay.painters.push((context, project) => this.paint(context, project));
    void this.list();
  }

  /** The name of the raid on the map, or null. */
  get shown(): string | null { return this.raid?.label ?? null; }

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

  /** Takes the raid off the map. */
  clear(): void {
    const select = this.section.querySelector<HTMLSelectElement>("#raid-pick");
    if (!this.raid || !select) return;
    select.value = "";
    void this.load("");
  }

  private async load(id: string): Promise<void> {
    const body = this.section.querySelector("#raid-body") as HTMLElement;
    this.playing = false;
    if (!id) { this.raid = null; body.replaceChildren(); this.overlay.redraw(); this.changed(); return; }
    try { this.raid = await getJson<Raid>(`/api/raids/${encodeURIComponent(id)}`); } catch (error) {
      body.replaceChildren(h("p", { class: "note" }, error instanceof ServerError ? error.message : "The server does not answer."));
      return;
    }
    const { events, entities } = this.raid;
    this.range = [0, this.raid.duration_s];
    this.time_s = 0;
    this.ends = events.filter((e) => KILLED.test(e.event) || LEAKED.test(e.event)).flatMap((e): End[] => {
      const who = entities.find((track) => track.kind === "target" && (track.id === e.object || track.id === e.subject));
      const last = who ? placeAt(who, Math.min(e.time_s, who.time_s.at(-1) as number)) : null;
      return last && who ? [{ id: who.id, time_s: e.time_s, at: last, killed: KILLED.test(e.event) }] : [];
    });
    this.controls(body);
    this.changed();
    const [lats, lons] = [entities.flatMap((t) => t.latitude_deg), entities.flatMap((t) => t.longitude_deg)];
    this.frame([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]);
    this.seek(this.time_s);
  }

  private controls(body: HTMLElement): void {
    const scrub = h("input", { type: "range", id: "raid-time", min: this.range[0], max: this.range[1], step: "any", value: this.time_s, "aria-label": "Time", oninput: () => { this.playing = false; this.seek(Number(scrub.value)); } });
    const speed = h("select", { id: "raid-speed", onchange: () => { this.speed = Number(speed.value); } }, ...SPEEDS.map((s) => option(String(s), `${s} times`, s === this.speed)));
    const play = h("button", { type: "button", id: "raid-play", onclick: () => this.toggle() }, "Play");
    body.replaceChildren(h("div", { class: "row" }, play, h("label", { class: "field" }, h("span", {}, "Speed"), speed)), scrub,
      h("p", { id: "raid-clock" }), h("ol", { id: "raid-log", tabindex: 0, "aria-label": "What happened so far" }),
      h("p", { class: "flag" }, this.raid?.mark ?? ""));
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

  private count(kind: RegExp): number { return this.raid?.events.filter((e) => e.time_s <= this.time_s && kind.test(e.event)).length ?? 0; }

  private write(): void {
    const play = this.section.querySelector("#raid-play");
    if (play) play.textContent = this.playing ? "Pause" : "Play";
    const clock = this.section.querySelector("#raid-clock");
    if (!clock || !this.raid) return;
    const over = new Set(this.ends.filter((end) => end.time_s <= this.time_s).map((end) => end.id));
    const flying = this.raid.entities.filter((t) => t.kind === "target" && !over.has(t.id) && placeAt(t, this.time_s)).length;
    clock.textContent = `${Math.floor(this.time_s / 60)} min ${Math.floor(this.time_s % 60)} s: ${flying} flying, ${this.count(/^launch/)} shots, ${this.count(KILLED)} hit, ${this.count(LEAKED)} got through`;
    const log = this.section.querySelector("#raid-log") as HTMLElement;
    const past = this.raid.events.filter((e) => e.time_s <= this.time_s).slice(-6);
    const words = past.map((e) => `${Math.round(e.time_s)} s: ${told(e)}`);
    if (log.textContent !== words.join("")) log.replaceChildren(...words.map((w) => h("li", {}, w)));
  }

  private paint(context: CanvasRenderingContext2D, project: (x: number, y: number) => [number, number]): void {
    if (!this.raid) return;
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
    const { target: targets, missile: missiles } = RAID_COLOURS[this.theme()];
    for (const track of this.raid.entities) {
      if (track.kind === "radar" || track.kind === "launcher" || track.kind === "place") {
        drawMark(context, "stand", ...at(track.latitude_deg[0] as number, track.longitude_deg[0] as number), this.theme());
        continue;
      }
      const now = placeAt(track, this.time_s);
      if (!now) continue;
      const isTarget = track.kind === "target";
      trail(track, isTarget ? targets : missiles, isTarget ? 120 : 60);
      const [x, y] = at(now[0], now[1]);
      drawMark(context, isTarget ? "target" : "missile", x, y, this.theme());
    }
    for (const end of this.ends) {
      if (end.time_s > this.time_s) continue;
      drawMark(context, end.killed ? "hit" : "leak", ...at(end.at[0], end.at[1]), this.theme());
    }
  }
}
