// The radars on the map: drag them with the pointer, or move them with the arrow keys.
import type { Map as MapLibre } from "maplibre-gl";
import { h } from "./dom";
import { nameIn } from "./panel";
import type { Store } from "./state";
import { symbolUrl } from "./symbols";
import type { Radar, Start } from "./types";
import { place } from "./units";

const KEYS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};
const SMALL_STEP = 4; // CSS pixels
const LARGE_STEP = 40;
const SAME_PLACE_PX = 20;
const ASIDE_PX = 38;

export class Markers {
  private readonly shown = new Map<string, HTMLButtonElement>();
  private readonly aside = new Map<string, number>(); // how far right of its place a mark is drawn
  private grabbed: string | null = null;
  private settle = 0;

  constructor(
    private readonly map: MapLibre, private readonly layer: HTMLElement,
    private readonly store: Store, private readonly start: Start,
  ) {
    map.on("move", () => this.place());
    map.on("resize", () => this.place());
    store.subscribe((what) => {
      if (what === "scene") this.rebuild();
      if (what === "dragging") this.place();
      if (what === "selected") this.rebuild();
    });
    this.rebuild();
  }

  private name(radar: Radar): string {
    return nameIn(this.start, this.store.scene, radar.id);
  }

  private rebuild(): void {
    const radars = this.store.scene.radars;
    for (const [id, element] of this.shown)
      if (!radars.some((radar) => radar.id === id)) { element.remove(); this.shown.delete(id); }
    for (const radar of radars) {
      let element = this.shown.get(radar.id);
      if (!element) {
        element = this.make(radar.id);
        this.shown.set(radar.id, element);
        this.layer.append(element);
      }
      const name = this.name(radar);
      element.classList.toggle("selected", radar.id === this.store.selected?.id);
      element.classList.toggle("off", !radar.on);
      const caption = element.querySelector("span");
      if (caption) caption.textContent = name.replace(/ \([^)]*\)?/, "");
    }
    this.place();
  }

  private place(): void {
    const stands: [number, number][] = [];
    for (const radar of this.store.scene.radars) {
      const element = this.shown.get(radar.id);
      if (!element) continue;
      const { x, y } = this.map.project([radar.longitude_deg, radar.latitude_deg]);
      // Marks of radars at one place stand in a row; the one that is dragged is under the pointer.
      const row = radar.id === this.grabbed ? 0
        : stands.filter(([a, b]) => Math.hypot(a - x, b - y) < SAME_PLACE_PX).length;
      const aside = row * ASIDE_PX;
      if (radar.id !== this.grabbed) stands.push([x, y]);
      this.aside.set(radar.id, aside);
      element.style.transform = `translate(${x + aside}px, ${y}px)`;
      element.classList.toggle("aside", row > 0);
      element.style.setProperty("--row", String(row)); // one name below the other
      element.setAttribute("aria-label",
        `${this.name(radar)} at ${place(radar.latitude_deg, radar.longitude_deg)}. Arrow keys move it, with Shift ten times as far.`);
    }
  }

  private make(id: string): HTMLButtonElement {
    const image = h("img", { src: symbolUrl("radar", 22), alt: "", draggable: "false" });
    const element = h("button", { type: "button", class: "marker", "data-radar": id }, image, h("span"));
    element.addEventListener("pointerdown", (event) => this.grab(event, element, id));
    element.addEventListener("keydown", (event) => this.key(event, id));
    element.addEventListener("focus", () => this.select(id));
    return element;
  }

  private select(id: string): void {
    if (this.store.ui.selected !== id) this.store.changeUi((ui) => { ui.selected = id; }, "selected");
  }

  private moveTo(id: string, x: number, y: number, what: "scene" | "dragging"): void {
    const { lng, lat } = this.map.unproject([x, y]);
    this.store.change((scene) => {
      const radar = scene.radars.find((entry) => entry.id === id);
      if (!radar) return;
      radar.longitude_deg = Number(Math.max(-180, Math.min(180, lng)).toFixed(5));
      radar.latitude_deg = Number(Math.max(-80, Math.min(80, lat)).toFixed(5));
    }, what);
  }

  private grab(event: PointerEvent, element: HTMLElement, id: string): void {
    if (event.button !== 0) return;
    event.preventDefault();
    element.focus();
    this.select(id);
    const radar = this.store.scene.radars.find((entry) => entry.id === id);
    if (!radar) return;
    element.setPointerCapture(event.pointerId);
    const box = this.map.getContainer().getBoundingClientRect();
    const at = this.map.project([radar.longitude_deg, radar.latitude_deg]);
    const offset = [event.clientX - box.left - at.x - (this.aside.get(id) ?? 0), event.clientY - box.top - at.y] as const;
    let moved = false;
    const move = (next: PointerEvent): void => {
      if (!moved && Math.hypot(next.clientX - event.clientX, next.clientY - event.clientY) < 2) return;
      moved = true;
      this.grabbed = id;
      this.moveTo(id, next.clientX - box.left - offset[0], next.clientY - box.top - offset[1], "dragging");
    };
    const drop = (): void => {
      element.removeEventListener("pointermove", move);
      this.grabbed = null;
      if (moved) this.store.change(() => undefined);
    };
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", drop, { once: true });
    element.addEventListener("pointercancel", drop, { once: true });
  }

  private key(event: KeyboardEvent, id: string): void {
    const way = KEYS[event.key];
    const radar = this.store.scene.radars.find((entry) => entry.id === id);
    if (!way || !radar) return;
    event.preventDefault();
    const step = event.shiftKey ? LARGE_STEP : SMALL_STEP;
    const at = this.map.project([radar.longitude_deg, radar.latitude_deg]);
    this.moveTo(id, at.x + way[0] * step, at.y + way[1] * step, "dragging");
    window.clearTimeout(this.settle);
    this.settle = window.setTimeout(() => this.store.change(() => undefined), 250);
  }
}
