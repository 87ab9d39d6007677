// What the map shows: colours, edges, rings, relief, names.
import { h } from "./dom";
import type { Colouring, Layers, Store } from "./state";

const COLOURINGS: [Colouring, string][] = [
  ["spread", "how sure: in what share of the draws it is covered (nominal while you drag)"],
  ["now", "covered or not, with nominal numbers, and why not"],
  ["none", "no colours"],
];
const SWITCHES: [keyof Omit<Layers, "colouring">, string][] = [
  ["reasons", "reasons why a place is not covered, with nominal numbers"],
  ["outlines", "edge of the cover in 5, 50 and 95 % of the draws"],
  ["ring", "the ring that is quoted or drawn"],
  ["hillshade", "relief"],
  ["labels", "names of places"],
];

export class LayersPanel {
  constructor(private readonly section: HTMLElement, private readonly store: Store) {
    store.subscribe((what) => { if (what === "layers") this.refresh(); });
    this.build();
  }

  private build(): void {
    const set = (edit: (layers: Layers) => void): void => this.store.changeUi((ui) => edit(ui.layers), "layers");
    const colours = COLOURINGS.map(([value, words]) => h("label", { class: "check" },
      h("input", { type: "radio", name: "colouring", value, onchange: () => set((layers) => { layers.colouring = value; }) }), words));
    const switches = SWITCHES.map(([name, words]) => {
      const input = h("input", { type: "checkbox", name: `layer-${name}`, onchange: () => set((layers) => { layers[name] = input.checked; }) });
      return h("label", { class: "check" }, input, words);
    });
    this.section.replaceChildren(h("details", {}, h("summary", {}, h("h2", {}, "Layers")),
      h("fieldset", {}, h("legend", {}, "Colours show"), ...colours), h("fieldset", {}, h("legend", {}, "Also show"), ...switches)));
    this.refresh();
  }

  private refresh(): void {
    const { layers } = this.store.ui;
    for (const input of this.section.querySelectorAll<HTMLInputElement>("input[name=colouring]")) input.checked = input.value === layers.colouring;
    for (const [name] of SWITCHES) {
      const input = this.section.querySelector<HTMLInputElement>(`[name="layer-${name}"]`);
      if (input) input.checked = layers[name];
    }
  }
}
