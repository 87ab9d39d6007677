// Step 3: the answer, in one sentence and a table, with the spread of what is not known.
import { CLIENT, isAbort, NewestOnly, nextSeq, postBytes, postJson, ServerError } from "./api";
import { currentView } from "./cover_canvas";
import { debounce, h } from "./dom";
import { numberIn } from "./panel";
import type { Store } from "./state";
import type { Answer, RadarAnswer, Start, View } from "./types";
import { areaInterval, km, kmInterval, percentInterval } from "./units";
import type { Map as MapLibre } from "maplibre-gl";

const QUIET_MS = 300; // after the last change, before the 200 draws are asked for

export class AnswerPanel {
  answer: Answer | null = null;
  /** The question that has no answer, as JSON: nothing may be coloured as if it had one. */
  private refused = "";
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
      if (what === "dragging") this.line.cancel(); // nobody will read it, and the picture needs the processors
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
      h("div", { id: "answer-body" }), h("div", { id: "decides" }),
    );
  }

  private get body(): HTMLElement { return this.section.querySelector("#answer-body") as HTMLElement; }
  private say(words: string): void {
    const summary = this.section.querySelector("#summary") as HTMLElement;
    if (summary.textContent !== words) summary.textContent = words;
  }

  get isRefused(): boolean { return this.refused !== "" && this.refused === JSON.stringify(this.store.scene); }

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
        this.refused = "";
        this.asked = asked;
        this.show();
        this.ready();
        this.told(answer);
        this.picture();
      } catch (error) {
        if (isAbort(error) || (error instanceof ServerError && error.status === 409)) return;
        this.answer = null;
        this.refused = error instanceof ServerError && error.status === 422 ? asked : "";
        this.body.replaceChildren();
        this.say(error instanceof ServerError ? `No answer: ${error.message}${/[.!?]$/.test(error.message) ? "" : "."}` : "The server does not answer.");
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
    const radar = on.length > 1 ? "union" : on[0]?.id; // by any of them, as in the nominal picture
    if (!radar) return;
    this.pictures.submit(async (signal) => {
      try {
        const { bytes } = await postBytes<unknown>("/api/answer/raster", { key, radar, view }, signal);
        if (this.answer?.key === key && bytes.length === view.width * view.height) this.spread({ bytes, view });
      } catch (error) {
        if (isAbort(error)) return;
        if (error instanceof ServerError && [404, 410].includes(error.status)) { this.asked = ""; this.ask(); } // forgotten by the server
      }
    });
  }

  private show(): void {
    const { answer } = this;
    if (!answer) return;
    const selected = answer.radars.find((radar) => radar.id === this.store.selected?.id) ?? answer.radars[0];
    const several = answer.radars.length > 1;
    this.say((several && answer.union?.sentence) || (selected && this.sentence(selected)) || "Nothing is computed for this radar.");
    this.body.replaceChildren(
      ...(several ? answer.radars.filter((radar) => radar.sentence).map((radar) => h("p", { class: "small" }, this.sentence(radar))) : []),
      this.table(answer),
      ...(answer.notes.length ? [h("details", { class: "minor" }, h("summary", {}, `What to keep in mind (${answer.notes.length})`), ...answer.notes.map((note) => h("p", { class: "note" }, note)))] : []),
    );
  }

  private name(radar: RadarAnswer): string { return `${radar.label}${numberIn(this.store.scene, radar.id)}`; }

  /** The server's sentence, with the number that tells one radar from another of its type. */
  private sentence(radar: RadarAnswer): string {
    const { label, sentence } = radar;
    return sentence.startsWith(`${label} `) ? `${this.name(radar)}${sentence.slice(label.length)}` : sentence;
  }

  private table(answer: Answer): HTMLElement {
    const { ring_m, ring_label } = this.start.study;
    const row = (label: string, read: (radar: RadarAnswer) => string, together = ""): HTMLElement =>
      h("tr", {}, h("th", { scope: "row" }, label), ...answer.radars.map((radar) => h("td", {}, read(radar))),
        answer.union ? h("td", {}, together) : null);
    const radii = new Set(answer.radars.map((radar) => radar.share_radius_m));
    const within = radii.size === 1 ? `within ${km([...radii][0] as number)}` : "within its reach";
    // A fixed sector sees nothing behind it: the ranges are those of the directions it looks at.
    const fixed = this.store.scene.radars.some((radar) => radar.on && radar.sector_centre_deg !== null);
    const where = fixed ? ", where it looks" : "";
    const rows = [
      row(`Seen without a break to${where}`, (radar) => kmInterval(radar.sector_range_m)),
      row(`Confirmed as a track to${where}`, (radar) => kmInterval(radar.sector_confirmed_m)),
      ring_m ? row(ring_label ? ring_label.charAt(0).toUpperCase() + ring_label.slice(1) : "The ring that was quoted", () => km(ring_m)) : null,
      row("Its display ends at", (radar) => (radar.ring_m ? km(radar.ring_m) : "not known")),
      row(`Share covered of the area ${within}`, (radar) => percentInterval(radar.share_of_ring)),
      row("Ground covered", (radar) => areaInterval(radar.area_m2), answer.union ? areaInterval(answer.union.area_m2) : ""),
    ];
    const names = [...answer.radars.map((radar) => this.name(radar)), ...(answer.union ? ["Together"] : [])];
    return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Answer as a table" }, h("table", {},
      h("caption", {}, `Median of ${answer.draws} draws of the unknowns, and what lies between 5 and 95 % of them`),
      names.length > 1 ? h("thead", {}, h("tr", {}, h("td"), ...names.map((name) => h("th", { scope: "col" }, name)))) : null,
      h("tbody", {}, ...rows)));
  }
}
