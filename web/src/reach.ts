// What could be hit: asked for only when wanted, because it flies missiles and takes some seconds.
import { CLIENT, getJson, isAbort, NewestOnly, nextSeq, postBytes, postJson, ServerError } from "./api";
import { currentView } from "./cover_canvas";
import { debounce, h, option } from "./dom";
import type { Store } from "./state";
import type { Battery, Interval, Start, View } from "./types";
import { km, kmInterval, percentInterval } from "./units";
import type { Map as MapLibre } from "maplibre-gl";

interface ReachAnswer {
  key: string; sentence: string; share_of_ring: Interval; ring_m: number; area_m2: Interval; fit: string;
  waterfall: { label: string; slant_m: Interval; note: string }[]; notes?: string[];
}
const LOOK_MS = 500;
type Picture = { bytes: Uint8Array; view: View };

export class ReachPanel {
  private answer: ReachAnswer | null = null;
  private asked = ""; // the question of `answer`
  private asking = ""; // the question that is being computed
  private readonly line = new NewestOnly();
  private readonly pictures = new NewestOnly();
  private readonly soon: () => void;
  private readonly body = h("div", { id: "reach-body", "aria-live": "polite" });

  constructor(
    private readonly section: HTMLElement, private readonly store: Store, private readonly start: Start,
    private readonly map: MapLibre, private readonly show: (picture: Picture | null) => void,
    private readonly told: (sentence: string) => void,
  ) {
    this.soon = debounce(() => this.ask(), 600);
    store.subscribe((what) => {
      if (what === "scene" || what === "selected") this.refresh();
      if (what === "scene" || what === "dragging") { this.hide(); this.soon(); }
      if (what === "layers") { this.refresh(); if (this.on) this.ask(); else { this.hide(); this.body.replaceChildren(); } }
      if (what === "camera") this.picture();
    });
    this.refresh();
    if (this.on) this.ask();
  }

  private get on(): boolean { return this.store.ui.layers.reach; }

  /** The question changed: what is shown is old, and what is computed for it is not wanted any more. */
  private hide(): void {
    this.show(null);
    this.body.classList.add("stale");
    if (JSON.stringify(this.store.scene) !== this.asked || !this.on) { this.line.cancel(); this.asking = ""; }
  }

  /** Missiles that the chosen radar's system has, and which of its radars guides them. */
  private choices(): { value: string; label: string; battery: Battery }[] {
    const radar = this.store.selected;
    if (!radar) return [];
    return this.start.batteries.filter((entry) => entry.radars.includes(radar.entry)).flatMap((entry) => entry.missiles.filter((missile) => missile.computable).map((missile) => ({
      value: missile.id, label: `${entry.label}: ${missile.label}`, battery: { entry: entry.id, missile: missile.id, radar: radar.id },
    })));
  }

  private refresh(): void {
    const choices = this.choices();
    const wasOpen = this.section.querySelector("details")?.open ?? this.on;
    const toggle = h("input", { type: "checkbox", id: "reach-on", disabled: choices.length === 0, onchange: () => {
      if (toggle.checked && !this.store.scene.battery) this.choose(choices[0]?.battery ?? null);
      this.store.changeUi((ui) => { ui.layers.reach = toggle.checked; }, "layers");
    } });
    toggle.checked = this.on && choices.length > 0;
    const missile = h("select", { id: "reach-missile", onchange: () => this.choose(choices.find((c) => c.value === missile.value)?.battery ?? null) },
      ...choices.map((c) => option(c.value, c.label, c.value === this.store.scene.battery?.missile)));
    const focus = document.activeElement?.id;
    const details = h("details", {}, h("summary", {}, h("h2", {}, "What could it hit?")),
      choices.length === 0 ? h("p", { class: "hint" }, "No missile in the catalogue is guided by the system of the chosen radar.")
        : h("div", {}, h("p", { class: "hint" }, "Seen is not hit: the missile must get there in time, with energy left, while its radar holds on."),
          h("label", { class: "field" }, h("span", {}, "Missile"), missile), h("label", { class: "check" }, toggle, "Compute it and show it on the map")), this.body);
    details.open = wasOpen;
    this.section.replaceChildren(details);
    if (focus && focus.startsWith("reach-")) document.getElementById(focus)?.focus();
  }

