// Steps 1 and 2: which radars, against what, how high.
import { h, option } from "./dom";
import { MAX_RADARS, type Store } from "./state";
import type { Radar, RadarChoice, Scene, Start } from "./types";
import { degrees, height } from "./units";

/** Heights of the slider: about even steps on a logarithmic scale, 30 m to 20 km. */
export const HEIGHTS_M = [
  30, 40, 50, 60, 80, 100, 125, 150, 200, 250, 300, 400, 500, 600, 800, 1000, 1250, 1500, 2000, 2500, 3000, 4000, 5000, 6000,
  7000, 8000, 9000, 10000, 11000, 12000, 13500, 15000, 17500, 20000,
];
const RADII_KM = [60, 100, 150, 200, 250, 300, 400, 450, 500, 600];

export function nearestHeight(value_m: number): number {
  let best = 0;
  HEIGHTS_M.forEach((candidate, index) => {
    if (Math.abs(Math.log(candidate / value_m)) < Math.abs(Math.log((HEIGHTS_M[best] as number) / value_m))) best = index;
  });
  return best;
}

export function choiceOf(start: Start, entry: string): RadarChoice | undefined {
  return start.radars.find((choice) => choice.id === entry);
}
export function nameOf(start: Start, radar: Radar | undefined): string {
  return radar ? choiceOf(start, radar.entry)?.label ?? radar.entry : "";
}

/** " 2" for the second radar of one type in a scene, "" for the first. */
export function numberIn(scene: Scene, id: string): string {
  const entry = scene.radars.find((radar) => radar.id === id)?.entry;
  const number = scene.radars.filter((radar) => radar.entry === entry).findIndex((radar) => radar.id === id) + 1;
  return number > 1 ? ` ${number}` : "";
}
/** The name of a radar of a scene, with its number where several are of one type. */
export function nameIn(start: Start, scene: Scene, id: string): string {
  return `${nameOf(start, scene.radars.find((radar) => radar.id === id))}${numberIn(scene, id)}`;
}

/** Radars in words, each type once: "91N6E 2" for one of several, "2 × 91N6E" for two of them. */
export function namesIn(start: Start, scene: Scene, radars: Radar[]): string {
  const types = [...new Set(radars.map((radar) => radar.entry))];
  return types.map((entry) => {
    const [first, ...more] = radars.filter((radar) => radar.entry === entry);
    return more.length ? `${more.length + 1} × ${nameOf(start, first)}` : nameIn(start, scene, first?.id ?? "");
  }).join(", ");
}

function field(label: string, control: HTMLElement, note?: string): HTMLElement {
  return h("label", { class: "field" }, h("span", {}, label), control, note ? h("small", {}, note) : null);
}

/** Says under a field what is wrong with what was typed; it stays there until it is mended. */
function judge(input: HTMLInputElement, expected: string): boolean {
  const { valid } = input.validity;
  const note = input.closest("label")?.querySelector<HTMLElement>(".wrong");
  if (valid) input.removeAttribute("aria-invalid"); else input.setAttribute("aria-invalid", "true");
  if (note) {
    note.hidden = valid;
    note.textContent = valid ? "" : `Expected ${expected}${input.value ? `, got ${input.value}` : ""}; correct it. The answer has not changed.`;
  }
  return valid;
}

function checked(label: string, input: HTMLInputElement, note?: string): HTMLElement {
  const whole = field(label, input, note);
  const wrong = h("small", { class: "wrong", id: `${input.name}-wrong`, role: "alert", hidden: true });
  whole.append(wrong);
  input.setAttribute("aria-describedby", wrong.id);
  return whole;
}

function freshId(scene: Scene): string {
  for (let i = 1; ; i++) if (!scene.radars.some((radar) => radar.id === `r${i}`)) return `r${i}`;
}

export class RadarPanel {
  private shape = "";
  constructor(
    private readonly section: HTMLElement, private readonly store: Store, private readonly start: Start,
    private readonly centre: () => { latitude_deg: number; longitude_deg: number },
  ) {
    store.subscribe((what) => {
      if (what === "scene" || what === "selected") this.show();
      if (what === "dragging") this.refresh();
    });
    this.show();
  }

