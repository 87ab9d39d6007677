// Takes the view away: a link, a picture, files for maps, and the study file that repeats it.
import { postFile, ServerError } from "./api";
import { h } from "./dom";
import { heading, rows, type RaidMark, type Row, type Shown } from "./legend";
import { swatch, type Theme } from "./palette";
import { LINE_PX } from "./map";
import { drawMark } from "./raid_marks";
import { encode, type Store } from "./state";
import type { Map as MapLibre } from "maplibre-gl";

const FILES: [string, string, string][] = [
  ["study", "Study file", "yaml"], ["geojson", "GeoJSON", "geojson"], ["kml", "KML", "kml"], ["geotiff", "GeoTIFF", "tif"],
];

const NAME_GAP = 7; // CSS pixels between a dot and its name, as in style.css
const RAID_MARKS: readonly RaidMark[] = ["target", "missile", "hit", "leak", "stand"];

/** Columns of the legend below the picture. */
function columnsOf(width: number): number { return width < 700 ? 1 : 2; }

export interface Stage {
  map: MapLibre; stage: HTMLElement; lines: HTMLCanvasElement; rasters: HTMLCanvasElement[]; shown: () => Shown; theme: () => Theme;
  credit: () => string;
}

export class SharePanel {
  private readonly said = h("p", { class: "hint", role: "status", id: "share-said" });

  constructor(section: HTMLElement, private readonly store: Store, private readonly view: Stage) {
    const link = h("input", { type: "text", readonly: true, id: "share-link", "aria-label": "Link to this view" });
    section.replaceChildren(h("details", {}, h("summary", {}, h("h2", {}, "Share and export")),
      h("p", { class: "hint" }, "The link holds the whole question; whoever opens it on this server gets the same answer."),
      h("div", { class: "row" }, link, h("button", { type: "button", id: "copy-link", onclick: () => void this.copy(link) }, "Copy link")),
      h("div", { class: "row" }, h("button", { type: "button", id: "export-png", onclick: () => void this.png() }, "Picture (PNG)"),
        ...FILES.map(([kind, label, ending]) => h("button", { type: "button", id: `export-${kind}`, onclick: () => void this.file(kind, ending) }, label))),
      h("p", { class: "small" }, "The study file runs with `skyshed run FILE` and gives the numbers of step 3. The GeoTIFF holds the chosen radar. Military radars are exported on cells of 250 m or more."), this.said));
    section.querySelector("details")?.addEventListener("toggle", () => { link.value = this.address(); });
    store.subscribe(() => { link.value = this.address(); });
  }

  address(): string { return `${location.origin}${location.pathname}#${encode(this.store.state)}`; }

  private async copy(link: HTMLInputElement): Promise<void> {
    link.value = this.address();
    link.select();
    try { await navigator.clipboard.writeText(link.value); this.said.textContent = "Link copied."; } catch { this.said.textContent = "The link is selected; copy it with the keyboard."; }
  }

  private async file(kind: string, ending: string): Promise<void> {
    this.said.textContent = "Computing the file ...";
    try {
      const { blob, name } = await postFile(`/api/export/${kind}`, { scene: this.store.scene, radar: this.rasterOf(kind) });
      this.save(blob, name ?? `skyshed.${ending}`);
    } catch (error) { this.said.textContent = error instanceof ServerError ? `No file: ${error.message}` : "The server does not answer."; }
  }

  /** A GeoTIFF holds one radar: the chosen one, if it is on. */
  private rasterOf(kind: string): string | null {
    const { selected } = this.store;
    return kind === "geotiff" && selected?.on ? selected.id : null;
  }

