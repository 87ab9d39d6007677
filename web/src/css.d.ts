// Style sheets are bundled by esbuild; to TypeScript they are imports for their effect.
declare module "*.css";
