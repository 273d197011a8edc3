import { real } from "../inside.ts";
import type { Region } from "../region/index.ts";
import { Reloader } from "../reload/index.ts";
import type { ServedDefinition } from "./definition.ts";
import { inRegions } from "./regionTexts.ts";

interface ReloadingOptions {
  readonly root: string;
  readonly environment: string;
  readonly regions: readonly Region[];
  /** When the definition was read, in ms: files that have changed since then are reloaded at once. */
  readonly since: number;
  readonly announce: (message: string) => void;
  /** Receives lines about what was reloaded. @default announce */
  readonly print?: (line: string) => void;
}

/**
 * Watches the project's files, and reloads what they concern. The platform does not wait for it: a change until then is
 * seen by its time.
 */
export function startReloading(
  definition: ServedDefinition,
  { root, environment, regions, since, announce, print = announce }: ReloadingOptions,
): Reloader {
  const reloader = new Reloader({
    root: real(root),
    prefix: `${environment}-`,
    where: inRegions(regions.map(({ name }) => name)),
    actions: definition,
    print,
  });
  reloader.start(since).then(
    () => definition.prepare(),
    (error: Error) => print(`Files are not watched: ${error.message}`),
  );
  return reloader;
}
