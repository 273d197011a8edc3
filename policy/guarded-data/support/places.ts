import type { Located, ResourceView } from "../../model/resourceView.ts";
import type { Finding } from "../../rule.ts";

/** A place in a type of resource that says whether something is protected. */
export interface Place {
  /** Within each of the blocks, or within the resource if there are none. */
  readonly path: string;
  /** Path of blocks of which each has to say it; what is not there need not. */
  readonly blocks?: string;
  readonly exposed: string;
  readonly isSafe: (value: unknown) => boolean;
  /** Whether nothing said is safe. @default false */
  readonly isSafeUnset?: (resource: ResourceView) => boolean;
  /** Paths of which any that is set makes the place be about something else. */
  readonly unless?: readonly string[];
  /** Whether what is unsafe at a path can't be otherwise, or may not be, as far as is known. */
  readonly isExcused?: (resource: ResourceView, path: string) => boolean;
}

/** What is wrong at some places of a resource. */
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

/** What a place says, block by block: `undefined` for nothing. What is not known yet is left out. */
function saidAt(resource: ResourceView, { path, blocks }: Place): Located[] {
  const full = blocks === undefined ? path : `${blocks}.${path}`;
  const said = resource.valuesAt(full);
  if (!resource.isKnown(full)) return said;
  if (blocks === undefined) return said.length > 0 ? said : [{ path, value: undefined }];
  const silent = resource
    .valuesAt(blocks)
    .map((block) => `${block.path}.${path}`)
    .filter((own) => !said.some((located) => located.path === own));
  return [...said, ...silent.map((own) => ({ path: own, value: undefined }))];
}
