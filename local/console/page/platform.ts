import type { PlatformStatus, RegionStatus } from "../../apiTypes/platform.ts";
import { signal } from "@preact/signals";
import { api } from "./api.ts";

/** A region's state in one word. */
export function stateOf(region: RegionStatus): string {
  if (region.state !== "running") return region.state;
  if (region.drained) return "drained";
  return region.healthy ? "healthy" : "unhealthy";
}

/** The platform's status, at most two seconds old while the page is visible; `undefined` until it is known. */
export const platform = signal<PlatformStatus | undefined>(undefined);

const everyMs = 2_000;

/** Asks for the status now, such as after a change. */
export async function refreshPlatform(): Promise<void> {
  platform.value = await api<PlatformStatus>("status");
}

/** Keeps the status fresh. */
export function followPlatform(): void {
  const refresh = () => (document.hidden ? Promise.resolve() : refreshPlatform());
  const again = () => void refresh().catch(() => undefined);
  again();
  setInterval(again, everyMs);
  document.addEventListener("visibilitychange", again);
}
