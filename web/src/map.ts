// The map under everything: land, borders, hillshade, names. All of it comes from this server.
import * as maplibregl from "maplibre-gl";
import type { Map as MapLibre, StyleSpecification } from "maplibre-gl";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { h } from "./dom";
import type { Theme } from "./palette";
import { CAPITALS } from "./places";
import type { NamedPlace, Place } from "./types";

const COLOURS = {
  light: { sea: "#dbe6ec", land: "#f7f5ef", coast: "#8b9aa3", border: "#8f8a80" },
  dark: { sea: "#10181d", land: "#20272b", coast: "#566873", border: "#66655f" },
} as const;
const EMPTY = { type: "FeatureCollection", features: [] } as GeoJSON.FeatureCollection;

function style(theme: Theme): StyleSpecification {
  const colour = COLOURS[theme];
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: EMPTY, tolerance: 0.3 },
      borders: { type: "geojson", data: EMPTY, tolerance: 0.3 },
      relief: {
        type: "raster", tiles: [`${location.origin}/api/tiles/{z}/{x}/{y}.png`], tileSize: 256, maxzoom: 12,
      },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour.sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colour.land, "fill-antialias": false } },
      { id: "relief", type: "raster", source: "relief", paint: { "raster-opacity": theme === "dark" ? 0.4 : 0.6, "raster-fade-duration": 0 } },
      { id: "coast", type: "line", source: "land", paint: { "line-color": colour.coast, "line-width": 0.8 } },
      { id: "borders", type: "line", source: "borders", paint: { "line-color": colour.border, "line-width": 1, "line-dasharray": [4, 2] } },
    ],
  };
}

export function createMap(container: HTMLElement, centre: Place, zoom: number, theme: Theme): MapLibre {
  const map = new maplibregl.Map({
    container, style: style(theme),
    center: [centre.longitude_deg, centre.latitude_deg], zoom,
    minZoom: 2, maxZoom: 13, dragRotate: false, pitchWithRotate: false, touchPitch: false, rollEnabled: false,
    attributionControl: false, renderWorldCopies: false, fadeDuration: 0,
    pixelRatio: Math.min(window.devicePixelRatio, Math.sqrt(1.6e6 / (container.clientWidth * container.clientHeight || 1))),
    canvasContextAttributes: { antialias: false, preserveDrawingBuffer: false },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibregl.ScaleControl({ maxWidth: 120, unit: "metric" }), "bottom-left");
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-label", "Map. Arrow keys move it, plus and minus zoom. The answer is told in words in the panel.");
  return map;
}

/** Land and borders of Natural Earth, put on the map once they are read. */
export async function loadBasemap(map: MapLibre, loaded: Promise<unknown>): Promise<void> {
  const topology = (await (await fetch("/static/countries.json")).json()) as Topology;
  const { countries, land } = topology.objects as { countries: GeometryCollection<{ name: string }>; land: GeometryCollection };
  const source = (id: string): maplibregl.GeoJSONSource => map.getSource(id) as maplibregl.GeoJSONSource;
  const put = (): void => {
    source("land").setData(feature(topology, land));
    source("borders").setData({ type: "Feature", properties: {}, geometry: mesh(topology, countries, (a, b) => a !== b) });
  };
  await loaded;
  put();
}

export function recolour(map: MapLibre, theme: Theme): void {
  const colour = COLOURS[theme];
  map.setPaintProperty("sea", "background-color", colour.sea);
  map.setPaintProperty("land", "fill-color", colour.land);
  map.setPaintProperty("coast", "line-color", colour.coast);
  map.setPaintProperty("borders", "line-color", colour.border);
  map.setPaintProperty("relief", "raster-opacity", theme === "dark" ? 0.4 : 0.6);
}

export type Box = [number, number, number, number];
interface Label { element: HTMLElement; place: NamedPlace; rank: number; width: number }
const DOT_PX = 5;
const HALF_LINE_PX = 10;
export const LINE_PX = 20; // a name above or below the line of its dot, as in style.css
const RAISED_PX = 34; // above the mark of a radar that stands on the place

/** Names as HTML over the map: sharp, readable, and no fonts to fetch. */
export class Labels {
  private labels: Label[] = [];
  visible = true;
  /** Where the radars stand on the screen: their marks are not to be written over. */
  marks: () => [number, number][] = () => [];
  /** What lies over the map, so that no name is cut by it. */
  covered: () => Box[] = () => [];
  constructor(private readonly map: MapLibre, private readonly layer: HTMLElement) {
    map.on("move", () => this.place());
    map.on("resize", () => this.place());
  }

  fill(study: NamedPlace[]): void {
    const names = new Set(study.map((place) => place.name));
    this.layer.replaceChildren();
    this.labels = [];
    const add = (place: NamedPlace, kind: string, rank: number): void => {
      const element = h("span", { class: `label label-${kind}` }, place.name);
      this.layer.append(element);
      this.labels.push({ element, place, rank, width: 0 });
    };
    for (const place of study) add(place, "study", 0);
    for (const place of CAPITALS) if (!names.has(place.name)) add(place, "capital", 1);
    for (const label of this.labels) label.width = label.element.offsetWidth;
    this.place();
  }

  /** Puts each name beside its place; one that would be cut, or cover a more important one, stays away. */
  place(): void {
    const { clientWidth, clientHeight } = this.map.getContainer();
    const marks = this.marks();
    const taken = [...marks.map(([x, y]): Box => [x - 32, y - 22, x + 32, y + 58]), ...this.covered()];
    const free = (box: Box): boolean => box[0] >= 0 && box[1] >= 0 && box[2] <= clientWidth && box[3] <= clientHeight
      && !taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1]);
    for (const { element, place, width } of this.labels) {
      const { x, y } = this.map.project([place.longitude_deg, place.latitude_deg]);
      const east = (up: number): Box => [x - DOT_PX, y - HALF_LINE_PX - up, x + width + 2, y + HALF_LINE_PX - up];
      const west: Box = [x - width - 2, y - HALF_LINE_PX, x + DOT_PX, y + HALF_LINE_PX];
      const under = marks.some((mark) => Math.hypot(mark[0] - x, mark[1] - y) < 20);
      const ways: [string, Box][] = under ? [["raised", east(RAISED_PX)]] : [["", east(0)], ["west", west], ["above", east(LINE_PX)], ["below", east(-LINE_PX)]];
      const way = this.visible ? ways.find(([, box]) => free(box)) : undefined;
      element.hidden = way === undefined;
      if (!way) continue;
      taken.push(way[1]);
      for (const kind of ["raised", "west", "above", "below"]) element.classList.toggle(kind, way[0] === kind);
      element.style.transform = `translate(${Math.round(way[0] === "west" ? x - width : x)}px, ${Math.round(y)}px)`;
    }
  }
}
