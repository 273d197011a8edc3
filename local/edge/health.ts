import { get } from "node:http";
import type { RegionTarget } from "./regions.ts";

interface HealthOptions {
  /** Path below a region's API that returns 2xx or 3xx while the region is healthy. */
  readonly path: string;
  /** Interval between checks in ms, and time limit of a response. */
  readonly intervalMs: number;
  /** Consecutive failures after which a region is unhealthy. */
  readonly failureThreshold: number;
}

/**
 * Checks each region's health periodically, like Route 53's health checks. One success makes a region
 * healthy, consecutive failures make it unhealthy.
 *
 * @returns a function that stops it
 */
export function watchHealth(targets: RegionTarget[], options: HealthOptions): () => void {
  const failures = new Map<RegionTarget, number>();
  const check = async (target: RegionTarget) => {
    if (target.state !== "running") return;
    const good = await isHealthy(target, options);
    const count = good ? 0 : (failures.get(target) ?? 0) + 1;
    failures.set(target, count);
    if (good) target.healthy = true;
    else if (count >= options.failureThreshold) target.healthy = false;
  };
  const timer = setInterval(
    () => targets.forEach((target) => void check(target)),
    options.intervalMs,
  );
  timer.unref();
  return () => clearInterval(timer);
}

function isHealthy(target: RegionTarget, { path, intervalMs }: HealthOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(`${target.api.href}${path}`, { timeout: intervalMs }, (response) => {
      response.resume();
      const { statusCode = 0 } = response;
      resolve(statusCode >= 200 && statusCode < 400);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}
