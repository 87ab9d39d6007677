// What the bytes of a map mean: words, a colour that the colour-blind can tell apart, and a pattern,
// so that nothing is told by colour alone.

/** Codes of /api/live. */
export const COVERED = 0;
export const OUTSIDE = 254;
export const UNKNOWN = 255;

export type Pattern = "solid" | "diagonal" | "back-diagonal" | "dots" | "horizontal" | "vertical" | "cross" | "checks";
export interface Look {
  words: string; // for the legend
  why: string; // for the hover: "not seen: ..."
  colour: { light: string; dark: string };
  alpha: number; // of the pattern's strokes
  ground: number; // alpha of the plain colour between the strokes
  pattern: Pattern;
}

// Colours after Okabe and Ito (2008), which are made to be told apart with every common kind of
// colour-blindness.
export const LOOKS: Record<number, Look> = {
  0: { words: "covered, with nominal numbers", why: "covered", colour: { light: "#0072b2", dark: "#56b4e9" }, alpha: 0.42, ground: 0.42, pattern: "solid" },
  1: { words: "outside the sector", why: "outside the radar's sector", colour: { light: "#7a4a75", dark: "#cc79a7" }, alpha: 0.45, ground: 0.1, pattern: "cross" },
  2: { words: "below the horizon", why: "below the horizon: the Earth itself is in the way", colour: { light: "#555555", dark: "#b5b5b5" }, alpha: 0.5, ground: 0.1, pattern: "dots" },
  3: { words: "hidden by terrain", why: "hidden behind higher ground", colour: { light: "#b34700", dark: "#f08a45" }, alpha: 0.6, ground: 0.16, pattern: "diagonal" },
  4: { words: "beyond the instrumented range", why: "beyond the range of the radar's display", colour: { light: "#00664b", dark: "#2ec49c" }, alpha: 0.45, ground: 0.08, pattern: "vertical" },
  5: { words: "echo too weak", why: "in view, but the echo is too weak", colour: { light: "#8a6d00", dark: "#f0e442" }, alpha: 0.55, ground: 0.14, pattern: "horizontal" },
  6: { words: "too near, or outside the antenna's elevations", why: "too near for the radar, or above or below what its antenna looks at", colour: { light: "#a03070", dark: "#e79ac5" }, alpha: 0.5, ground: 0.12, pattern: "back-diagonal" },
  255: { words: "terrain unknown", why: "the terrain data do not reach here", colour: { light: "#777777", dark: "#999999" }, alpha: 0.4, ground: 0.15, pattern: "checks" },
};

/** Shares of draws in classes: the byte is 0..200 for 0..100 %. */
export const SHARE_CLASSES: { from: number; to: number; look: Look }[] = [
  { from: 190, to: 200, look: { words: "covered in 95 % of the draws or more", why: "covered whatever the unknowns are", colour: { light: "#084594", dark: "#9ecae1" }, alpha: 0.62, ground: 0.62, pattern: "solid" } },
  { from: 100, to: 189, look: { words: "covered in 50 to 95 %", why: "covered for most values of the unknowns", colour: { light: "#2171b5", dark: "#6baed6" }, alpha: 0.6, ground: 0.36, pattern: "dots" } },
  { from: 10, to: 99, look: { words: "covered in 5 to 50 %", why: "covered for few values of the unknowns", colour: { light: "#4292c6", dark: "#4f9bd0" }, alpha: 0.55, ground: 0.14, pattern: "diagonal" } },
];

/** Where the missile can meet the target: a pattern over the colour of the cover. */
export const REACH_LOOK: Look = {
  words: "can be hit in half of the draws or more", why: "within the missile's reach", colour: { light: "#8b0045", dark: "#ff9dc4" },
  alpha: 0.75, ground: 0, pattern: "cross",
};

const SIZE = 8; // a pattern repeats every 8 pixels
const STROKES: Record<Pattern, (x: number, y: number) => boolean> = {
  solid: () => true,
  diagonal: (x, y) => (x + y) % SIZE < 2,
  "back-diagonal": (x, y) => (x - y + SIZE) % SIZE < 2,
  dots: (x, y) => (x % 4 < 1 && y % 4 < 1) || (x % 4 === 2 && y % 4 === 2),
  horizontal: (_x, y) => y % 4 < 1,
  vertical: (x) => x % 4 < 1,
  cross: (x, y) => x % SIZE < 1 || y % SIZE < 1,
  checks: (x, y) => (x % SIZE < 4) === (y % SIZE < 4),
};

export type Theme = "light" | "dark";

function rgba(hex: string, alpha: number): number {
  const value = Number.parseInt(hex.slice(1), 16);
  // ImageData is read as little-endian 32-bit words: alpha, blue, green, red.
  return ((Math.round(alpha * 255) << 24) | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

/** Table byte x 64 places of the pattern -> colour; one look-up per pixel draws the map. */
export class Palette {
  readonly table = new Uint32Array(256 * SIZE * SIZE);

  set(code: number, look: Look, theme: Theme): void {
    const stroke = rgba(look.colour[theme], look.alpha);
    const ground = rgba(look.colour[theme], look.ground);
    for (let y = 0; y < SIZE; y++)
      for (let x = 0; x < SIZE; x++)
        this.table[code * 64 + y * SIZE + x] = STROKES[look.pattern](x, y) ? stroke : ground;
  }
}

export function palettes(theme: Theme, reasons: boolean): { now: Palette; spread: Palette; reach: Palette } {
  const now = new Palette();
  const spread = new Palette();
  const reach = new Palette();
  for (const [code, look] of Object.entries(LOOKS))
    if (reasons || Number(code) === COVERED || Number(code) === UNKNOWN) now.set(Number(code), look, theme);
  for (const { from, to, look } of SHARE_CLASSES)
    for (let code = from; code <= to; code++) spread.set(code, look, theme);
  spread.set(UNKNOWN, LOOKS[UNKNOWN] as Look, theme);
  for (let code = 100; code <= 200; code++) reach.set(code, REACH_LOOK, theme);
  return { now, spread, reach };
}

/** A small sample of a look, for the legend, drawn with the same table as the map. */
export function swatch(look: Look, theme: Theme, width = 36, height = 18): HTMLCanvasElement {
  const palette = new Palette();
  palette.set(0, look, theme);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  const image = context.createImageData(width, height);
  const words = new Uint32Array(image.data.buffer);
  for (let i = 0; i < words.length; i++)
    words[i] = palette.table[(((Math.floor(i / width) & 7) << 3) | (i % width & 7))] as number;
  context.putImageData(image, 0, 0);
  return canvas;
}
