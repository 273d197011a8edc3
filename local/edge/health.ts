import { get } from "node:http";
import type { RegionTarget } from "./regions.ts";

export interface HealthOptions {
  /** Path below a region's API that answers 2xx or 3xx while the region can work. */
  readonly path: string;
  /** Time between two checks in ms, and the most that an answer may take. */
  readonly intervalMs: number;
  /** Failures in a row after which a region is unhealthy. */
  readonly failureThreshold: number;
}

/**
 * Checks each region's health again and again, as Route 53's health checks do. One good answer
 * makes a region healthy, some bad ones in a row make it unhealthy.
 *
 * @returns stops it
 */
export function watchHealth(targets: RegionTarget[], options: HealthOptions): () => void {
  const failures = new Map<RegionTarget, number>();
  const check = async (target: RegionTarget) => {
    if (target.state !== "running") return;
    const good = await answersWell(target, options);
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

function answersWell(target: RegionTarget, { path, intervalMs }: HealthOptions): Promise<boolean> {
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
