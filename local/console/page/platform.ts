import { signal } from "@preact/signals";
import { api } from "./api.ts";

/** A region's part of `GET status`. */
export interface RegionStatus {
  /** URL of its API, with the stage. */
  readonly api: string;
  readonly state: "running" | "stopping" | "stopped" | "starting";
  readonly healthy: boolean;
  /** Whether DNS leads clients there. */
  readonly routed: boolean;
  readonly requests: number;
  readonly errors: number;
  readonly drained?: boolean;
  readonly identity?: "stopped";
  readonly delayMs?: number;
}

/** A region's state in one word. */
export function stateOf(region: RegionStatus): string {
  if (region.state !== "running") return region.state;
  if (region.drained) return "drained";
  return region.healthy ? "healthy" : "unhealthy";
}

/** `GET status`. */
export interface PlatformStatus {
  readonly edge: { readonly requests: number; readonly failovers: number };
  readonly regions: Readonly<Record<string, RegionStatus>>;
  readonly detection?: { readonly intervalMs: number; readonly failureThreshold: number };
  readonly domain?: {
    readonly name: string;
    readonly checks: readonly HealthCheckStatus[];
  };
}

interface HealthCheckStatus {
  readonly id: string;
  readonly name: string;
  readonly stack: string;
  readonly host?: string;
  readonly path?: string;
  readonly children?: readonly string[];
  readonly threshold?: number;
  readonly type?: string;
  readonly healthy: boolean;
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
