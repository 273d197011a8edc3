import type { Reloads } from "../apiTypes/platform.ts";
import { type Endpoint, Feed } from "../control/index.ts";
import type { Reloader } from "./reloader.ts";

/**
 * `GET reloads`: what was reloaded and what is broken, and `GET reloads/stream`: each reload from now on.
 *
 * @param reloader - undefined without `watch`
 */
export const reloadEndpoints = (reloader: Reloader | undefined): Endpoint[] => [
  {
    method: "GET",
    path: "reloads",
    handle: (): Reloads => ({
      watching: reloader !== undefined,
      settled: reloader?.isSettled ?? true,
      reloads: reloader?.reloads.feed.items ?? [],
      faults: reloader?.reloads.faults ?? [],
    }),
  },
  {
    method: "GET",
    path: "reloads/stream",
    handle: () => (reloader?.reloads.feed ?? new Feed(0)).stream(),
  },
];
