// The first minute: what this is, and three worked questions to click.
import { CLIENT, isAbort, nextSeq, postJson, ServerError } from "./api";
import { h } from "./dom";
import { defaultUi, type Store } from "./state";
import { distance } from "./mercator";
import type { Answer, Example, Place, Start } from "./types";
import { areaInterval } from "./units";

const LEAST_VIEW_M = 40_000; // nearer, no name of a place would be in sight
const ROOM = 2.5; // the view over the cover: what lies just beyond it is the question

export class Tour {
  private taken = ""; // the question of the example that was clicked last
  private seen = ""; // what the answer said to it
  private hit = ""; // and what the intercepts said
  private held = ""; // and what it is held against
  private example: Example | null = null; // that waits for its first answer

  constructor(private readonly section: HTMLElement, private readonly store: Store, private readonly start: Start, private readonly went: (example: Example) => void, private readonly frame: (radius_m: number) => void) {
    this.build();
  }

  private build(): void {
    const { study, examples } = this.start;
    this.section.replaceChildren(
      h("h2", { id: "tour-title" }, study.question || study.title),
      h("p", {}, "News maps draw a ring round a radar. What it can really see depends on how high the aircraft flies, on the curve of the Earth, on hills, and on numbers that are not public. Move the radar: the true cover follows, and each place says why it is covered or not."),
      h("p", { class: "hint" }, "Three questions to start with:"),
      h("ul", { class: "examples" }, ...examples.map((example) => h("li", {}, h("button", { type: "button", onclick: () => this.take(example) }, h("b", {}, example.title), h("span", {}, example.question))))),
      h("p", { id: "tour-answer", role: "status" }),
    );
  }

  /** A named place well inside the radius, where the reason is worth reading. */
  private telling(radar: Place | undefined, radius_m: number): Place | null {
    if (!radar) return null;
    const part = (place: Place): number => Math.abs(distance(radar, place) / radius_m - 0.6);
    const found = this.start.study.places.toSorted((a, b) => part(a) - part(b))[0];
    return found && part(found) < 0.35 ? { latitude_deg: found.latitude_deg, longitude_deg: found.longitude_deg } : null;
  }

  private take(example: Example): void {
    const scene = structuredClone(example.scene);
    const ui = defaultUi(scene);
    ui.layers.reach = scene.battery !== null; // who asks what can be hit wants to see it
    ui.why = example.look_at ?? this.telling(scene.radars[0], scene.radius_m);
    this.store.replace({ scene, ui });
    this.taken = JSON.stringify(scene);
    this.seen = this.hit = this.held = "";
    this.example = example;
    this.say("Computing ...");
    this.went(example);
  }

  /** The answer has come: say it here too, as long as the question is still that of the example. */
  told(answer: Answer | null): void {
    if (!this.taken) return;
    if (!answer || JSON.stringify(this.store.scene) !== this.taken) { this.taken = ""; this.say(""); return; }
    this.seen = answer.radars.map((radar) => radar.sentence).join(" ");
    const { example } = this;
    this.example = null;
    if (example) this.lookCloser(example, answer);
    if (example?.compare) void this.hold(example.compare, answer, this.taken);
    this.tell();
  }

  /** Brings a small cover to the size of the screen, and the place that is explained with it. */
  private lookCloser(example: Example, answer: Answer): void {
    const { scene, ui } = this.store;
    const radius_m = Math.max(LEAST_VIEW_M, ROOM * Math.max(...answer.radars.map((radar) => radar.sector_range_m.high ?? 0)));
    const radar = scene.radars[0];
    if (!radar || radius_m > 0.6 * scene.radius_m) return;
    this.frame(radius_m);
    if (example.look_at || (ui.why && distance(radar, ui.why) < radius_m)) return;
    const why = this.telling(radar, radius_m);
    this.store.changeUi((state) => { state.why = why; }, "why");
  }

  /** Asks what the example is held against, and says both areas. */
  private async hold(compare: NonNullable<Example["compare"]>, mine: Answer, taken: string): Promise<void> {
    try {
      const other = await postJson<Answer>("/api/answer", { client: `${CLIENT}-b`, seq: nextSeq(), scene: compare.scene });
      const [before, after] = [other.radars[0], mine.radars[0]];
      if (this.taken !== taken || !before || !after) return;
      this.held = `${compare.other}: ${before.sentence} Ground covered: ${compare.other.toLowerCase()} ${areaInterval(before.area_m2)}, ${compare.own.toLowerCase()} ${areaInterval(after.area_m2)}.`;
      this.tell();
    } catch (error) { if (!isAbort(error) && !(error instanceof ServerError)) throw error; }
  }

  /** The intercepts have come, for an example that asks what can be hit. */
  reached(sentence: string): void {
    if (!this.taken || JSON.stringify(this.store.scene) !== this.taken) return;
    this.hit = sentence;
    this.tell();
  }

  private tell(): void {
    const waits = this.store.scene.battery !== null && this.store.ui.layers.reach && !this.hit ? "What can be hit is being computed ..." : this.hit;
    const cross = this.store.ui.why ? "Below, “Why here?” says what decides at the cross on the map. Point anywhere else to ask about that place."
      : "Point anywhere on the map to ask what decides there.";
    this.say([this.seen, this.held, waits, this.seen && cross].filter(Boolean).join(" "));
  }

  private say(words: string): void {
    const line = this.section.querySelector("#tour-answer");
    if (line) line.textContent = words;
  }
}
