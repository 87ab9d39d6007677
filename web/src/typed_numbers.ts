// Numbers as they are typed: in the unit in which they are shown, and back to that of the server.
import type { SourceRow } from "./types";

const PLAIN = /^[-+\u2212]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i; // not 0x10, which is a number to a computer only

/** Six digits, without trailing zeros. */
export function typedNumber(value: number): string { return String(Number(value.toPrecision(6))); }

/** A number of the server in the unit of the page; a level becomes the cross-section it stands for. */
export function toTyped(row: SourceRow, value: number): number {
  const { factor, levels } = row.typed;
  if (!levels) return value * factor;
  const [low, middle, high] = levels;
  return middle * ((value < 0 ? low : high) / middle) ** Math.abs(value);
}

function fromTyped(row: SourceRow, typed: number): number {
  const { factor, levels } = row.typed;
  if (!levels) return typed / factor;
  const [low, middle, high] = levels;
  const end = typed < middle ? low : high;
  const part = end === middle ? 0 : Math.log(typed / middle) / Math.log(end / middle);
  return typed < middle ? -part : part;
}

/** Least and greatest that may be typed; a cross-section may not leave what is quoted. */
function bounds(row: SourceRow): [number, number] | null {
  if (row.typed.levels) return [row.typed.levels[0], row.typed.levels[2]];
  if (!row.what_if_range) return null;
  return [row.what_if_range[0] * row.typed.factor, row.what_if_range[1] * row.typed.factor];
}

/** What a typed text stands for: a value of the server's unit, nothing, or why it cannot be. */
export function readTyped(row: SourceRow, text: string): { value: number | null } | { problem: string } {
  if (text === "") return { value: null };
  const unit = row.typed.unit ? ` ${row.typed.unit}` : "";
  const typed = Number(text.replace("\u2212", "-"));
  const range = bounds(row);
  const allowed = range ? `a value from ${typedNumber(range[0])} to ${typedNumber(range[1])}${unit}` : `a number${unit ? `, in${unit}` : ""}`;
  if (!PLAIN.test(text) || !Number.isFinite(typed)) return { problem: `Expected ${allowed}, got “${text.slice(0, 40)}”; type a plain number. The answer has not changed.` };
  const slack = range ? 1e-6 * Math.max(Math.abs(range[0]), Math.abs(range[1])) : 0; // the ends are shown rounded
  if (range && (typed < range[0] - slack || typed > range[1] + slack))
    return { problem: `Expected ${allowed}, got ${text.slice(0, 40)}; correct it. The answer has not changed.` };
  const value = fromTyped(row, range ? Math.min(Math.max(typed, range[0]), range[1]) : typed);
  const [least, most] = row.typed.levels || !row.what_if_range ? [-Infinity, Infinity] : row.what_if_range;
  return { value: Math.min(Math.max(value, least), most) };
}
