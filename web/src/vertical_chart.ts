// The vertical cover along one direction: from which height to which height, and how surely.
import { between, frame, key, path, table } from "./chart";
import { h, svg } from "./dom";
import type { Vertical } from "./types";
import { degrees, height, km, wind } from "./units";

const TOP_M = 25_000; // above it no target of the catalogue flies on

export function verticalChart(vertical: Vertical, azimuth_deg: number, target_m: number, above: "ground" | "sea"): HTMLElement {
  const xs = vertical.distance_m;
  const cap = (line: (number | null)[]): (number | null)[] => line.map((v) => (v === null ? null : Math.min(v, TOP_M * 1.2)));
  const lowest = { low: cap(vertical.lowest_m.low), nominal: cap(vertical.lowest_m.nominal), high: cap(vertical.lowest_m.high) };
  const highest = { low: cap(vertical.highest_m.low), nominal: cap(vertical.highest_m.nominal), high: cap(vertical.highest_m.high) };
  const direction = `${degrees(azimuth_deg)} (${wind(azimuth_deg)})`;
  const f = frame({ from: 0, to: xs.at(-1) ?? 1, label: "distance from the radar, km", scale: 1000 },
    { from: 0, to: TOP_M, label: "height above the sea, km", scale: 1000 }, `Vertical cover towards ${direction}`);
  const target = vertical.ground_m.map((g) => (above === "sea" ? target_m : g === null ? null : g + target_m));
  f.plot.append(
    svg("path", { class: "area-seen", d: between(f, xs, lowest.nominal, highest.nominal) }),
    svg("path", { class: "area-spread", d: between(f, xs, lowest.low, lowest.high) }),
    svg("path", { class: "area-spread", d: between(f, xs, highest.low, highest.high) }),
    svg("path", { class: "area-ground", d: between(f, xs, xs.map(() => -1000), vertical.ground_m) }),
    svg("path", { class: "line-covered", d: path(f, xs, lowest.nominal) }), svg("path", { class: "line-covered", d: path(f, xs, highest.nominal) }),
    svg("path", { class: "line-target", d: path(f, xs, target) }),
  );
  const every = Math.max(1, Math.round(xs.length / 12));
  const cell = (value: number | null | undefined): string => (value === null || value === undefined ? "none" : height(value, false));
  return h("figure", {}, vertical.sentence ? h("p", {}, vertical.sentence) : null, f.element,
    key([{ kind: "area-seen", words: "covered, with nominal numbers" }, { kind: "area-spread", words: "spread of its lower and upper edge, 5 to 95 % of the draws" },
      { kind: "line-target", words: "the target's height" }, { kind: "area-ground", words: "ground" }]),
    table(`Covered heights above the sea towards ${direction}`, ["Distance", "From", "5 to 95 %", "To"],
      xs.map((x, i) => [km(x), cell(vertical.lowest_m.nominal[i]), `${cell(vertical.lowest_m.low[i])} to ${cell(vertical.lowest_m.high[i])}`, cell(vertical.highest_m.nominal[i])]).filter((_, i) => i % every === 0)));
}
