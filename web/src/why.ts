// Why here: what decides at a place, on hover and in full after a click.
import type { Map as MapLibre } from "maplibre-gl";
import { isAbort, NewestOnly, postJson, ServerError } from "./api";
import type { RasterCanvas } from "./cover_canvas";
import { h, option } from "./dom";
import { COVERED, LOOKS, OUTSIDE, SHARE_CLASSES } from "./palette";
import { nameIn } from "./panel";
import type { Store } from "./state";
import type { Place, PointAnswer, PointRadar, Start } from "./types";
import { degrees, height, km, percent, percentInterval, place, wind } from "./units";

const FAR_DB = 60; // beyond it the figure says nothing but "hopeless"
const CEILING_M = 30_000; // nothing of the catalogue flies above it

function upTo(height_m: number): string {
  return height_m > CEILING_M ? `above ${CEILING_M / 1000} km` : `${height(height_m)} above the sea`;
}

/** What one byte of the picture says, at once and without asking. */
function quick(byte: number | null, spread: boolean): string {
  if (byte === null) return "";
  if (byte === OUTSIDE) return "Farther out than is computed.";
  if (spread) {
    if (byte > 200) return LOOKS[byte]?.why ?? "";
    const share = SHARE_CLASSES.find(({ from, to }) => byte >= from && byte <= to);
    return `Covered in ${percent(byte / 200)} of the draws${share ? `: ${share.look.why}` : ""}.`;
  }
  return byte === COVERED ? "Covered with nominal numbers." : `Not covered with nominal numbers: ${LOOKS[byte]?.why ?? "for another reason"}.`;
}

/** "terrain in 80 %, power in 4 %": what forbids cover in the draws that do not cover. */
function forbids(radar: PointRadar): string {
  const shares = Object.entries(radar.shares_by_factor).filter(([factor]) => factor !== "covered");
  return shares.map(([factor, share]) => `${factor} in ${percent(share)}`).join(", ") || "none: all of them cover it";
}

export class Why {
  private readonly line = new NewestOnly();
  private readonly pinned = new NewestOnly();
  private readonly body = h("div", { id: "why-body", "aria-live": "polite" });
  private hover: Place | null = null;
  private timer = 0;

  constructor(
    private readonly map: MapLibre, private readonly section: HTMLElement, private readonly tip: HTMLElement,
    private readonly store: Store, private readonly start: Start, private readonly cover: RasterCanvas,
    private readonly isPicking: () => boolean,
    private readonly isSpread: () => boolean,
  ) {
    map.on("mousemove", (event) => this.move(event.lngLat, event.point));
    map.on("mouseout", () => this.leave());
    map.on("movestart", () => this.leave());
    map.on("click", (event) => { if (!this.isPicking()) this.pin({ latitude_deg: event.lngLat.lat, longitude_deg: event.lngLat.lng }); });
    store.subscribe((what) => {
      if (what === "why" || what === "scene") this.explain();
      if (what === "dragging") this.leave();
    });
    this.build();
    this.explain();
  }

  pin(at: Place): void {
    const rounded = { latitude_deg: Number(at.latitude_deg.toFixed(4)), longitude_deg: Number(at.longitude_deg.toFixed(4)) };
    this.store.changeUi((ui) => { ui.why = rounded; }, "why");
  }

  private build(): void {
    const places = [...this.start.study.places, ...this.start.study.sites];
    const select = h("select", { id: "why-place", onchange: () => {
      const found = places.find((entry) => entry.name === select.value);
      if (found) this.pin(found);
    } }, option("", "choose a place", true), ...places.map((entry) => option(entry.name, entry.name, false)));
    const lat = h("input", { type: "number", step: "any", min: -80, max: 80, required: true, name: "why-lat" });
    const lon = h("input", { type: "number", step: "any", min: -180, max: 180, required: true, name: "why-lon" });
    const form = h("form", { class: "row end", onsubmit: (event) => {
      event.preventDefault();
      this.pin({ latitude_deg: Number(lat.value), longitude_deg: Number(lon.value) });
    } }, h("label", { class: "field" }, h("span", {}, "Latitude, °"), lat), h("label", { class: "field" }, h("span", {}, "Longitude, °"), lon), h("button", { type: "submit" }, "Explain"));
    this.section.replaceChildren(h("h2", {}, "Why here?"),
      h("p", { class: "hint" }, "Point at the map for the reason, click to keep it. Or name a place:"),
      h("label", { class: "field" }, h("span", {}, "Place"), select),
      h("details", { class: "minor" }, h("summary", {}, "By its coordinates"), form), this.body);
  }

  private move(at: { lat: number; lng: number }, point: { x: number; y: number }): void {
    if (this.store.dragging) return;
    this.hover = { latitude_deg: at.lat, longitude_deg: at.lng };
    const byte = this.cover.at(at.lat, at.lng);
    const words = this.isPicking() ? "Click to end the section here." : quick(byte, this.isSpread());
    this.showTip(point, [h("p", {}, words)]);
    window.clearTimeout(this.timer);
    if (byte === null || byte === OUTSIDE || this.isPicking() || !this.store.isAsking) return;
    const asked = this.hover;
    this.timer = window.setTimeout(() => this.line.submit(async (signal) => {
      try {
        const answer = await this.question(asked, signal);
        if (this.hover === asked && !this.tip.hidden) this.showTip(point, this.brief(answer, asked));
      } catch (error) { if (!isAbort(error) && !(error instanceof ServerError)) throw error; }
    }, true), 120);
  }

