// How much of the screen is free for the map: the panel stands to the left or below, the legend below.
export const NARROW_PX = 760; // below it the panel is a sheet
const PANEL_PX = 410;
const LEGEND_PX = 185; // four or five lines of two columns
const MARGIN_PX = 40;
const SHEET = 0.58; // part of the height, as in style.css

export interface Padding { left: number; top: number; right: number; bottom: number }

export function isNarrow(): boolean { return window.innerWidth <= NARROW_PX; }

/** What the map's middle must keep clear of. */
export function padding(collapsed = false): Padding {
  if (isNarrow()) return { left: 0, top: 0, right: 0, bottom: collapsed ? 0 : window.innerHeight * SHEET };
  return { left: collapsed ? 0 : PANEL_PX, top: 0, right: 0, bottom: LEGEND_PX };
}

/** Margins, beyond the padding, for what must be seen whole: the legend may be higher than usual. */
export function roundLegend(): Padding {
  const legend = document.querySelector("#legend")?.getBoundingClientRect();
  const height = legend ? legend.height + MARGIN_PX : 0;
  const [top, bottom] = isNarrow() ? [height, 0] : [0, Math.max(0, height - LEGEND_PX)];
  return { left: MARGIN_PX, right: MARGIN_PX, top: top + MARGIN_PX, bottom: bottom + MARGIN_PX };
}
