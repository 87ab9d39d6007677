// The numbers behind the answer: interval, grade, basis, source; each can be fixed as a what-if.
import { isAbort, NewestOnly, postJson, ServerError } from "./api";
import { debounce, h } from "./dom";
import type { Store } from "./state";
import type { SourceRow, Sources } from "./types";
import { km } from "./units";

const QUIET_MS = 900; // sources come after the answer
const BASIS: Record<string, string> = {
  published: "read in a published source", derived: "computed from published numbers",
  unverified: "repeated in public, not found in a source we could open", assumed: "our assumption",
};

export class SourcesPanel {
  private readonly line = new NewestOnly();
  private readonly soon: () => void;
  private readonly list = h("div", { id: "sources-list" });
  private labels = new Map<string, string>();

  constructor(private readonly section: HTMLElement, private readonly store: Store, private readonly banner: HTMLElement, private readonly decides: HTMLElement) {
    this.soon = debounce(() => this.ask(), QUIET_MS);
    store.subscribe((what) => {
      if (what === "scene") { this.mark(); this.soon(); }
      if (what === "dragging") this.decides.replaceChildren();
    });
    this.build();
    this.mark();
    this.soon();
  }

  private build(): void {
    this.section.replaceChildren(h("details", {}, h("summary", {}, h("h2", {}, "Sources, and what if?")),
      h("p", { class: "hint" }, "Every number in use, with the interval we give it. Type another value to see what it would change; the answer follows at once."),
      h("div", { class: "row", id: "what-if-tools" }), this.list));
  }

  /** What-ifs are told on the map as well: nobody should take one for the study's own numbers. */
  private mark(): void {
    const changed = Object.keys(this.store.scene.what_if);
    this.banner.hidden = changed.length === 0;
    this.banner.replaceChildren(h("b", {}, "What if: "), `${changed.length === 1 ? "one number is" : `${changed.length} numbers are`} not the catalogue's (${changed.map((key) => this.labels.get(key) ?? key).join("; ")}). `, this.reset());
    const tools = this.section.querySelector("#what-if-tools");
    tools?.replaceChildren(...(changed.length ? [h("span", { class: "flag" }, `What if: ${changed.length} changed`), this.reset()] : []));
  }

  private reset(): HTMLElement {
    return h("button", { type: "button", class: "reset", onclick: () => this.store.change((scene) => { scene.what_if = {}; }) }, "Back to the catalogue");
  }

  private ask(): void {
    if (this.store.dragging) { this.soon(); return; }
    const scene = structuredClone(this.store.scene);
    this.line.submit(async (signal) => {
      try {
        const { rows } = await postJson<Sources>("/api/sources", { scene }, signal);
        this.labels = new Map(rows.map((row) => [row.key, row.label]));
        this.fill(rows);
        this.rank(rows);
        this.mark();
      } catch (error) {
        if (!isAbort(error)) this.list.replaceChildren(h("p", { class: "note" }, error instanceof ServerError ? error.message : "The server does not answer."));
      }
    }, true);
  }

  /** Which unknowns move the answer most: how far it goes from one end of their interval to the other. */
  private rank(rows: SourceRow[]): void {
    const ranked = rows.filter((row) => (row.swing ?? 0) > 0).sort((a, b) => (b.swing ?? 0) - (a.swing ?? 0)).slice(0, 4);
    const largest = ranked[0]?.swing ?? 1;
    const bar = (swing: number): HTMLElement => {
      const element = h("i", { class: "bar", "aria-hidden": "true" });
      element.style.width = `${Math.max(2, Math.round((70 * swing) / largest))}px`;
      return element;
    };
    this.decides.replaceChildren(...(ranked.length ? [h("h3", {}, "Which unknown decides?"),
      h("ol", { class: "decides" }, ...ranked.map((row) => h("li", {}, h("span", {}, row.label), bar(row.swing ?? 0), h("b", {}, km(row.swing ?? 0))))),
      h("p", { class: "small" }, "How much farther it is seen at one end of the number's interval than at the other.")] : []));
  }

  private fill(rows: SourceRow[]): void {
    const focus = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
    const open = new Set([...this.list.querySelectorAll<HTMLDetailsElement>("details[open]")].map((d) => d.dataset.key));
    this.list.replaceChildren(...rows.map((row) => this.row(row, open.has(row.key))));
    if (focus) this.list.querySelector<HTMLElement>(`[data-key="${focus}"]`)?.focus();
  }

  private row(row: SourceRow, open: boolean): HTMLElement {
    const fixed = this.store.scene.what_if[row.key];
    const input = h("input", {
      type: "number", step: "any", "data-key": row.key, min: row.what_if_range?.[0], max: row.what_if_range?.[1], value: fixed ?? "", placeholder: row.nominal === null ? "" : String(Number(row.nominal.toPrecision(6))),
      "aria-label": `What if ${row.label}${row.unit === "1" ? "" : `, ${row.unit}`}`,
      onchange: () => this.store.change((scene) => {
        if (input.value === "" || !input.validity.valid) delete scene.what_if[row.key];
        else scene.what_if[row.key] = Number(input.value);
      }),
    });
    const clear = fixed === undefined ? null : h("button", { type: "button", class: "quiet", "aria-label": `Reset ${row.label}`, onclick: () => this.store.change((scene) => { delete scene.what_if[row.key]; }) }, "Reset");
    const details = h("details", { class: "minor", "data-key": row.key }, h("summary", {}, `Grade ${row.grade}, ${row.basis}${row.swing ? `; moves the answer by ${km(row.swing)}` : ""}`),
      h("p", {}, `${BASIS[row.basis] ?? row.basis}. ${row.note ?? ""}`),
      h("ul", {}, ...row.sources.map((source) => h("li", {}, [source.title, source.publisher, source.date].filter(Boolean).join(", "),
        source.address ? h("span", { class: "address" }, ` ${source.address}`) : null))));
    details.open = open;
    return h("div", { class: fixed === undefined ? "source" : "source changed" },
      h("div", { class: "row" }, h("b", {}, row.label), h("span", { class: "shown" }, row.shown)),
      h("div", { class: "row" }, h("label", { class: "what-if" }, "What if ", input, row.unit === "1" ? "" : ` ${row.unit}`), clear, fixed === undefined ? null : h("span", { class: "flag" }, "what if")),
      details);
  }
}
