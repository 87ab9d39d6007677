// The package topojson-client brings no types; these are the two functions that the map needs.
declare module "topojson-client" {
  import type { GeometryCollection, Topology } from "topojson-specification";
  export function feature(topology: Topology, object: GeometryCollection): GeoJSON.FeatureCollection;
  export function mesh(
    topology: Topology, object: GeometryCollection, filter?: (a: object, b: object) => boolean,
  ): GeoJSON.MultiLineString;
}
declare module "topojson-specification" {
  export interface Topology { type: "Topology"; objects: Record<string, unknown>; arcs: number[][][] }
  export interface GeometryCollection<Properties = object> { type: "GeometryCollection"; geometries: { properties: Properties }[] }
}
