import type { Route } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";

/** How large the bodies are that a route takes. */
export interface LargeBodyGuard {
  /**
   * Lets bodies pass that are larger than the firewall's `maxBodyKilobytes`, up to API Gateway's
   * 10 MB. The firewall reads their beginning only, so that what stands behind it has to be checked
   * by the backend. It holds for the path, whatever the method.
   * @default false, and true for routes that put an object into a bucket
   */
  largeBody?: boolean;
}

export function checkLargeBody({ key, largeBody }: Route): void {
  if (largeBody === undefined || typeof largeBody === "boolean") return;
  throw new RouteError(
    key,
    `largeBody is ${JSON.stringify(largeBody)}`,
    "Use true or false: the limit for the other routes stands in the platform's firewall.",
  );
}
