import type { ParsedApi } from "../../api/index.ts";
import type { OptionFault } from "../../shared/errors.ts";
import type { EdgeDefinition } from "../definition.ts";
import { foldersOf, siteFaults, sitePatterns } from "./paths.ts";
import { readSite, type Site } from "./readSite.ts";
import { functionFaults, viewerFunction } from "./viewerFunction.ts";

/** A site with the paths that it takes and its function for viewers' requests. */
export interface PlannedSite {
  readonly site: Site;
  readonly patterns: readonly string[];
  readonly viewerFunction: string;
}

/**
 * Reads an edge's site and compares it with the API.
 *
 * @returns `undefined` without a site
 * @throws SiteError for a folder that can't be served
 */
export function planSite(
  { site: definition, behaviors = {} }: EdgeDefinition,
  { routes }: ParsedApi,
): { planned: PlannedSite; faults: OptionFault[] } | undefined {
  if (!definition) return undefined;
  const site = readSite(definition);
  const code = viewerFunction(foldersOf(site), definition.spaPages);
  return {
    planned: { site, patterns: sitePatterns(site, definition), viewerFunction: code },
    faults: [...siteFaults(site, definition, routes, behaviors), ...functionFaults(code)],
  };
}
