// A small frame for charts in SVG: axes with round numbers, units, clipping. Styled in style.css.
import { h, svg } from "./dom";

export interface Axis { from: number; to: number; label: string; scale: number } // shown = value / scale
export interface Frame {
  element: SVGSVGElement; plot: SVGGElement;
  x: (value: number) => number; y: (value: number) => number;
}
const WIDTH = 380;
const HEIGHT = 230;
const MARGIN = { left: 46, right: 10, top: 10, bottom: 36 };
let frames = 0;

/** Round steps of 1, 2 or 5 that give about this many ticks. */
export function ticks(from: number, to: number, about: number): number[] {
  const raw = (to - from) / about;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw) ?? power * 10;
  const found: number[] = [];
  for (let value = Math.ceil(from / step) * step; value <= to + step * 1e-6; value += step) found.push(Math.abs(value) < step * 1e-6 ? 0 : value);
  return found;
}

export function frame(xAxis: Axis, yAxis: Axis, description: string): Frame {
  const x = (value: number): number => MARGIN.left + ((value - xAxis.from) / (xAxis.to - xAxis.from)) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (value: number): number => HEIGHT - MARGIN.bottom - ((value - yAxis.from) / (yAxis.to - yAxis.from)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const clip = `clip-${++frames}`;
  const plot = svg("g", { "clip-path": `url(#${clip})` });
  const box = { x: MARGIN.left, y: MARGIN.top, width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
  const marks: SVGElement[] = [];
  for (const value of ticks(xAxis.from / xAxis.scale, xAxis.to / xAxis.scale, 6)) {
    const at = x(value * xAxis.scale);
    marks.push(svg("line", { class: "grid", x1: at, x2: at, y1: MARGIN.top, y2: HEIGHT - MARGIN.bottom }),
      svg("text", { x: at, y: HEIGHT - MARGIN.bottom + 14, "text-anchor": "middle" }, String(Number(value.toPrecision(6)))));
  }
  for (const value of ticks(yAxis.from / yAxis.scale, yAxis.to / yAxis.scale, 5)) {
    const at = y(value * yAxis.scale);
    marks.push(svg("line", { class: "grid", x1: MARGIN.left, x2: WIDTH - MARGIN.right, y1: at, y2: at }),
      svg("text", { x: MARGIN.left - 5, y: at + 4, "text-anchor": "end" }, String(Number(value.toPrecision(6)))));
  }
  const element = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img", "aria-label": description },
    svg("defs", {}, svg("clipPath", { id: clip }, svg("rect", box))), ...marks, plot, svg("rect", { class: "box", ...box }),
    svg("text", { x: (MARGIN.left + WIDTH - MARGIN.right) / 2, y: HEIGHT - 4, "text-anchor": "middle" }, xAxis.label),
    svg("text", { x: 12, y: HEIGHT / 2, "text-anchor": "middle", transform: `rotate(-90 12 ${HEIGHT / 2})` }, yAxis.label));
  return { element, plot, x, y };
}

/** A line that breaks where a value is missing. */
export function path(f: Frame, xs: number[], ys: (number | null)[]): string {
  let words = "";
  let pen = false;
  xs.forEach((at, i) => {
    const value = ys[i];
    if (value === null || value === undefined || !Number.isFinite(value)) { pen = false; return; }
    words += `${pen ? "L" : "M"}${f.x(at).toFixed(1)} ${f.y(value).toFixed(1)}`;
    pen = true;
  });
  return words;
}

/** The area between two lines, piece by piece where both are known. */
export function between(f: Frame, xs: number[], low: (number | null)[], high: (number | null)[]): string {
  let words = "";
  let piece: number[] = [];
  const close = (): void => {
    if (piece.length > 1) {
      const point = (i: number, line: (number | null)[]): string => `${f.x(xs[i] as number).toFixed(1)} ${f.y(line[i] as number).toFixed(1)}`;
      words += `M${piece.map((i) => point(i, high)).join("L")}L${piece.toReversed().map((i) => point(i, low)).join("L")}Z`;
    }
    piece = [];
  };
  xs.forEach((_, i) => { if (Number.isFinite(low[i] ?? NaN) && Number.isFinite(high[i] ?? NaN)) piece.push(i); else close(); });
  close();
  return words;
}

export interface Key { kind: string; words: string }
/** The legend of a chart: a sample of the line or area, and words. */
export function key(entries: Key[]): HTMLElement {
  return h("ul", { class: "chart-key" }, ...entries.map(({ kind, words }) => {
    const sample = svg("svg", { viewBox: "0 0 30 12", width: 30, height: 12, "aria-hidden": "true", class: "chart" },
      kind.startsWith("area") ? svg("rect", { x: 0, y: 1, width: 30, height: 10, class: kind }) : svg("line", { x1: 0, x2: 30, y1: 6, y2: 6, class: kind }));
    return h("li", {}, sample, words);
  }));
}

/** The same numbers as a table, for those who cannot see the picture. */
export function table(caption: string, head: string[], rows: string[][]): HTMLElement {
  return h("details", { class: "minor" }, h("summary", {}, "As a table"), h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption }, h("table", {}, h("caption", {}, caption),
    h("thead", {}, h("tr", {}, ...head.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((cell, i) => (i === 0 ? h("th", { scope: "row" }, cell) : h("td", {}, cell)))))))));
}
