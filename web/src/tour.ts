// The first minute: what this is, and three worked questions to click.
import { h } from "./dom";
import { defaultUi, type Store } from "./state";
import type { Example, Start } from "./types";

export class Tour {
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

  private take(example: Example): void {
    const scene = structuredClone(example.scene);
    const ui = defaultUi(scene);
    ui.why = example.look_at ?? null;
    this.store.replace({ scene, ui });
    const answer = this.section.querySelector("#tour-answer");
    if (answer) answer.textContent = example.answer ?? "The map and step 3 now show the answer. Point at a place without colour to learn why the radar does not see there.";
    this.went(example);
  }
}