  /** Builds the list anew when its shape changed, so that focus stays where it is otherwise. */
  private show(): void {
    const { radars, networked } = this.store.scene;
    const shape = JSON.stringify([radars.map((r) => [r.id, r.entry, r.mount]), this.store.selected?.id]);
    if (shape === this.shape) { this.refresh(); return; }
    const focus = document.activeElement instanceof HTMLElement && this.section.contains(document.activeElement)
      ? document.activeElement.dataset.key : undefined;
    this.shape = shape;
    const add = h("button", { type: "button", "data-key": "add", disabled: radars.length >= MAX_RADARS, onclick: () => this.add() }, "Add a radar");
    const net = h("input", { type: "checkbox", "data-key": "networked", onchange: () => this.store.change((scene) => { scene.networked = net.checked; }) });
    net.checked = networked;
    this.section.replaceChildren(
      h("h2", { id: "radars-title" }, h("b", { class: "step" }, "1"), " Which radar, and where?"),
      h("p", { class: "hint" }, "Drag it on the map. Or select it and use the arrow keys."),
      h("ul", { class: "radars" }, ...radars.map((radar) => this.row(radar))),
      h("div", { class: "row" }, add, radars.length > 1 ? h("label", { class: "check" }, net, "Tell what they see together") : null),
    );
    this.refresh();
    if (focus) this.section.querySelector<HTMLElement>(`[data-key="${focus}"]`)?.focus();
  }

  private edit(id: string, change: (radar: Radar) => void, what: "scene" | "dragging" = "scene"): void {
    this.store.change((scene) => {
      const radar = scene.radars.find((entry) => entry.id === id);
      if (radar) change(radar);
    }, what);
  }

  private row(radar: Radar): HTMLElement {
    const { id } = radar;
    const name = nameIn(this.start, this.store.scene, id);
    const chosen = id === this.store.selected?.id;
    const on = h("input", { type: "checkbox", "data-key": `on-${id}`, "aria-label": `${name} switched on`, onchange: () => this.edit(id, (r) => { r.on = on.checked; }) });
    on.checked = radar.on;
    const pick = h("button", {
      type: "button", class: "pick", "aria-pressed": String(chosen), "data-key": `pick-${id}`,
      onclick: () => this.store.changeUi((ui) => { ui.selected = id; }, "selected"),
    }, name);
    const remove = h("button", { type: "button", class: "quiet", "data-key": `remove-${id}`, disabled: this.store.scene.radars.length < 2, "aria-label": `Remove ${name}`, onclick: () => this.remove(id) }, "Remove");
    return h("li", { class: chosen ? "chosen" : "" }, h("div", { class: "row" }, on, pick, remove), chosen ? this.details(radar) : null);
  }

  private details(radar: Radar): HTMLElement {
    const { id } = radar;
    const choice = choiceOf(this.start, radar.entry);
    const groups = [true, false].map((civil) => h("optgroup", { label: civil ? "Civil radars" : "Military radars" },
      ...this.start.radars.filter((entry) => entry.civil === civil)
        .map((entry) => option(entry.id, `${entry.label}, ${entry.role}${entry.computable ? "" : ": not computable"}`, entry.id === radar.entry, !entry.computable))));
    const entry = h("select", { "data-key": `entry-${id}`, onchange: () => this.edit(id, (r) => {
      r.entry = entry.value; r.mount = null; r.antenna_agl_m = null;
      if ((choiceOf(this.start, entry.value)?.sector_deg ?? 360) >= 360) r.sector_centre_deg = null;
    }) }, ...groups);
    const mounts = [...new Set([...(choice?.mounts ?? []), ...(choice?.what_if_mounts ?? [])])];
    const words = (mount: string): string => mount.charAt(0).toUpperCase() + mount.slice(1).replaceAll("_", ", ");
    const doubt = (mount: string): string => (choice?.what_if_mounts.includes(mount) ? `${words(mount)} (a what-if)` : words(mount));
    const mount = h("select", { "data-key": `mount-${id}`, onchange: () => this.edit(id, (r) => { r.mount = mount.value || null; r.antenna_agl_m = null; }) },
      option("", "as it usually stands", radar.mount === null), ...mounts.map((m) => option(m, doubt(m), m === radar.mount)));
    const antenna = h("input", {
      type: "number", min: 0, max: 1000, step: "any", "data-key": `antenna-${id}`, name: `antenna-${id}`, placeholder: "catalogue",
      oninput: () => { if (judge(antenna, "a height from 0 to 1,000 m")) this.edit(id, (r) => { r.antenna_agl_m = antenna.value ? Number(antenna.value) : null; if (antenna.value) r.mount = null; }); },
    });
    const move = (input: HTMLInputElement, expected: string, key: "latitude_deg" | "longitude_deg"): void => {
      if (judge(input, expected) && input.value) this.edit(id, (r) => { r[key] = Number(input.value); });
    };
    const latitude = h("input", { type: "number", min: -80, max: 80, step: "any", name: `lat-${id}`, "data-key": `lat-${id}`, onchange: () => move(latitude, "a latitude from −80 to 80°", "latitude_deg") });
    const longitude = h("input", { type: "number", min: -180, max: 180, step: "any", name: `lon-${id}`, "data-key": `lon-${id}`, onchange: () => move(longitude, "a longitude from −180 to 180°", "longitude_deg") });
    return h("div", { class: "fields" },
      field("Radar", entry), choice && !choice.computable ? h("p", { class: "note" }, choice.reason) : null,
      mounts.length ? field("Mount", mount) : null,
      choice?.airborne ? h("p", { class: "hint" }, "It flies; its height is that of the catalogue.")
        : checked("Antenna above ground, m", antenna, choice?.antenna_agl_m ? `empty: ${choice.antenna_agl_m} m, from the catalogue` : undefined),
      h("div", { class: "pair" }, checked("Latitude, °", latitude), checked("Longitude, °", longitude)),
      this.placePicker(id), choice && choice.sector_deg < 360 ? this.sector(radar, choice.sector_deg) : null);
  }

