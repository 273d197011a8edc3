import type { Located, ResourceView } from "../../model/resourceView.ts";
import type { Finding } from "../../rule.ts";

/** A property that decides whether something is protected. */
export interface Place {
  /** Path within each block, or within the resource if there are no blocks. */
  readonly path: string;
  /** Path of the blocks, each of which must set the property. Missing blocks need nothing. */
  readonly blocks?: string;
  readonly exposed: string;
  readonly isSafe: (value: unknown) => boolean;
  /** Whether the property is safe if it is not set. @default false */
  readonly isSafeUnset?: (resource: ResourceView) => boolean;
  /** Paths that make the check unnecessary if one of them is set. */
  readonly unless?: readonly string[];
  /** Whether an unsafe value is unavoidable, or possibly so while something is unknown. */
  readonly isExcused?: (resource: ResourceView, path: string) => boolean;
}

/** Yields the unsafe values of a resource. */
export function* checkPlaces(resource: ResourceView, places: readonly Place[]): Iterable<Finding> {
  for (const place of places) {
    if (place.unless?.some((path) => resource.isSet(path))) continue;
    for (const { path, value } of saidAt(resource, place)) {
      const isSafe =
        value === undefined ? (place.isSafeUnset?.(resource) ?? false) : place.isSafe(value);
      if (isSafe || place.isExcused?.(resource, path)) continue;
      yield { exposed: place.exposed, property: path, value };
    }
  }
}

/** The values of a place, block by block; `undefined` if not set. Unknown values are left out. */
function saidAt(resource: ResourceView, { path, blocks }: Place): Located[] {
  const full = blocks === undefined ? path : `${blocks}.${path}`;
  const said = resource.valuesAt(full);
  if (!resource.isKnown(full)) return said;
  if (blocks === undefined) return said.length > 0 ? said : [{ path, value: undefined }];
  const silent = resource
    .holdersAt(blocks)
    .map((block) => `${block.path}.${path}`)
    .filter((own) => !said.some((located) => located.path === own));
  return [...said, ...silent.map((own) => ({ path: own, value: undefined }))];
}
