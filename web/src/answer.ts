// Step 3: the answer, in one sentence and a table, with the spread of what is not known.
import { CLIENT, isAbort, NewestOnly, nextSeq, postBytes, postJson, ServerError } from "./api";
import { currentView } from "./cover_canvas";
import { debounce, h } from "./dom";
import { nameOf } from "./panel";
import type { Store } from "./state";
import type { Answer, Interval, RadarAnswer, Start, View } from "./types";
import { areaInterval, kmInterval, km, percentInterval } from "./units";
import type { Map as MapLibre } from "maplibre-gl";

const QUIET_MS = 300; // after the last change, before the 200 draws are asked for

export class AnswerPanel {
  answer: Answer | null = null;
  private asked = "";
  private readonly line = new NewestOnly();
  private readonly pictures = new NewestOnly();
  private readonly soon: () => void;

  constructor(
    private readonly section: HTMLElement, private readonly store: Store, private readonly start: Start,
    private readonly map: MapLibre,
    private readonly told: (answer: Answer | null) => void,
    private readonly spread: (picture: { bytes: Uint8Array; view: View } | null) => void,
  ) {
    this.soon = debounce(() => this.ask(), QUIET_MS);
    store.subscribe((what) => {
      if (what === "scene" || what === "dragging") { this.wait(); this.soon(); }
      if (what === "selected") this.show();
      if (what === "layers" || what === "camera") this.picture();
    });
    this.frame();
    this.wait();
    this.ask();
  }

  private frame(): void {
    this.section.replaceChildren(
      h("h2", { id: "answer-title" }, h("b", { class: "step" }, "3"), " The answer"),
      h("p", { id: "summary", role: "status", "aria-live": "polite" }, "Computing ..."),
      h("div", { id: "answer-body" }),
    );
  }

  private get body(): HTMLElement { return this.section.querySelector("#answer-body") as HTMLElement; }
  private say(words: string): void {
    const summary = this.section.querySelector("#summary") as HTMLElement;
    if (summary.textContent !== words) summary.textContent = words;
  }

  private wait(): void { this.section.classList.add("stale"); this.section.setAttribute("aria-busy", "true"); }
  private ready(): void { this.section.classList.remove("stale"); this.section.setAttribute("aria-busy", "false"); }

  ask(): void {
    if (this.store.dragging) { this.soon(); return; }
    const scene = structuredClone(this.store.scene);
    const asked = JSON.stringify(scene);
    if (asked === this.asked && this.answer) { this.ready(); return; }
    if (!scene.radars.some((radar) => radar.on)) {
      this.answer = null; this.asked = asked; this.body.replaceChildren();
      this.say("No radar is switched on."); this.ready(); this.told(null); this.spread(null);
      return;
    }
    this.line.submit(async (signal) => {
      try {
        const answer = await postJson<Answer>("/api/answer", { client: CLIENT, seq: nextSeq(), scene }, signal);
        if (JSON.stringify(this.store.scene) !== asked) return;
        this.answer = answer;
        this.asked = asked;
        this.show();
        this.ready();
        this.told(answer);
        this.picture();
      } catch (error) {
        if (isAbort(error) || (error instanceof ServerError && error.status === 409)) return;
        this.answer = null;
        this.body.replaceChildren();
        this.say(error instanceof ServerError ? `No answer: ${error.message}` : "The server does not answer.");
        this.ready();
        this.told(null);
      }
    });
  }

  /** The share of draws at each place of the view, where the map shows it. */
  private picture(): void {
    if (this.store.ui.layers.colouring !== "spread" || !this.answer || this.store.dragging) return;
    const view = currentView(this.map);
    const { key } = this.answer;
    const on = this.store.scene.radars.filter((radar) => radar.on);
    const radar = on.length > 1 && this.answer.union ? "union" : on[0]?.id;
    if (!radar) return;
    this.pictures.submit(async (signal) => {
      try {
        const { bytes } = await postBytes<unknown>("/api/answer/raster", { key, radar, view }, signal);
        if (this.answer?.key === key && bytes.length === view.width * view.height) this.spread({ bytes, view });
      } catch (error) {
        if (isAbort(error)) return;
        if (error instanceof ServerError && error.status === 404) { this.asked = ""; this.ask(); } // forgotten by the server
      }
    });
  }

  private show(): void {
    const { answer } = this;
    if (!answer) return;
    const selected = answer.radars.find((radar) => radar.id === this.store.selected?.id) ?? answer.radars[0];
    const several = answer.radars.length > 1;
    this.say((several && answer.union?.sentence) || selected?.sentence || "Nothing is computed for this radar.");
    this.body.replaceChildren(
      ...(several ? answer.radars.filter((radar) => radar.sentence).map((radar) => h("p", { class: "small" }, radar.sentence)) : []),
      this.table(answer), ...this.decides(answer),
      ...answer.notes.map((note) => h("p", { class: "note" }, note)),
    );
  }

  private table(answer: Answer): HTMLElement {
    const columns: [string, RadarAnswer | NonNullable<Answer["union"]>][] = answer.radars.map((radar) =>
      [nameOf(this.start, this.store.scene.radars.find((r) => r.id === radar.id)), radar]);
    if (answer.union && answer.radars.length > 1) columns.push([this.store.scene.networked ? "Together" : "Any of them", answer.union]);
    const row = (label: string, read: (a: Partial<RadarAnswer>) => string): HTMLElement =>
      h("tr", {}, h("th", { scope: "row" }, label), ...columns.map(([, one]) => h("td", {}, read(one as Partial<RadarAnswer>))));
    const interval = (value: unknown): Interval | null => (value && typeof value === "object" && "median" in value ? (value as Interval) : null);
    const rows = [
      row("Seen without a break to", (a) => kmInterval(a.range_m)),
      row("The ring drawn for it", (a) => (a.ring_m ? km(a.ring_m) : "none")),
      row("Share of that ring covered", (a) => percentInterval(a.share_of_ring)),
      row("Ground covered", (a) => (a.area_m2 ? areaInterval(a.area_m2) : "none")),
    ];
    if (columns.some(([, one]) => interval((one as Record<string, unknown>).confirmed_range_m)))
      rows.splice(1, 0, row("Confirmed as a track to", (a) => kmInterval(interval(a.confirmed_range_m))));
    return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Answer as a table" }, h("table", {},
      h("caption", {}, "Median of the draws, and what lies between 5 and 95 % of them"),
      columns.length > 1 ? h("thead", {}, h("tr", {}, h("td"), ...columns.map(([name]) => h("th", { scope: "col" }, name)))) : null,
      h("tbody", {}, ...rows)));
  }

  private decides(answer: Answer): HTMLElement[] {
    if (!answer.decides.length) return [];
    const largest = Math.max(...answer.decides.map((d) => Math.abs(d.swing)), 1e-9);
    const meter = (swing: number): HTMLElement => {
      const bar = h("i", { class: "bar", "aria-hidden": "true" });
      bar.style.width = `${Math.round((60 * Math.abs(swing)) / largest)}px`;
      return bar;
    };
    return [h("div", {}, h("h3", {}, "Which unknown decides?"),
      h("ol", { class: "decides" }, ...answer.decides.slice(0, 5).map((d) => h("li", {}, h("span", {}, d.label), meter(d.swing),
        h("b", {}, `${km(Math.abs(d.swing))}`)))))];
  }
}
