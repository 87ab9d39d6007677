// Puts the page together. Each part owns its section of the panel and talks to the others through
// the store only.
import "maplibre-gl/dist/maplibre-gl.css";
import "./style.css";
import { getJson, ServerError } from "./api";
import { AnswerPanel } from "./answer";
import { ClaimsPage } from "./claims";
import { currentView, RasterCanvas } from "./cover_canvas";
import { byId, debounce, h, throttle } from "./dom";
import { SharePanel } from "./export";
import { isNarrow, padding, roundLegend, type Padding } from "./frame";
import { LayersPanel } from "./layers";
import { drawLegend, type Shown } from "./legend";
import { Live, type Picture } from "./live";
import { createMap, Labels, loadBasemap, recolour, type Box } from "./map";
import { Markers } from "./markers";
import { Overlay } from "./overlay";
import { palettes, type Theme } from "./palette";
import { nameIn, namesIn, RadarPanel, TargetPanel } from "./panel";
import { RaidPlayer } from "./raid_player";
import { ReachPanel } from "./reach";
import { SectionPanel } from "./section";
import { SourcesPanel } from "./sources";
import { decode, defaultUi, encode, Store, zoomFor } from "./state";
import { currentTheme, followTheme } from "./theme";
import { Tour } from "./tour";
import type { Start } from "./types";
import { height, km } from "./units";
import { Why } from "./why";

declare global { interface Window { skyshed?: object } }

const ASIDE_PX = 40; // between the middle of the map and a new radar
const LEGEND_MS = 200; // between two counts of the areas in view
const problems = new Map<string, string>();
/** Says what is wrong with one thing, until that thing is well again. */
function problem(about: "start" | "link" | "live", words: string | null): void {
  if ((problems.get(about) ?? null) === words) return;
  if (words) problems.set(about, words); else problems.delete(about);
  byId("problem").replaceChildren(...[...problems.values()].map((one) => h("p", {}, one)));
}

