// Draws bytes as colours on a canvas over the map. While the map moves the picture is stretched and
// shifted with it; the map itself need not repaint when the bytes change.
import type { Map as MapLibre } from "maplibre-gl";
import { mercatorX, mercatorY, rectOf, type Rect } from "./mercator";
import type { Palette } from "./palette";
import type { View } from "./types";

const MAX_PIXELS = 1_000_000; // a frame that two slow processors draw in a few milliseconds

/** The rectangle that the screen shows now, with `scale` bytes per CSS pixel (1 at most). */
export function currentView(map: MapLibre, scale = 1): View {
  const bounds = map.getBounds();
  const { clientWidth, clientHeight } = map.getContainer();
  const capped = Math.min(scale, 1, Math.sqrt(MAX_PIXELS / (clientWidth * clientHeight)));
  return {
    west_deg: bounds.getWest(), east_deg: bounds.getEast(),
    south_deg: bounds.getSouth(), north_deg: bounds.getNorth(),
    width: Math.max(16, Math.round(clientWidth * capped)), height: Math.max(16, Math.round(clientHeight * capped)),
  };
}

/** Whether two views show the same rectangle, whatever their pixels. */
export function sameRectangle(a: View | null, b: View | null): boolean {
  return !!a && !!b && a.west_deg === b.west_deg && a.east_deg === b.east_deg
    && a.north_deg === b.north_deg && a.south_deg === b.south_deg;
}

export class RasterCanvas {
  readonly canvas = document.createElement("canvas");
  private readonly context: CanvasRenderingContext2D;
  private image: ImageData | null = null;
  private rect: Rect | null = null;
  bytes: Uint8Array | null = null;
  view: View | null = null;

  constructor(private readonly map: MapLibre, name: string) {
    this.canvas.className = `raster raster-${name}`;
    this.canvas.setAttribute("aria-hidden", "true");
    this.context = this.canvas.getContext("2d") as CanvasRenderingContext2D;
    map.getCanvasContainer().append(this.canvas);
    map.on("move", () => this.follow());
    map.on("resize", () => this.follow());
  }

  paint(bytes: Uint8Array, view: View, palette: Palette): void {
    this.bytes = bytes;
    this.view = view;
    const { width, height } = view;
    if (this.canvas.width !== width || this.canvas.height !== height || !this.image) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.image = this.context.createImageData(width, height);
    }
    const pixels = new Uint32Array(this.image.data.buffer);
    const table = palette.table;
    for (let y = 0, i = 0; y < height; y++) {
      const row = (y & 7) << 3;
      for (let x = 0; x < width; x++, i++) pixels[i] = table[((bytes[i] as number) << 6) | row | (x & 7)] as number;
    }
    this.context.putImageData(this.image, 0, 0);
    this.rect = rectOf(view);
    this.canvas.hidden = false;
    this.follow();
  }

  clear(): void {
    this.bytes = null;
    this.view = null;
    this.rect = null;
    this.canvas.hidden = true;
  }

  /** The byte at a place of the map, or null where the picture does not reach. */
  at(latitude_deg: number, longitude_deg: number): number | null {
    if (!this.bytes || !this.view || !this.rect) return null;
    const { left, right, top, bottom } = this.rect;
    const x = Math.floor(((mercatorX(longitude_deg) - left) / (right - left)) * this.view.width);
    const y = Math.floor(((mercatorY(latitude_deg) - top) / (bottom - top)) * this.view.height);
    if (x < 0 || y < 0 || x >= this.view.width || y >= this.view.height) return null;
    return this.bytes[y * this.view.width + x] ?? null;
  }

  /** Puts the picture where its rectangle now lies on the screen. */
  private follow(): void {
    if (!this.rect) return;
    const { clientWidth, clientHeight } = this.map.getContainer();
    const now = rectOf(currentView(this.map));
    const across = clientWidth / (now.right - now.left);
    const down = clientHeight / (now.bottom - now.top);
    const style = this.canvas.style;
    style.width = `${(this.rect.right - this.rect.left) * across}px`;
    style.height = `${(this.rect.bottom - this.rect.top) * down}px`;
    style.transform = `translate(${(this.rect.left - now.left) * across}px, ${(this.rect.top - now.top) * down}px)`;
  }
}