  private save(blob: Blob, name: string): void {
    const address = URL.createObjectURL(blob);
    const link = h("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
    this.said.textContent = `Saved as ${name}.`;
  }

  /** The map's own canvas can be read only right after it was drawn. */
  private drawn(): Promise<HTMLCanvasElement> {
    const { map } = this.view;
    return new Promise((resolve) => {
      map.once("render", () => {
        const copy = document.createElement("canvas");
        const canvas = map.getCanvas();
        copy.width = canvas.width;
        copy.height = canvas.height;
        copy.getContext("2d")?.drawImage(canvas, 0, 0);
        resolve(copy);
      });
      map.triggerRepaint();
    });
  }

  async picture(): Promise<HTMLCanvasElement> {
    const { stage, lines, rasters, theme } = this.view;
    const { clientWidth: width, clientHeight: height } = stage;
    const base = await this.drawn();
    const legend = rows(this.view.shown());
    const canvas = document.createElement("canvas");
    const head = 64;
    const lineHeight = 22;
    const foot = 30 + Math.ceil(legend.length / columnsOf(width)) * lineHeight + 40;
    canvas.width = width;
    canvas.height = head + height + foot;
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    const dark = theme() === "dark";
    const [paper, ink] = dark ? ["#14191c", "#eceae4"] : ["#ffffff", "#1a1a1a"];
    context.fillStyle = paper;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.save();
    context.beginPath();
    context.rect(0, head, width, height);
    context.clip();
    context.drawImage(base, 0, head, width, height);
    const origin = stage.getBoundingClientRect();
    for (const raster of rasters) {
      if (raster.hidden) continue;
      const box = raster.getBoundingClientRect();
      context.drawImage(raster, box.left - origin.left, head + box.top - origin.top, box.width, box.height);
    }
    context.drawImage(lines, 0, head, width, height);
    this.names(context, origin, head, ink, paper);
    context.restore();
    this.words(context, width, head, ink);
    this.legend(context, legend, head + height + 24, width, lineHeight, ink);
    context.font = "12px system-ui, sans-serif";
    context.fillStyle = ink;
    context.fillText(this.view.credit(), 12, canvas.height - 12, width - 24);
    return canvas;
  }

  /** Names, marks of radars and their captions, as they stand on the screen. */
  private names(context: CanvasRenderingContext2D, origin: DOMRect, head: number, ink: string, paper: string): void {
    const boxOf = (element: Element): { x: number; y: number; width: number; height: number } => {
      const box = element.getBoundingClientRect();
      return { x: box.left - origin.left, y: head + box.top - origin.top, width: box.width, height: box.height };
    };
    context.textBaseline = "middle";
    for (const element of this.view.stage.querySelectorAll<HTMLElement>(".label:not([hidden])")) {
      const { x, y, width, height } = boxOf(element);
      const west = element.classList.contains("west");
      const middle = y + height / 2;
      context.font = `${element.classList.contains("label-study") ? "600 " : ""}12px system-ui, sans-serif`;
      context.lineWidth = 4;
      context.lineJoin = "round";
      context.strokeStyle = paper;
      context.fillStyle = ink;
      if (!element.classList.contains("raised")) {
        context.beginPath();
        const lower = element.classList.contains("above") ? LINE_PX : element.classList.contains("below") ? -LINE_PX : 0;
        context.arc(west ? x + width : x, middle + lower, 2.5, 0, 2 * Math.PI);
        context.stroke();
        context.fill();
      }
      context.strokeText(element.textContent ?? "", west ? x : x + NAME_GAP, middle);
      context.fillText(element.textContent ?? "", west ? x : x + NAME_GAP, middle);
    }
    for (const image of this.view.stage.querySelectorAll<HTMLImageElement>(".marker img")) {
      const { x, y, width, height } = boxOf(image);
      context.drawImage(image, x, y, width, height);
    }
    context.font = "600 12px system-ui, sans-serif";
    context.textAlign = "center";
    for (const caption of this.view.stage.querySelectorAll<HTMLElement>(".marker span")) {
      const { x, y, width, height } = boxOf(caption);
      if (width === 0) continue; // of a radar that is switched off
      context.fillStyle = paper;
      context.fillRect(x, y, width, height);
      context.fillStyle = ink;
      context.fillText(caption.textContent ?? "", x + width / 2, y + height / 2);
    }
    context.textAlign = "start";
    context.textBaseline = "alphabetic";
  }

  private words(context: CanvasRenderingContext2D, width: number, head: number, ink: string): void {
    const shown = this.view.shown();
    const changed = Object.keys(this.store.scene.what_if).length;
    context.fillStyle = ink;
    context.font = "600 18px Georgia, serif";
    context.fillText(heading(shown, rows(shown)), 12, 26, width - 24);
    context.font = "13px system-ui, sans-serif";
    context.fillText("Notional, from public data with wide bounds; not the true performance of any system.", 12, head - 16, width - 24);
    if (!changed) return;
    const mark = `WHAT IF: ${changed} number${changed === 1 ? "" : "s"} changed`;
    context.font = "700 14px system-ui, sans-serif";
    const long = context.measureText(mark).width;
    context.fillStyle = "#8a3b00";
    context.fillRect(width - long - 32, head + 8, long + 24, 26);
    context.fillStyle = "#ffffff";
    context.fillText(mark, width - long - 20, head + 26);
  }

  private legend(context: CanvasRenderingContext2D, legend: Row[], top: number, width: number, lineHeight: number, ink: string): void {
    const dashes: Record<string, number[]> = { median: [], low: [7, 3], high: [2, 3], sector: [4, 3], ring: [9, 6] };
    context.font = "13px system-ui, sans-serif";
    const columns = columnsOf(width);
    legend.forEach((row, i) => {
      const x = 12 + (i % columns) * (width / columns);
      const y = top + Math.floor(i / columns) * lineHeight;
      const mark = RAID_MARKS.find((one) => one === row.line);
      if (row.look) context.drawImage(swatch(row.look, this.view.theme()), x, y - 12);
      else if (mark) drawMark(context, mark, x + 18, y - 4, this.view.theme());
      else {
        context.beginPath();
        context.setLineDash(dashes[row.line ?? ""] ?? []);
        context.strokeStyle = row.line === "ring" ? "#c2185b" : ink;
        context.lineWidth = 2;
        context.moveTo(x, y - 4);
        context.lineTo(x + 36, y - 4);
        context.stroke();
        context.setLineDash([]);
      }
      context.fillStyle = ink;
      context.fillText(`${row.words}${row.amount ? `: ${row.amount} in view` : ""}`, x + 44, y, width / columns - 56);
    });
  }

  private async png(): Promise<void> {
    const canvas = await this.picture();
    canvas.toBlob((blob) => { if (blob) this.save(blob, "skyshed.png"); }, "image/png");
  }
}