async function begin(): Promise<void> {
  const start = await getJson<Start>("/api/start");
  const linked = location.hash.length > 1 ? decode(location.hash.slice(1), start) : null;
  if (linked && "problem" in linked) problem("link", `The link could not be read (${linked.problem}). The page shows the study instead.`);
  const scene = structuredClone(start.study.scene);
  const store = new Store(linked && "state" in linked ? linked.state : { scene, ui: defaultUi(scene) });
  let theme: Theme = currentTheme();
  const stage = byId("stage");
  const { camera } = store.ui;
  const map = createMap(byId("map"), camera, camera.zoom, theme);
  map.setPadding(padding());
  const loaded = new Promise<void>((resolve) => { map.once("style.load", () => resolve()); });
  void loadBasemap(map, loaded);

  const cover = new RasterCanvas(map, "cover");
  const reach = new RasterCanvas(map, "reach");
  let palette = palettes(theme, store.ui.layers.reasons);
  let now: Picture | null = null;
  let spread: Picture | null = null;
  let hit: Picture | null = null;
  let painted: Shown["colouring"] = "none"; // what the picture on the map is
  const overlay = new Overlay(map, byId<HTMLCanvasElement>("lines"), store, start);
  const labels = new Labels(map, byId("labels"));
  labels.marks = () => store.scene.radars.map((radar) => { const { x, y } = map.project([radar.longitude_deg, radar.latitude_deg]); return [x, y]; });
  labels.covered = () => {
    const origin = stage.getBoundingClientRect();
    return ["#panel", "#legend", "#banner", "#credit", ".maplibregl-ctrl-scale", ".maplibregl-ctrl-group"].flatMap((selector): Box[] => {
      const box = document.querySelector(selector)?.getBoundingClientRect();
      return box && box.width > 0 ? [[box.left - origin.left, box.top - origin.top, box.right - origin.left, box.bottom - origin.top]] : [];
    });
  };
  labels.fill([...start.study.sites, ...start.study.places]);

  const credit = (): string => `skyshed ${start.version}. Terrain: ${start.terrain.label}. Map: Natural Earth (public domain), GeoNames (CC BY 4.0), MapLibre. Seed ${store.scene.seed}, ${store.scene.draws} draws.`;
  byId("credit").textContent = `Terrain: ${start.terrain.label}. Map: Natural Earth, GeoNames (CC BY 4.0), MapLibre.`;
  const ringWords = (rings: { radius_m: number; quoted: boolean }[]): string[] => [...new Set(rings.map(({ radius_m, quoted }) =>
    quoted ? `${start.study.ring_label ?? "the quoted ring"}: ${km(radius_m)}` : `range of the radar's display: ${km(radius_m)}`))];
  const title = (): string => {
    const { height: at, target } = store.scene;
    const aircraft = start.targets.find((choice) => choice.id === target.entry)?.label ?? target.entry;
    const names = namesIn(start, store.scene, store.scene.radars.filter((r) => r.on));
    return `${names || "No radar"} against ${aircraft} at ${height(at.value_m)} above ${at.above === "ground" ? "the ground" : "the sea"}`;
  };
  const spreadShown = (): boolean => store.ui.layers.colouring === "spread" && spread !== null && !store.dragging;
  const shown = (): Shown => ({
    colouring: painted,
    reasons: store.ui.layers.reasons, cover: cover.bytes && cover.view ? { bytes: cover.bytes, view: cover.view } : null,
    reach: reach.bytes && reach.view ? { bytes: reach.bytes, view: reach.view } : null,
    lines: overlay.inView, several: store.scene.radars.filter((radar) => radar.on).length > 1, raid: raid.shown,
    rings: overlay.inView.ring ? ringWords(overlay.shownRings()) : [],
    title: title(),
  });
  const legendNow = (): void => {
    drawLegend(byId("legend"), shown(), theme);
    labels.place(); // it may have grown over a name
  };
  const legendSoon: () => void = throttle(legendNow, LEGEND_MS);
  overlay.changed = legendSoon;
  byId("legend").addEventListener("toggle", () => labels.place(), true); // it does not bubble
  let isRefused = (): boolean => false; // until there is a panel that asks
  const paint = (): void => {
    const { colouring } = store.ui.layers;
    const kind = colouring === "none" || isRefused() ? "none" : spreadShown() ? "spread" : "now";
    const picture = kind === "none" ? null : kind === "spread" ? spread : now;
    const before = `${painted} ${reach.view !== null}`;
    painted = picture ? kind : "none";
    if (picture) cover.paint(picture.bytes, picture.view, kind === "spread" ? palette.spread : palette.now);
    else cover.clear();
    if (hit && !store.dragging) reach.paint(hit.bytes, hit.view, palette.reach); else reach.clear();
    // The amounts may follow a moment later; what the colours mean may not.
    if (before === `${painted} ${reach.view !== null}`) legendSoon(); else legendNow();
  };
  const live = new Live(map, store, (picture) => { now = picture; paint(); takeRings(); }, (error, radar) => problem("live", error ? `${radar ? `${nameIn(start, store.scene, radar.id)}: ` : ""}${error.message}` : null));
  const takeRings = (): void => {
    let changed = false;
    for (const [id, { told }] of live.kept)
      if (told.ring_m && overlay.displays.get(id) !== told.ring_m) { overlay.displays.set(id, told.ring_m); changed = true; }
    if (changed) overlay.redraw();
  };

  const tour = new Tour(byId("tour"), store, start, () => {
    fly();
    if (isNarrow()) byId("answer").scrollIntoView();
  }, (radius_m) => {
    const radar = store.scene.radars[0];
    if (radar) map.jumpTo({ center: [radar.longitude_deg, radar.latitude_deg], zoom: zoomFor(radius_m, radar.latitude_deg) });
  });
  new RadarPanel(byId("radars"), store, start, () => {
    const { x, y } = map.project(map.getCenter());
    const stands = store.scene.radars.map((radar) => map.project([radar.longitude_deg, radar.latitude_deg]));
    let aside = ASIDE_PX; // not on another radar: one would hide the other
    while (stands.some((mark) => Math.hypot(mark.x - x - aside, mark.y - y - aside) < ASIDE_PX)) aside += ASIDE_PX;
    const at = map.unproject([x + aside, y + aside]);
    return { latitude_deg: Number(at.lat.toFixed(4)), longitude_deg: Number(at.lng.toFixed(4)) };
  });
  new TargetPanel(byId("target"), store, start);
  new Markers(map, byId("markers"), store, start);
  const answer = new AnswerPanel(byId("answer"), store, start, map, (found) => { overlay.setAnswer(found); tour.told(found); paint(); legendSoon(); }, (picture) => { spread = picture; paint(); });
  isRefused = () => answer.isRefused;
  const section = new SectionPanel(byId("profile"), store, start, stage);
  map.on("click", (event) => { if (section.click({ latitude_deg: event.lngLat.lat, longitude_deg: event.lngLat.lng })) event.preventDefault(); });
  new Why(map, byId("why"), byId("tooltip"), store, start, cover, () => section.picking !== null, () => painted === "spread");
  new ReachPanel(byId("reach"), store, start, map, (picture) => { hit = picture; paint(); }, (words) => tour.reached(words));
  const raid = new RaidPlayer(byId("raid"), overlay, () => theme, ([west, south, east, north]) => {
    legendNow(); // with the marks of the raid it is higher, and must hide none of them
    map.fitBounds([[west, south], [east, north]], { padding: roundLegend(), animate: false });
  }, legendSoon);
  new SourcesPanel(byId("sources"), store, byId("banner"), byId("decides"));
  new LayersPanel(byId("layers"), store);
  const share = new SharePanel(byId("share"), store, { map, stage, lines: overlay.canvas, rasters: [cover.canvas, reach.canvas], shown, theme: () => theme, credit });
  about(start);

  const fly = (): void => {
    const { latitude_deg, longitude_deg, zoom } = store.ui.camera;
    map.jumpTo({ center: [longitude_deg, latitude_deg], zoom });
  };
  const layersChanged = (): void => {
    palette = palettes(theme, store.ui.layers.reasons);
    labels.visible = store.ui.layers.labels;
    labels.place();
    if (map.getLayer("relief")) map.setLayoutProperty("relief", "visibility", store.ui.layers.hillshade ? "visible" : "none");
    paint();
  };
  const remember = debounce(() => history.replaceState(null, "", `#${encode(store.state)}`), 400);
  store.subscribe((what) => {
    if (what === "scene" || what === "dragging") { spread = null; hit = null; live.wake(); }
    if (what === "scene") labels.place();
    if (what === "layers") layersChanged();
    remember();
  });
  map.on("moveend", () => {
    const centre = map.getCenter();
    store.changeUi((ui) => { ui.camera = { latitude_deg: Number(centre.lat.toFixed(6)), longitude_deg: Number(centre.lng.toFixed(6)), zoom: Number(map.getZoom().toFixed(6)) }; }, "camera");
    live.wake();
  });
  map.on("resize", () => live.wake());
  followTheme(byId<HTMLButtonElement>("theme"), (chosen) => {
    theme = chosen;
    overlay.theme = theme;
    void loaded.then(() => recolour(map, theme));
    layersChanged();
    overlay.redraw();
  });
  void loaded.then(layersChanged);
  pages(start, store, () => {
    raid.clear(); // a raid of another question would only mislead
    fly();
    byId("answer").scrollIntoView();
  });
  collapse(map);
  window.addEventListener("hashchange", () => {
    const found = decode(location.hash.slice(1), start);
    if ("problem" in found) { problem("link", `The link could not be read (${found.problem}).`); return; }
    problem("link", null);
    if ("state" in found) { store.replace(found.state); fly(); }
  });
  live.wake();
  // For the benchmark and for those who look under the bonnet; nothing on the page depends on it.
  window.skyshed = { store, map, live, answer, share, cover, reach, painted: () => painted, currentView: () => currentView(map) };
  document.documentElement.dataset.ready = "true";
}

