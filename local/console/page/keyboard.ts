import { signal } from "@preact/signals";
import { navigate } from "./router.ts";
import { pages } from "./pages.ts";
import { toggleTheme } from "./theme.ts";

/** Whether the list of keys is shown. */
export const isHelpOpen = signal(false);

/** Time for the letter after `g`, in ms. */
const sequenceMs = 1_500;

/** Keys that hold on every page: see the list in `help.tsx`. */
export function listenToKeys(): void {
  let wentAt = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    if (event.key === "Escape" && target.matches("[data-search]")) return target.blur();
    if (target.matches("input, textarea, select, [contenteditable]")) return;
    const isSecond = event.timeStamp - wentAt < sequenceMs;
    wentAt = -Infinity;
    const page = isSecond && pages.find(({ key }) => key === event.key);
    if (page) navigate(page.path);
    else if (event.key === "g") wentAt = event.timeStamp;
    else if (event.key === "?") isHelpOpen.value = true;
    else if (event.key === "t") toggleTheme();
    else if (event.key === "/") document.querySelector<HTMLElement>("[data-search]")?.focus();
    else return;
    event.preventDefault();
  });
}
