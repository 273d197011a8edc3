import { effect, signal } from "@preact/signals";

type Theme = "light" | "dark" | "system";

const key = "palisade-theme";
const kept = localStorage.getItem(key);

/** The user's choice; `system` is the preference of the system. */
const theme = signal<Theme>(kept === "light" || kept === "dark" ? kept : "system");

const prefersDark = matchMedia("(prefers-color-scheme: dark)");

/** Whether the page is dark now. */
export const isDark = signal(false);

export function applyTheme(): void {
  const update = () => {
    isDark.value = theme.value === "dark" || (theme.value === "system" && prefersDark.matches);
    document.documentElement.style.colorScheme = theme.value === "system" ? "" : theme.value;
  };
  prefersDark.addEventListener("change", update);
  effect(update);
}

/** From dark to light or back; a choice that is the system's is none. */
export function toggleTheme(): void {
  const wanted = isDark.value ? "light" : "dark";
  const isSystems = (wanted === "dark") === prefersDark.matches;
  theme.value = isSystems ? "system" : wanted;
  if (isSystems) localStorage.removeItem(key);
  else localStorage.setItem(key, wanted);
}

/** The present value of a colour such as `--accent`, for a canvas. */
export function colourOf(name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
