import type { Theme } from "../generated/shapes.gen";

const REMEMBERED = "cc.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
let chosen: Theme = "system";

/** Show a theme; `system` follows the computer, also when that changes. Remembered for the next first paint. */
export function applyTheme(theme: Theme): void {
  chosen = theme;
  localStorage.setItem(REMEMBERED, theme);
  show();
}

/** Before anybody is known: as it was last time on this device. */
export function applyRememberedTheme(): void {
  const remembered = localStorage.getItem(REMEMBERED);
  chosen = remembered === "light" || remembered === "dark" ? remembered : "system";
  show();
}

function show(): void {
  document.documentElement.dataset["theme"] = chosen === "system" ? (dark.matches ? "dark" : "light") : chosen;
}

dark.addEventListener("change", show);
