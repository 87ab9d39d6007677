// Map symbols of MIL-STD-2525D / APP-6D. All are drawn neutral: the page takes no side.
import { ms, numberlandequipment } from "milsymbol-parts";

ms.addIcons(numberlandequipment);

const CODES = {
  radar: "10041500002203000000", // land equipment, sensor, radar
} as const;

/** The symbol as an image that may be put on the page and on a canvas. */
export function symbolUrl(kind: keyof typeof CODES, size: number): string {
  const markup = new ms.Symbol(CODES[kind], { size, outlineWidth: 0, strokeWidth: 5 }).asSVG();
  return `data:image/svg+xml;utf8,${encodeURIComponent(markup)}`;
}
