// The numbers behind the answer: interval, grade, basis, source; each can be fixed as a what-if.
import { isAbort, NewestOnly, postJson, ServerError } from "./api";
import { debounce, h, option } from "./dom";
import type { Store } from "./state";
import type { SourceRow, Sources } from "./types";
import { readTyped, toTyped, typedNumber } from "./typed_numbers";
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
  private readonly trouble = h("p", { class: "note", role: "status", hidden: true });
  private labels = new Map<string, string>();
  /** What was typed and cannot be, by key: it stays in its field with the reason. */
  private readonly drafts = new Map<string, string>();

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
      h("p", { class: "hint" }, "Every number in use, with the interval we give it. Type another value, in the same unit, to see what it would change; the answer follows at once."),
      h("div", { class: "row", id: "what-if-tools" }), this.trouble, this.list));
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
    return h("button", { type: "button", class: "reset", onclick: () => { this.drafts.clear(); this.store.change((scene) => { scene.what_if = {}; }); } }, "Back to the catalogue");
  }

  private say(words: string): void {
    this.trouble.textContent = words;
    this.trouble.hidden = !words;
  }

  /** Why there is nothing to rank; what decided the question before does not decide this one. */
  private nothing(words: string): void {
    this.decides.replaceChildren();
    this.say(words);
  }

  private ask(): void {
    if (this.store.dragging) { this.soon(); return; }
    if (!this.store.isAsking) {
      this.line.cancel();
      this.list.replaceChildren();
      this.nothing("No radar is switched on, so no number is in use.");
      return;
    }
    const scene = structuredClone(this.store.scene);
    this.line.submit(async (signal) => {
      try {
        const { rows } = await postJson<Sources>("/api/sources", { scene }, signal);
        this.labels = new Map(rows.map((row) => [row.key, row.label]));
        this.say("");
        this.fill(rows);
        this.rank(rows);
        this.mark();
      } catch (error) {
        if (!isAbort(error)) this.nothing(error instanceof ServerError ? error.message : "The server does not answer.");
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
    this.list.replaceChildren(...rows.map((row, index) => this.row(row, `what-if-${index}`, open.has(row.key))));
    if (focus) this.list.querySelector<HTMLElement>(`[data-key="${focus}"]`)?.focus();
  }

  private hold(key: string, value: number | null): void {
    this.drafts.delete(key);
    this.store.change((scene) => { if (value === null) delete scene.what_if[key]; else scene.what_if[key] = value; });
  }

  private row(row: SourceRow, id: string, open: boolean): HTMLElement {
    const fixed = this.store.scene.what_if[row.key];
    const clear = fixed === undefined ? null : h("button", { type: "button", class: "quiet", "aria-label": `Reset ${row.label}`, onclick: () => this.hold(row.key, null) }, "Reset");
    const details = h("details", { class: "minor", "data-key": `about ${row.key}` }, h("summary", {}, `Grade ${row.grade}, ${row.basis}${row.swing ? `; moves the answer by ${km(row.swing)}` : ""}`),
      h("p", {}, `${BASIS[row.basis] ?? row.basis}. ${row.note ?? ""}`),
      h("ul", {}, ...row.sources.map((source) => h("li", {}, [source.title, source.publisher, source.date].filter(Boolean).join(", "),
        source.address ? h("span", { class: "address" }, ` ${source.address}`) : null))));
    details.open = open;
    const problem = h("p", { class: "wrong", id: `${id}-wrong`, role: "alert", hidden: true });
    const control = row.options.length ? this.choice(row, fixed) : this.input(row, fixed, problem);
    return h("div", { class: fixed === undefined ? "source" : "source changed" },
      h("div", { class: "row" }, h("b", {}, row.label), h("span", { class: "shown" }, row.shown)),
      row.meaning ? h("p", { class: "small" }, row.meaning) : null,
      h("div", { class: "row" }, h("label", { class: "what-if" }, "What if ", control, row.typed.unit ? ` ${row.typed.unit}` : ""), clear, fixed === undefined ? null : h("span", { class: "flag" }, "what if")),
      problem, details);
  }

  private choice(row: SourceRow, fixed: number | undefined): HTMLElement {
    const select = h("select", { "data-key": row.key, "aria-label": `What if ${row.label}`, onchange: () => this.hold(row.key, select.value === "" ? null : Number(select.value)) },
      option("", "as drawn", fixed === undefined), ...row.options.map(({ value, words }) => option(String(value), words, value === fixed)));
    return select;
  }

  private input(row: SourceRow, fixed: number | undefined, problem: HTMLElement): HTMLElement {
    const told = row.nominal === null ? "" : typedNumber(toTyped(row, row.nominal));
    const { unit } = row.typed;
    const input = h("input", {
      type: "text", inputmode: "decimal", autocomplete: "off", "data-key": row.key, placeholder: told,
      value: this.drafts.get(row.key) ?? (fixed === undefined ? "" : typedNumber(toTyped(row, fixed))),
      "aria-label": `What if ${row.label}${unit ? `, ${unit}` : ""}`,
      onchange: () => {
        const text = input.value.trim();
        const read = readTyped(row, text);
        if ("value" in read) { tell(""); this.hold(row.key, read.value); return; }
        this.drafts.set(row.key, text);
        tell(read.problem);
      },
    });
    const tell = (words: string): void => {
      problem.textContent = words;
      problem.hidden = !words;
      if (words) { input.setAttribute("aria-invalid", "true"); input.setAttribute("aria-describedby", problem.id); }
      else { input.removeAttribute("aria-invalid"); input.removeAttribute("aria-describedby"); }
    };
    const draft = this.drafts.get(row.key);
    if (draft !== undefined) {
      const read = readTyped(row, draft);
      tell("problem" in read ? read.problem : "");
    }
    return input;
  }
}
