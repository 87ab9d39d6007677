// The parts of milsymbol that the page uses; web/build.mjs says where they are.
declare module "milsymbol-parts" {
  export const ms: {
    addIcons(icons: unknown): void;
    Symbol: new (code: string, options: { size: number; outlineWidth?: number; strokeWidth?: number }) => { asSVG(): string };
  };
  export const numberlandequipment: unknown;
}
