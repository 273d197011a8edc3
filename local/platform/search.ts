import { type InspectedRegion } from "../inspect/index.ts";
import { Graphs } from "../inspect/resources/graphs.ts";
import type { Logs } from "../process/logs.ts";
import type { Region } from "../region/index.ts";
import { type Search, startSearch } from "../search/index.ts";
import type { Children } from "../../project/children.ts";

interface PlatformSearchOptions {
  readonly folder: string;
  readonly children: Children;
  readonly logs: Logs;
  readonly environment: string;
  /** The regions as they are now; none before they are created. */
  readonly regions: () => readonly Region[];
  readonly inspected: () => readonly InspectedRegion[];
  /** Values that no document may have. */
  readonly secrets: () => readonly string[];
  readonly announce: (message: string) => void;
}

/**
 * Starts the search while the platform starts.
 *
 * @returns the search once it is ready; a failure is for whoever waits for it
 */
export function beginSearch(options: PlatformSearchOptions): Promise<Search> {
  const { regions, inspected, secrets, logs, ...rest } = options;
  const graphs = new Graphs(secrets);
  const searching = startSearch({
    ...rest,
    logFolder: logs.folder,
    regions: () =>
      regions().map(({ name, definition }) => ({
        name,
        services: definition.services.map((service) => service.name),
        functions: definition.functions.map(({ resource }) => String(resource.outputs["name"])),
      })),
    clean: (text) =>
      inspected()
        .map(graphs.maskingOf)
        .reduce((cleaned, masking) => masking.text(cleaned), text),
  });
  // The platform's start may fail before it waits for the search.
  searching.catch(() => {});
  return searching;
}
