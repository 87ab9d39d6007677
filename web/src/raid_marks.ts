// The marks of a raid: the same on the map, and in the legend of a picture.
import type { RaidMark } from "./legend";
import type { Theme } from "./palette";

export const RAID_COLOURS = {
  light: { target: "#1a1a1a", missile: "#8b0045" },
  dark: { target: "#f0e442", missile: "#ff9dc4" },
} as const;

/** Draws one mark with its middle at a point. */
export function drawMark(context: CanvasRenderingContext2D, mark: RaidMark, x: number, y: number, theme: Theme): void {
  const colours = RAID_COLOURS[theme];
  const colour = mark === "target" || mark === "leak" || mark === "stand" ? colours.target : colours.missile;
  context.fillStyle = context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  if (mark === "target") context.arc(x, y, 4, 0, 2 * Math.PI);
  else if (mark === "missile") context.rect(x - 3, y - 3, 6, 6);
  else if (mark === "leak") context.arc(x, y, 7, 0, 2 * Math.PI);
  else if (mark === "stand") { context.moveTo(x, y - 6); context.lineTo(x + 5, y + 4); context.lineTo(x - 5, y + 4); context.closePath(); }
  else { context.moveTo(x - 6, y - 6); context.lineTo(x + 6, y + 6); context.moveTo(x + 6, y - 6); context.lineTo(x - 6, y + 6); }
  if (mark === "target" || mark === "missile") context.fill(); else context.stroke();
}
