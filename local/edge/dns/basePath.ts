import type { BasePathMapping } from "./model.ts";

/** A mapping, and the path below its stage. */
interface Mapped {
  readonly mapping: BasePathMapping;
  /** Starts with a slash; keeps the query. */
  readonly path: string;
}

/**
 * Finds the stage for a path of a custom domain name: the base path is removed, and the longest one wins.
 * (API Gateway Developer Guide, "Use API mappings to map API stages to a custom domain name for REST APIs")
 *
 * @param path - a request's path with its query
 * @returns undefined if no mapping has the path
 */
export function mapBasePath(
  mappings: readonly BasePathMapping[],
  path: string,
): Mapped | undefined {
  let best: Mapped | undefined;
  for (const mapping of mappings) {
    const below = withoutBase(path, mapping.basePath);
    const isLonger = best === undefined || mapping.basePath.length > best.mapping.basePath.length;
    if (below !== undefined && isLonger) best = { mapping, path: below };
  }
  return best;
}

function withoutBase(path: string, basePath: string): string | undefined {
  if (basePath === "") return path;
  const prefix = `/${basePath}`;
  if (!path.startsWith(prefix)) return undefined;
  const rest = path.slice(prefix.length);
  if (rest === "" || rest.startsWith("?")) return `/${rest}`;
  return rest.startsWith("/") ? rest : undefined;
}