/** The two pages, and the way between them. */
function pages(start: Start, store: Store, fly: () => void): void {
  const claims = byId("claims");
  const [toMap, toClaims] = [byId("to-map"), byId("to-claims")];
  const go = (toThe: "map" | "claims"): void => {
    claims.hidden = toThe === "map";
    document.body.classList.toggle("reading", toThe === "claims");
    for (const [link, its] of [[toMap, "map"], [toClaims, "claims"]] as const)
      if (its === toThe) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    if (toThe === "claims") void page.open().then(() => claims.querySelector("h2")?.focus()); else page.close();
  };
  const page = new ClaimsPage(claims, start, (asked) => {
    const scene = structuredClone(asked);
    const ui = defaultUi(scene);
    ui.layers.reach = scene.battery !== null; // the claim is about what can be hit
    store.replace({ scene, ui });
    go("map");
    fly();
  });
  toMap.addEventListener("click", () => go("map"));
  toClaims.addEventListener("click", () => go("claims"));
}

function collapse(map: { setPadding: (padding: Padding) => unknown }): void {
  const button = byId<HTMLButtonElement>("collapse");
  button.addEventListener("click", () => {
    const hidden = document.body.classList.toggle("collapsed");
    button.setAttribute("aria-expanded", String(!hidden));
    button.textContent = hidden ? "Show" : "Hide";
    map.setPadding(padding(hidden));
  });
}

function about(start: Start): void {
  byId("about").replaceChildren(h("details", {}, h("summary", {}, h("h2", {}, "What this is, and is not")),
    h("p", {}, "Analysis and teaching from public, textbook-level, unclassified data. No control of hardware, no live picture, no planning of attacks: no search over routes or gaps. Military radars are computed on cells of 250 m or more. Shoulder-fired missiles cannot be placed on a map."),
    h("p", {}, "“Covered” means that one scan sees the target with the chance chosen in step 2. The draws let every number that is not public vary within its bounds; 5 to 95 % of them lie in the interval shown. Bounds are experts' bounds: a share of draws is not a probability."),
    h("p", {}, `Terrain: ${start.terrain.label}, cells of ${km(start.terrain.resolution_m)}. ${start.terrain.note}`),
    h("p", {}, "Computed without clutter, jamming and ducting. Nothing leaves this machine: the page talks to its own server only."),
    h("p", { class: "small" }, `skyshed ${start.version}. `, h("a", { href: "/static/licences.txt" }, "Licences of what the page is made of"))));
}

begin().catch((error: unknown) => {
  problem("start", error instanceof ServerError ? error.message : "The page could not start. Is the server running? Details are in the browser's console.");
  console.error(error);
});