  private placePicker(id: string): HTMLElement {
    const places = [...this.start.study.sites, ...this.start.study.places];
    const select = h("select", { "data-key": `place-${id}`, onchange: () => {
      const found = places.find((p) => p.name === select.value);
      if (found) this.edit(id, (r) => { r.latitude_deg = found.latitude_deg; r.longitude_deg = found.longitude_deg; });
      select.value = "";
    } }, option("", "choose a place", true), ...places.map((p) => option(p.name, p.name, false)));
    return field("Put it at", select);
  }

  private sector(radar: Radar, sector_deg: number): HTMLElement {
    const { id } = radar;
    const fixed = h("input", { type: "checkbox", "data-key": `fixed-${id}`, onchange: () => this.edit(id, (r) => { r.sector_centre_deg = fixed.checked ? Number(turn.value) : null; }) });
    fixed.checked = radar.sector_centre_deg !== null;
    const turn = h("input", {
      type: "range", min: 0, max: 359, step: 1, name: `turn-${id}`, "data-key": `turn-${id}`, value: radar.sector_centre_deg ?? 0,
      oninput: () => { fixed.checked = true; this.edit(id, (r) => { r.sector_centre_deg = Number(turn.value); }, "dragging"); },
      onchange: () => this.store.change(() => undefined),
    });
    return h("fieldset", {}, h("legend", {}, `Its sector is ${degrees(sector_deg)} wide`),
      h("label", { class: "check" }, fixed, "fixed; otherwise turned to whatever it looks at"),
      field("Middle of the sector", turn), h("output", { name: `turn-out-${id}` }));
  }

  /** Writes numbers into the controls that exist. */
  private refresh(): void {
    for (const radar of this.store.scene.radars) {
      const set = (name: string, value: string): void => {
        const input = this.section.querySelector<HTMLInputElement>(`[name="${name}"]`);
        if (!input || document.activeElement === input) return;
        // What was typed wrongly stays with its reason, until the number itself moves.
        if (input.getAttribute("aria-invalid") === "true" && input.dataset.told === value) return;
        input.dataset.told = value;
        if (input.value !== value) input.value = value;
        judge(input, "");
      };
      set(`lat-${radar.id}`, radar.latitude_deg.toFixed(4));
      set(`lon-${radar.id}`, radar.longitude_deg.toFixed(4));
      set(`antenna-${radar.id}`, radar.antenna_agl_m === null ? "" : String(radar.antenna_agl_m));
      const turned = this.section.querySelector(`[name="turn-out-${radar.id}"]`);
      if (turned) turned.textContent = radar.sector_centre_deg === null ? "turned to the target" : degrees(radar.sector_centre_deg);
      const on = this.section.querySelector<HTMLInputElement>(`[data-key="on-${radar.id}"]`);
      if (on) on.checked = radar.on;
    }
  }

  private add(): void {
    const { latitude_deg, longitude_deg } = this.centre();
    const like = this.store.selected;
    const id = freshId(this.store.scene);
    this.store.change((scene) => {
      const entry = like?.entry ?? (this.start.radars.find((r) => r.computable)?.id as string);
      scene.radars.push({ id, entry, latitude_deg, longitude_deg, mount: null, antenna_agl_m: null, sector_centre_deg: null, on: true });
    });
    this.store.changeUi((ui) => { ui.selected = id; }, "selected");
    document.querySelector<HTMLElement>(`#markers [data-radar="${id}"]`)?.focus();
  }

  private remove(id: string): void {
    this.store.change((scene) => {
      scene.radars = scene.radars.filter((radar) => radar.id !== id);
      if (scene.battery?.radar === id) scene.battery = null;
    });
    this.store.changeUi((ui) => { ui.selected = this.store.scene.radars[0]?.id ?? ""; }, "selected");
  }
}

