import { computed, signal } from "@preact/signals";

/** The page's address, without its origin: what the console shows is always in it. */
const current = signal(new URL(location.href));

/** Path, such as `/calls/4f1c`. */
export const path = computed(() => current.value.pathname);

/** The query, such as the filters of a list. */
export const query = computed(() => current.value.searchParams);

/** Goes to another page of the console, such as `/routes?q=orders`. */
export function navigate(to: string): void {
  const url = new URL(to, location.href);
  if (url.href === location.href) return;
  history.pushState(null, "", url);
  current.value = url;
  scrollTo(0, 0);
}

/**
 * Changes parameters of the query in place, without an entry in the browser's history.
 *
 * @param changes - `undefined` and empty texts remove a parameter
 */
export function setQuery(changes: Readonly<Record<string, string | undefined>>): void {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  history.replaceState(null, "", url);
  current.value = url;
}

/** Follows links to pages of the console without loading anything. */
export function listenToLinks(): void {
  addEventListener("popstate", () => (current.value = new URL(location.href)));
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest("a");
    if (!link || link.target || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.pathname.startsWith("/_palisade/")) return;
    // Within the page, such as to the main part.
    if (url.hash && url.pathname === location.pathname) return;
    event.preventDefault();
    navigate(url.href);
  });
}
