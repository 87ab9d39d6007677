// How much of the screen is free for the map: the panel stands to the left or below, the legend below.
export const NARROW_PX = 760; // below it the panel is a sheet
const PANEL_PX = 410;
const LEGEND_PX = 185; // four or five lines of two columns
const SHEET = 0.58; // part of the height, as in style.css

export interface Padding { left: number; top: number; right: number; bottom: number }

export function isNarrow(): boolean { return window.innerWidth <= NARROW_PX; }

/** What the map's middle must keep clear of. */
export function padding(collapsed = false): Padding {
  if (isNarrow()) return { left: 0, top: 0, right: 0, bottom: collapsed ? 0 : window.innerHeight * SHEET };
  return { left: collapsed ? 0 : PANEL_PX, top: 0, right: 0, bottom: LEGEND_PX };
}
