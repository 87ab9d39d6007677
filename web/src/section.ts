// The terrain section between two places, and the vertical cover along its direction.
import { isAbort, NewestOnly, postJson, ServerError } from "./api";
import { h, option } from "./dom";
import { nameIn } from "./panel";
import { profileChart } from "./profile_chart";
import type { Store } from "./state";
import type { Place, Profile, Scene, Start, Vertical } from "./types";
import { degrees, place } from "./units";
import { verticalChart } from "./vertical_chart";

/** Compass direction from one place to another, degrees. */
export function bearing(from: Place, to: Place): number {
  const rad = Math.PI / 180;
  const [a, b, d] = [from.latitude_deg * rad, to.latitude_deg * rad, (to.longitude_deg - from.longitude_deg) * rad];
  const angle = Math.atan2(Math.sin(d) * Math.cos(b), Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(d));
  return (angle / rad + 360) % 360;
}

export class SectionPanel {
  /** What the next click on the map means. */
  picking: "from" | "to" | null = null;
  private readonly line = new NewestOnly();
  private readonly upright = new NewestOnly();
  private readonly picture = h("div", { id: "profile-chart", "aria-live": "polite" });
  private readonly standing = h("div", { id: "vertical-chart" });
  private azimuth_deg = 0;

  constructor(private readonly section: HTMLElement, private readonly store: Store, private readonly start: Start, private readonly stage: HTMLElement) {
    store.subscribe((what) => {
      if (what === "section" || what === "selected" || (what === "scene" && !store.dragging)) this.show();
    });
    this.build();
    this.show();
  }

  /** A click on the map while a place is being picked; whether it was taken. */
  click(at: Place): boolean {
    if (!this.picking) return false;
    if (this.picking === "from") {
      this.store.changeUi((ui) => { ui.section_from = at; ui.section = null; }, "section");
      this.setPicking("to");
    } else {
      this.store.changeUi((ui) => { ui.section = at; }, "section");
      this.setPicking(null);
    }
    return true;
  }

  private setPicking(what: "from" | "to" | null): void {
    this.picking = what;
    this.stage.classList.toggle("picking", what !== null);
    const hint = this.section.querySelector("#section-hint");
    if (hint) hint.textContent = what === "from" ? "Click where the antenna would stand." : what === "to" ? "Click where the section ends." : "";
  }

  private build(): void {
    const places = [...this.start.study.places, ...this.start.study.sites];
    const select = h("select", { id: "section-place", onchange: () => {
      const found = places.find((entry) => entry.name === select.value);
      if (found) this.store.changeUi((ui) => { ui.section = { latitude_deg: found.latitude_deg, longitude_deg: found.longitude_deg }; }, "section");
    } }, option("", "choose a place", true), ...places.map((entry) => option(entry.name, entry.name, false)));
    const turn = h("input", { type: "range", min: 0, max: 359, step: 1, value: 0, id: "azimuth", "aria-label": "Direction of the vertical cover",
      oninput: () => { this.azimuth_deg = Number(turn.value); this.vertical(); } });
    this.section.replaceChildren(h("details", {}, h("summary", {}, h("h2", {}, "Section through the terrain")),
      h("p", { class: "hint" }, "From the chosen radar to a place, or between two places of your own."),
      h("div", { class: "row" },
        h("button", { type: "button", id: "section-radar", onclick: () => { this.store.changeUi((ui) => { ui.section_from = null; }, "section"); this.setPicking("to"); } }, "From the radar: click the end"),
        h("button", { type: "button", id: "section-two", onclick: () => this.setPicking("from") }, "Two clicks"),
        h("button", { type: "button", class: "quiet", onclick: () => { this.setPicking(null); this.store.changeUi((ui) => { ui.section = null; ui.section_from = null; }, "section"); } }, "Clear")),
      h("label", { class: "field" }, h("span", {}, "Or end at"), select), h("p", { id: "section-hint", class: "hint", role: "status" }), this.picture,
      h("h3", {}, "All heights in one direction"), h("label", { class: "field" }, h("span", {}, "Direction"), turn), h("output", { id: "azimuth-out" }), this.standing));
    this.details.addEventListener("toggle", () => this.show());
  }

  private get details(): HTMLDetailsElement { return this.section.querySelector("details") as HTMLDetailsElement; }

  open(): void { this.details.open = true; }

  /** The scene as the section sees it: the chosen radar, or that radar moved to the first click. */
  private asked(): { scene: Scene; radar: string; from: Place } | null {
    const scene = structuredClone(this.store.scene);
    const radar = scene.radars.find((entry) => entry.id === this.store.selected?.id);
    if (!radar) return null;
    const from = this.store.ui.section_from;
    if (from) Object.assign(radar, { latitude_deg: from.latitude_deg, longitude_deg: from.longitude_deg });
    radar.on = true;
    return { scene, radar: radar.id, from: { latitude_deg: radar.latitude_deg, longitude_deg: radar.longitude_deg } };
  }

  private show(): void {
    const asked = this.asked();
    const { section } = this.store.ui;
    if (section && asked) {
      if (this.store.ui.section) this.details.open = true;
      this.azimuth_deg = Math.round(bearing(asked.from, section)) % 360;
      const turn = this.section.querySelector<HTMLInputElement>("#azimuth");
      if (turn) turn.value = String(this.azimuth_deg);
      this.line.submit(async (signal) => {
        try {
          const profile = await postJson<Profile>("/api/profile", { scene: asked.scene, radar: asked.radar, to: section }, signal);
          const name = nameIn(this.start, asked.scene, asked.radar);
          this.picture.replaceChildren(h("p", { class: "small" }, `${name}, from ${place(asked.from.latitude_deg, asked.from.longitude_deg)} to ${place(section.latitude_deg, section.longitude_deg)}`), profileChart(profile));
        } catch (error) { this.fail(this.picture, error); }
      }, true);
    } else this.picture.replaceChildren();
    if (this.details.open) this.vertical(); else this.standing.replaceChildren();
  }

  private vertical(): void {
    const asked = this.asked();
    const out = this.section.querySelector("#azimuth-out");
    if (out) out.textContent = degrees(this.azimuth_deg);
    if (!asked) return;
    const azimuth = this.azimuth_deg;
    this.upright.submit(async (signal) => {
      try {
        const vertical = await postJson<Vertical>("/api/vertical", { scene: asked.scene, radar: asked.radar, azimuth_deg: azimuth }, signal);
        this.standing.replaceChildren(verticalChart(vertical, azimuth, asked.scene.height.value_m, asked.scene.height.above));
      } catch (error) { this.fail(this.standing, error); }
    }, true);
  }

  private fail(where: HTMLElement, error: unknown): void {
    if (isAbort(error)) return;
    where.replaceChildren(h("p", { class: "note" }, error instanceof ServerError ? error.message : "The server does not answer."));
  }
}
