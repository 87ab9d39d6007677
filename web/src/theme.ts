// Light or dark: as the system has it, until the reader chooses.
import type { Theme } from "./palette";

const KEPT = "skyshed-theme";

function stored(): Theme | null {
  try {
    const found = localStorage.getItem(KEPT);
    return found === "light" || found === "dark" ? found : null;
  } catch { return null; } // storage may be switched off
}

export function currentTheme(): Theme {
  return stored() ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

/** Applies the theme now and whenever it changes. */
export function followTheme(button: HTMLButtonElement, changed: (theme: Theme) => void): void {
  const apply = (): void => {
    const theme = currentTheme();
    document.documentElement.dataset.theme = theme;
    button.textContent = theme === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", theme === "dark" ? "Switch to light colours" : "Switch to dark colours");
    changed(theme);
  };
  button.addEventListener("click", () => {
    try { localStorage.setItem(KEPT, currentTheme() === "dark" ? "light" : "dark"); } catch { /* then only this visit */ }
    apply();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
  apply();
}
