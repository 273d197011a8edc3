import { isDeepStrictEqual } from "node:util";
import { fromPlain } from "../graph/plainValues.ts";
import type { Properties, Resource } from "../graph/resource.ts";
import type { KeptResource } from "./keptStack.ts";

interface Revived {
  readonly kept: KeptResource;
  readonly resource: Resource;
}

/**
 * Resources with assets and archives as objects. What is the same as in the load before is the same object, so a
 * comparison of two loads finds code changed only if its content is.
 */
export class RevivedResources {
  #before: ReadonlyMap<string, Revived> = new Map();

  /** The resources of all stacks. */
  revive(all: readonly KeptResource[]): Resource[] {
    const revived = all.map((kept) => ({
      kept,
      resource: toResource(kept, this.#before.get(kept.registration.urn)),
    }));
    this.#before = new Map(revived.map((each) => [each.kept.registration.urn, each]));
    return revived.map(({ resource }) => resource);
  }
}

function toResource(kept: KeptResource, before: Revived | undefined): Resource {
  if (before && isDeepStrictEqual(kept, before.kept)) return before.resource;
  const { problems: _problems, inputs, outputs, ...rest } = kept;
  return {
    ...rest,
    inputs: properties(inputs, before?.kept.inputs, before?.resource.inputs),
    outputs: properties(outputs, before?.kept.outputs, before?.resource.outputs),
  };
}

function properties(plain: Properties, plainBefore: Properties = {}, before: Properties = {}) {
  const revived = Object.entries(plain).map(([name, value]) => [
    name,
    name in before && isDeepStrictEqual(value, plainBefore[name])
      ? before[name]
      : fromPlain({ value })["value"],
  ]);
  return Object.fromEntries(revived) as Properties;
}
