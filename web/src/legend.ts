// The legend: only what is on the map now, with how much of it there is.
import { h } from "./dom";
import { isNarrow } from "./frame";
import { rowAreas } from "./mercator";
import { COVERED, LOOKS, OUTSIDE, REACH_LOOK, SHARE_CLASSES, swatch, UNKNOWN, type Look, type Theme } from "./palette";
import type { View } from "./types";
import { area } from "./units";

export interface Shown {
  colouring: "now" | "spread" | "none"; // of the picture that is painted, whatever was asked for
  reasons: boolean;
  cover: { bytes: Uint8Array; view: View } | null;
  reach: { bytes: Uint8Array; view: View } | null;
  lines: { low: boolean; median: boolean; high: boolean; sector: boolean };
  several: boolean; // radars that are on: colours are those of all, edges those of each
  raid: string | null; // its name
  rings: string[]; // what the rings are, in words
  title: string; // what the colours answer
}
export type RaidMark = "target" | "missile" | "hit" | "leak" | "stand";
export interface Row { look: Look | null; line: string | null; words: string; amount: string }

const RAID: [RaidMark, string][] = [["target", "target of the raid"], ["missile", "missile"], ["hit", "target hit"], ["leak", "target that got through"], ["stand", "what stands on the ground in the raid"]];

/** Area under each byte, m2. */
export function areas(bytes: Uint8Array, view: View): Float64Array {
  const found = new Float64Array(256);
  const rows = rowAreas(view);
  for (let y = 0, i = 0; y < view.height; y++) {
    const one = rows[y] as number;
    for (let x = 0; x < view.width; x++, i++) found[bytes[i] as number] = (found[bytes[i] as number] as number) + one;
  }
  return found;
}

/** What there is to explain. */
export function rows(shown: Shown): Row[] {
  const list: Row[] = [];
  const add = (look: Look, amount_m2: number): void => {
    if (amount_m2 > 0) list.push({ look, line: null, words: look.words, amount: area(amount_m2) });
  };
  if (shown.cover && shown.colouring !== "none") {
    const found = areas(shown.cover.bytes, shown.cover.view);
    if (shown.colouring === "spread") {
      for (const { from, to, look } of SHARE_CLASSES) add(look, found.subarray(from, to + 1).reduce((a, b) => a + b, 0));
      add(LOOKS[UNKNOWN] as Look, found[UNKNOWN] as number);
    } else {
      for (const [code, look] of Object.entries(LOOKS))
        if (Number(code) !== OUTSIDE && (shown.reasons || Number(code) === COVERED || Number(code) === UNKNOWN)) add(look, found[Number(code)] as number);
    }
  }
  if (shown.reach) add(REACH_LOOK, areas(shown.reach.bytes, shown.reach.view).subarray(100, 201).reduce((a, b) => a + b, 0));
  const line = (kind: string, words: string): void => { list.push({ look: null, line: kind, words, amount: "" }); };
  const edge = shown.several ? "edge of each radar's own cover" : "edge of the cover";
  if (shown.lines.median) line("median", `${edge} in half of the draws`);
  if (shown.lines.low) line("low", `${edge} in 95 % of the draws`);
  if (shown.lines.high) line("high", `${edge} in 5 % of the draws`);
  if (shown.lines.sector) line("sector", "sector in which it is fixed");
  for (const ring of shown.rings) line("ring", ring);
  if (shown.raid !== null) for (const [kind, words] of RAID) line(kind, words);
  return list;
}

/** What the map is about: the question of the colours, if there are any, and the raid that is played. */
export function heading(shown: Shown, list: Row[]): string {
  const coloured = list.some((row) => row.look);
  if (shown.raid !== null) return coloured ? `The raid “${shown.raid}”. Colours: ${shown.title}` : `The raid “${shown.raid}”`;
  return shown.several && coloured ? `${shown.title}; colours: seen by any of them` : shown.title;
}

/** Nominal cover is not the middle of the draws: the legend says so wherever it is painted. */
export const NOMINAL_NOTE = "Nominal numbers take the relief as exact, which favours the radar wherever it shows hills too low. ";

/** Writes the legend; the reader's own choice to open or close it is kept. */
export function drawLegend(section: HTMLElement, shown: Shown, theme: Theme): void {
  let details = section.querySelector("details");
  if (!details) {
    details = h("details", {}, h("summary", {}, "Legend"), h("p"), h("ul"));
    details.open = !isNarrow(); // on a phone it would hide the map
    section.replaceChildren(details);
  }
  const list = rows(shown);
  const items = list.map((row) => h("li", {},
    row.look ? swatch(row.look, theme) : h("i", { class: `line line-${row.line}` }),
    h("span", {}, row.words), row.amount ? h("b", {}, row.amount) : null));
  details.querySelector("p")?.replaceChildren(`${heading(shown, list)}. `, h("span", { class: "small" }, shown.colouring === "now" ? NOMINAL_NOTE : "", "Areas are those in view."));
  details.querySelector("ul")?.replaceChildren(...items);
}
