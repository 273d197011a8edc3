import type { Mapping, Target } from "./mapping.ts";
import { member, type Step, withoutIndices } from "./paths.ts";
import type { Document, Origin } from "./translation.ts";

/**
 * Pulumi's properties that one of CloudFormation's is made of. None if it is one that Pulumi sees
 * to itself.
 *
 * @param name - of CloudFormation's
 * @param path - of the object in the document that has or lacks it
 * @param origin - of that object
 */
export function pulumiNames(
  name: string,
  path: readonly Step[],
  origin: Origin,
  { mapping, property }: Document,
): string[] {
  if (mapping.optional?.includes(withoutIndices([...path, name]))) return [];
  if (mapping.verbatim) return [member(origin.property, name)];
  const wanted = withoutIndices([...origin.inside, name]);
  const object = keyOf(origin.property.slice(property.length));
  const own = ownNames(mapping, object);
  const exact = own.filter(([, target]) => pathOf(target) === wanted);
  const within = own.filter(([, target]) => pathOf(target).startsWith(`${wanted}.`));
  const found = exact.length > 0 ? exact : within;
  const names = found.length > 0 ? found.map(([of]) => of) : [camelCase(name)];
  return names.map((of) => member(origin.property, of));
}

/** A path without indices. */
const keyOf = (path: string): string => path.replace(/^\./, "").replaceAll(/\[[^\]]*\]/g, "");

/** Names that are an object's own, or of parts of it that CloudFormation does not have. */
function ownNames({ names = {} }: Mapping, object: string): [name: string, target: Target][] {
  const prefix = object === "" ? "" : `${object}.`;
  return Object.entries(names).flatMap(([path, target]): [string, Target][] => {
    if (target === "." || !path.startsWith(prefix)) return [];
    const containers = path.split(".").map((_, index, steps) => steps.slice(0, index).join("."));
    const between = containers.filter((container) => container.length > object.length);
    const isOwn = between.every((container) => names[container] === ".");
    return isOwn ? [[path.slice(prefix.length), target]] : [];
  });
}

/** Where a target leads, without places in lists. */
const pathOf = (target: Target): string =>
  (typeof target === "string" ? target : target.to).replaceAll(/\.\d+(?=\.|$)/g, "");

/** CloudFormation's `DBName` is `dbName` to Pulumi. */
const camelCase = (name: string): string =>
  name.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase());