  private question(at: Place, signal?: AbortSignal): Promise<PointAnswer> {
    return postJson<PointAnswer>("/api/point", { scene: this.store.scene, ...at }, signal);
  }

  private showTip(point: { x: number; y: number }, children: Node[]): void {
    this.tip.replaceChildren(...children);
    this.tip.hidden = false;
    const { clientWidth, clientHeight } = this.map.getContainer();
    const box = this.tip.getBoundingClientRect();
    const x = point.x + 16 + box.width > clientWidth ? point.x - box.width - 16 : point.x + 16;
    const y = Math.min(point.y + 16, clientHeight - box.height - 8);
    this.tip.style.transform = `translate(${Math.max(4, x)}px, ${Math.max(4, y)}px)`;
  }

  private leave(): void { this.hover = null; window.clearTimeout(this.timer); this.tip.hidden = true; }

  private brief(answer: PointAnswer, at: Place): Node[] {
    const byShare = answer.radars.toSorted((a, b) => (b.share ?? 0) - (a.share ?? 0));
    const best = (this.isSpread() ? byShare.find((radar) => (radar.share ?? 0) > 0) : answer.radars.find((radar) => radar.covered))
      ?? answer.radars.find((radar) => radar.id === this.store.selected?.id) ?? answer.radars[0];
    if (!best) return [h("p", {}, "No radar is switched on.")];
    const name = answer.radars.length > 1 ? ` by ${nameIn(this.start, this.store.scene, best.id)}` : "";
    const nominal = `${best.covered ? "Covered" : "Not covered"}${best.covered ? name : ""} with nominal numbers${best.covered ? "" : `: ${best.reason ?? "no reason found"}`}.`;
    const share = best.share === null ? "" : best.share === 0 ? "Not covered in any of the draws." : `Covered${name} in ${percent(best.share)} of the draws.`;
    // What the colours show comes first: it stood there before the server answered.
    const [first, ...more] = this.isSpread() && share ? [share, best.draws_sentence, nominal] : [nominal, share, best.draws_sentence];
    return [h("p", {}, h("b", {}, first)), ...more.filter(Boolean).map((line) => h("p", {}, line)), h("p", {}, this.span(best)),
      h("p", { class: "small" }, `${km(best.distance_m)} ${wind(best.azimuth_deg)} of the radar, ${place(at.latitude_deg, at.longitude_deg)}`)];
  }

  private span(radar: PointRadar): string {
    if (radar.lowest_covered_m === null) return "With them it is covered at no height.";
    const top = radar.highest_covered_m === null || radar.highest_covered_m > CEILING_M ? " upwards" : ` to ${height(radar.highest_covered_m)}`;
    return `Nominally covered here from ${height(radar.lowest_covered_m)}${top} above the sea.`;
  }

  private explain(): void {
    const at = this.store.ui.why;
    if (!at) { this.body.replaceChildren(); return; }
    if (this.store.dragging) return;
    if (!this.store.isAsking) {
      this.pinned.cancel();
      this.body.replaceChildren(h("p", {}, h("b", {}, place(at.latitude_deg, at.longitude_deg)), ". No radar is switched on."));
      return;
    }
    this.pinned.submit(async (signal) => {
      try { this.body.replaceChildren(...this.full(await this.question(at, signal), at)); } catch (error) {
        if (isAbort(error)) return;
        this.body.replaceChildren(h("p", { class: "note" }, error instanceof ServerError ? error.message : "The server does not answer."));
      }
    }, true);
  }

  private full(answer: PointAnswer, at: Place): Node[] {
    const ground = answer.ground_m === null ? "the terrain is unknown" : `the ground is ${height(answer.ground_m, false)} above the sea`;
    const parts: Node[] = [h("p", {}, h("b", {}, place(at.latitude_deg, at.longitude_deg)), `; ${ground}.`)];
    for (const radar of answer.radars) {
      const name = nameIn(this.start, this.store.scene, radar.id);
      const row = (label: string, value: string | null): HTMLElement | null => (value ? h("tr", {}, h("th", { scope: "row" }, label), h("td", {}, value)) : null);
      parts.push(h("h3", {}, name), h("p", {}, radar.sentence), h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `${name}: numbers at this place` }, h("table", {}, h("tbody", {},
        row("Limiting factor, nominal numbers", radar.covered ? "none: it is covered" : radar.factor_words),
        row("Limiting factor in the draws", forbids(radar)),
        row("Distance and direction", `${km(radar.distance_m)} along the ground, ${degrees(radar.azimuth_deg)} (${wind(radar.azimuth_deg)})`),
        row("Lowest covered height", radar.lowest_covered_m === null ? "none" : `${height(radar.lowest_covered_m)} above the sea`),
        row("Highest covered height", radar.highest_covered_m === null ? null : upTo(radar.highest_covered_m)),
        row("Chance to see it in one scan", radar.pd ? percentInterval({ low: radar.pd.low, median: radar.pd.nominal, high: radar.pd.high }) : null),
        row("Covered in this share of the draws", radar.share === null ? null : percent(radar.share)),
        row("Echo above noise", radar.snr_db === null ? null : radar.snr_db < -FAR_DB ? "far below it" : `${radar.snr_db.toFixed(0)} dB`),
        row("Lost at the edge of the terrain", radar.edge_loss_db === null ? null : radar.edge_loss_db > FAR_DB ? `over ${FAR_DB} dB, there and back` : `${radar.edge_loss_db.toFixed(0)} dB, there and back`)))));
    }
    return parts;
  }
}