  private choose(battery: Battery | null): void { this.store.change((scene) => { scene.battery = battery; }); }

  private ask(): void {
    if (!this.on || !this.store.scene.battery || this.store.dragging || !this.store.isAsking) return;
    const scene = structuredClone(this.store.scene);
    const asked = JSON.stringify(scene);
    if (asked === this.asked && this.answer) { this.write(); this.picture(); return; }
    if (asked === this.asking) return; // it is being computed
    this.asking = asked;
    this.line.submit(async (signal) => {
      const watch = this.watch();
      try {
        const answer = await postJson<ReachAnswer>("/api/engageable", { client: CLIENT, seq: nextSeq(), scene }, signal);
        if (JSON.stringify(this.store.scene) !== asked) return;
        this.answer = answer;
        this.asked = asked;
        this.write();
        this.picture();
      } catch (error) {
        if (isAbort(error) || (error instanceof ServerError && error.status === 409)) return;
        this.answer = null;
        this.body.replaceChildren(h("p", { class: "note" }, error instanceof ServerError ? error.message : "The server does not answer."));
      } finally {
        window.clearInterval(watch);
        if (this.asking === asked) this.asking = "";
      }
    }, true);
  }

  /** Says how far the flights are and about how long they still take; ends with the question. */
  private watch(): number {
    const begun = performance.now();
    const words = h("p", { class: "hint" }, "Flying missiles; this takes some seconds ...");
    const bar = h("progress", { "aria-label": "How far the flights are" });
    const stop = h("button", { type: "button", id: "reach-stop", onclick: () => this.store.changeUi((ui) => { ui.layers.reach = false; }, "layers") }, "Stop");
    this.body.classList.remove("stale");
    this.body.replaceChildren(words, h("div", { class: "row" }, bar, stop));
    return window.setInterval(() => void (async () => {
      const { done } = await getJson<{ done: number | null }>(`/api/engageable/progress?client=${CLIENT}`).catch(() => ({ done: null }));
      if (done === null || !bar.isConnected) return;
      bar.max = 1;
      bar.value = done;
      const left_s = (((performance.now() - begun) / 1000) * (1 - done)) / Math.max(done, 0.02);
      if (done > 0.1) words.textContent = `Flying missiles: ${Math.round(100 * done)} %, about ${Math.max(1, Math.round(left_s))} s left.`;
    })(), LOOK_MS);
  }

  private write(): void {
    const { answer } = this;
    if (!answer) return;
    this.body.classList.remove("stale");
    this.told(answer.sentence);
    const rows = answer.waterfall.map((row) => h("tr", {}, h("th", { scope: "row" }, row.label, row.note ? h("small", {}, row.note) : null), h("td", {}, kmInterval(row.slant_m))));
    this.body.replaceChildren(h("p", {}, answer.sentence),
      h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "From seen to hit" }, h("table", {}, h("caption", {}, "From seen to hit: how far away, as the missile flies; median and 5 to 95 % of the draws"), h("tbody", {},
        ...rows, h("tr", {}, h("th", { scope: "row" }, `Share of the missile's ring of ${km(answer.ring_m)}`), h("td", {}, percentInterval(answer.share_of_ring)))))),
      h("p", { class: "small" }, answer.fit),
      ...(answer.notes ?? []).map((note) => h("p", { class: "note" }, note)));
  }

  private picture(): void {
    if (!this.on || !this.answer || this.store.dragging || JSON.stringify(this.store.scene) !== this.asked) return;
    const { key } = this.answer;
    const view = currentView(this.map);
    this.pictures.submit(async (signal) => {
      try {
        const { bytes } = await postBytes<unknown>("/api/engageable/raster", { key, view }, signal);
        if (this.on && this.answer?.key === key && bytes.length === view.width * view.height) this.show({ bytes, view });
      } catch (error) { if (!isAbort(error) && !(error instanceof ServerError)) throw error; }
    });
  }
}