export class TargetPanel {
  private shape = "";
  constructor(private readonly section: HTMLElement, private readonly store: Store, private readonly start: Start) {
    store.subscribe((what) => { if (what === "scene") this.show(); });
    this.show();
  }

  private show(): void {
    const { target, height: asked, radius_m, pd } = this.store.scene;
    const shape = JSON.stringify([target, asked, radius_m, pd]);
    if (shape === this.shape) return;
    this.shape = shape;
    const focus = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
    const entry = h("select", { "data-key": "target", onchange: () => this.pick(entry.value) },
      ...this.start.targets.map((choice) => option(choice.id, `${choice.label}, ${choice.target_class}`, choice.id === target.entry)));
    const known = this.start.targets.find((choice) => choice.id === target.entry)?.configurations ?? [];
    const configuration = h("select", { "data-key": "configuration", onchange: () => this.store.change((scene) => { scene.target.configuration = configuration.value; }) },
      ...known.map((c) => option(c, c, c === target.configuration)));
    const radii = [...new Set([...RADII_KM, radius_m / 1000])].sort((a, b) => a - b);
    const radius = h("select", { "data-key": "radius", onchange: () => this.store.change((scene) => { scene.radius_m = Number(radius.value) * 1000; }) },
      ...radii.map((r) => option(String(r), `${r} km`, r * 1000 === radius_m)));
    const sure = h("select", { "data-key": "pd", onchange: () => this.store.change((scene) => { scene.pd = Number(sure.value); }) },
      ...[...new Set([0.1, 0.5, 0.8, 0.9, pd])].sort().map((p) => option(String(p), `${Math.round(p * 100)} % of scans`, p === pd)));
    this.section.replaceChildren(
      h("h2", { id: "target-title" }, h("b", { class: "step" }, "2"), " Against what, how high?"),
      h("div", { class: known.length > 1 ? "pair" : "" }, field("It looks for", entry), known.length > 1 ? field("Configuration", configuration) : null),
      this.heightSlider(),
      h("div", { class: "pair" }, field("Seen in", sure), field("Look out to", radius)),
    );
    if (focus) this.section.querySelector<HTMLElement>(`[data-key="${focus}"]`)?.focus();
  }

  private pick(id: string): void {
    const choice = this.start.targets.find((entry) => entry.id === id);
    const first = choice?.configurations[0];
    this.store.change((scene) => {
      scene.target = { entry: id, configuration: first ?? "clean" };
    });
  }

  private heightSlider(): HTMLElement {
    const { value_m, above } = this.store.scene.height;
    const words = (value: number, from: string): string => `${height(value)} above ${from === "ground" ? "the ground" : "the sea"}`;
    const output = h("output", { id: "height-out" }, words(value_m, above));
    const slider = h("input", {
      type: "range", min: 0, max: HEIGHTS_M.length - 1, step: 1, value: nearestHeight(value_m), "data-key": "height",
      "aria-label": "Height of the target", "aria-valuetext": words(value_m, above),
      oninput: () => this.set(Number(slider.value), "dragging", slider, output, words),
      onchange: () => this.set(Number(slider.value), "scene", slider, output, words),
    });
    const from = (["ground", "sea"] as const).map((datum) => {
      const input = h("input", { type: "radio", name: "above", value: datum, "data-key": `above-${datum}`, onchange: () => this.store.change((scene) => { scene.height.above = datum; }) });
      input.checked = datum === above;
      return h("label", { class: "check" }, input, `above ${datum === "ground" ? "the ground" : "the sea"}`);
    });
    return h("fieldset", { class: "height" }, h("legend", {}, "It flies at"), output, slider,
      h("div", { class: "scale", "aria-hidden": "true" }, h("span", {}, "30 m"), h("span", {}, "600 m"), h("span", {}, "20 km")), h("div", { class: "row" }, ...from));
  }

  private set(index: number, what: "scene" | "dragging", slider: HTMLElement, output: HTMLElement, words: (v: number, f: string) => string): void {
    const value = HEIGHTS_M[index] as number;
    const { above } = this.store.scene.height;
    output.textContent = words(value, above);
    slider.setAttribute("aria-valuetext", words(value, above));
    const { target, radius_m, pd } = this.store.scene;
    // The slider keeps its place in the page while it is in the hand.
    this.shape = JSON.stringify([target, { value_m: value, above }, radius_m, pd]);
    this.store.change((scene) => { scene.height.value_m = value; }, what);
  }
}

