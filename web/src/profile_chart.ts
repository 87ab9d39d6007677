// The section: ground on the curved Earth, drawn so that rays are straight lines.
import { between, frame, key, path, table, type Key } from "./chart";
import { h, svg } from "./dom";
import type { Profile } from "./types";
import { height, km } from "./units";

type Line = (number | null)[];

export function profileChart(profile: Profile): HTMLElement {
  const xs = profile.distance_m;
  const drop = profile.drop_m; // how far the bent Earth lies below the tangent plane
  const bend = (line: Line): Line => line.map((value, i) => (value === null ? null : value - (drop[i] as number)));
  const bare = drop.map((d) => -d);
  const [ground, target] = [profile.curved_ground_m, bend(profile.target_altitude_m)];
  const [visible, covered] = [bend(profile.lowest_visible_m), bend(profile.lowest_covered_m)];
  const known = [...ground, ...target].filter((v): v is number => v !== null);
  const last = (line: Line): number => line.findLast((v): v is number => v !== null) ?? 0;
  const high = Math.max(...known, profile.antenna_altitude_m, Math.min(last(visible), Math.max(...known, 0) + 6000), 100);
  const low = Math.min(...known, ...bare, 0);
  const far = xs.at(-1) ?? 1;
  const f = frame({ from: 0, to: far, label: "distance from the radar, km", scale: 1000 },
    { from: low - 0.04 * (high - low), to: high + 0.12 * (high - low), label: "height on the curved Earth, km", scale: 1000 }, `Terrain section. ${profile.sentence}`);
  const floor = xs.map(() => low - (high - low));
  f.plot.append(
    svg("path", { class: "area-hidden", d: between(f, xs, ground, covered) }),
    svg("path", { class: "area-ground", d: between(f, xs, floor, ground) }),
    svg("path", { class: "line-sea", d: path(f, xs, bare) }),
    svg("path", { class: "line-visible", d: path(f, xs, visible) }),
    svg("path", { class: "line-covered", d: path(f, xs, covered) }),
    svg("path", { class: "line-target", d: path(f, xs, target) }),
  );
  const keys: Key[] = [
    { kind: "area-ground", words: "ground" }, { kind: "line-sea", words: "sea level; the Earth is drawn flatter, as refraction makes it for the radar" },
    { kind: "line-target", words: "the target's path" }, { kind: "line-visible", words: "lowest height in line of sight" },
    { kind: "line-covered", words: "lowest height covered, after the loss at the edge" }, { kind: "area-hidden", words: "not covered" },
  ];
  const antenna = profile.antenna_altitude_m;
  f.plot.append(svg("circle", { class: "dot", cx: f.x(0), cy: f.y(antenna), r: 4 }));
  const at = profile.edge.distance_m;
  if (at !== null && profile.edge.altitude_m !== null) {
    const i = Math.max(0, xs.findIndex((x) => x >= at));
    const altitude = profile.edge.altitude_m - (drop[i] as number);
    const slope = (altitude - antenna) / Math.max(at, 1);
    f.plot.append(svg("line", { class: "line-ray", x1: f.x(0), y1: f.y(antenna), x2: f.x(far), y2: f.y(antenna + slope * far) }),
      svg("circle", { class: "dot", cx: f.x(at), cy: f.y(altitude), r: 3.5 }));
    keys.push({ kind: "line-ray", words: `ray over the edge that decides, ${km(at)} out` });
  }
  if (profile.horizon_m && profile.horizon_m < far) {
    f.plot.append(svg("line", { class: "line-horizon", x1: f.x(profile.horizon_m), x2: f.x(profile.horizon_m), y1: 0, y2: 400 }));
    keys.push({ kind: "line-horizon", words: `horizon of a smooth Earth for this target, ${km(profile.horizon_m)}` });
  }
  const every = Math.max(1, Math.round(xs.length / 12));
  const cell = (line: Line, i: number): string => (line[i] === null || line[i] === undefined ? "none" : height(line[i] as number, false));
  const loss = (i: number): string => (typeof profile.edge_loss_db[i] === "number" ? `${(profile.edge_loss_db[i] as number).toFixed(0)} dB` : "none");
  return h("figure", {}, h("p", {}, profile.sentence), f.element, key(keys), table("Heights above the sea along the section",
    ["Distance", "Ground", "Target", "In sight from", "Covered from", "Edge loss"],
    xs.map((x, i) => [km(x), cell(profile.ground_m, i), cell(profile.target_altitude_m, i), cell(profile.lowest_visible_m, i), cell(profile.lowest_covered_m, i), loss(i)]).filter((_, i) => i % every === 0)));
}
