// The first minute: what this is, and three worked questions to click.
import { h } from "./dom";
import { defaultUi, type Store } from "./state";
import { distance } from "./mercator";
import type { Answer, Example, Place, Scene, Start } from "./types";

export class Tour {
  private taken = ""; // the question of the example that was clicked last
  private seen = ""; // what the answer said to it
  private hit = ""; // and what the intercepts said

  constructor(private readonly section: HTMLElement, private readonly store: Store, private readonly start: Start, private readonly went: (example: Example) => void) {
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
  private telling(scene: Scene): Place | null {
    const radar = scene.radars[0];
    if (!radar) return null;
    const part = (place: Place): number => Math.abs(distance(radar, place) / scene.radius_m - 0.6);
    const found = this.start.study.places.toSorted((a, b) => part(a) - part(b))[0];
    return found && part(found) < 0.35 ? { latitude_deg: found.latitude_deg, longitude_deg: found.longitude_deg } : null;
  }

  private take(example: Example): void {
    const scene = structuredClone(example.scene);
    const ui = defaultUi(scene);
    ui.layers.reach = scene.battery !== null; // who asks what can be hit wants to see it
    ui.why = example.look_at ?? this.telling(scene);
    this.store.replace({ scene, ui });
    this.taken = JSON.stringify(scene);
    this.seen = this.hit = "";
    this.say("Computing ...");
    this.went(example);
  }

  /** The answer has come: say it here too, as long as the question is still that of the example. */
  told(answer: Answer | null): void {
    if (!this.taken) return;
    if (!answer || JSON.stringify(this.store.scene) !== this.taken) { this.taken = ""; this.say(""); return; }
    this.seen = answer.radars.map((radar) => radar.sentence).join(" ");
    this.tell();
  }

  /** The intercepts have come, for an example that asks what can be hit. */
  reached(sentence: string): void {
    if (!this.taken || JSON.stringify(this.store.scene) !== this.taken) return;
    this.hit = sentence;
    this.tell();
  }

  private tell(): void {
    const waits = this.store.scene.battery !== null && this.store.ui.layers.reach && !this.hit ? "What can be hit is being computed ..." : this.hit;
    this.say([this.seen, waits, this.seen && "Below, “Why here?” says what decides at the cross on the map. Point anywhere else to ask about that place."].filter(Boolean).join(" "));
  }

  private say(words: string): void {
    const line = this.section.querySelector("#tour-answer");
    if (line) line.textContent = words;
  }
}
