import type { Target } from "./mapping.ts";
import { member, withoutIndices } from "./paths.ts";
import type { SchemaError } from "./reasons.ts";
import type { Document, Origin } from "./translate.ts";

/**
 * Pulumi's properties that CloudFormation's one within an object is made of. None if it is one that
 * Pulumi sees to itself.
 *
 * @param name - of CloudFormation's
 */
export function pulumiNames(
  name: string,
  { path, origin }: Pick<SchemaError, "path" | "origin">,
  document: Document,
): string[] {
  const { mapping } = document;
  if (mapping.optional?.includes(withoutIndices([...path, name]))) return [];
  if (mapping.verbatim) return [member(origin.property, name)];
  const key = keyOf(origin, document);
  const wanted = withoutIndices([...origin.inside, name]);
  const named = Object.entries(mapping.names ?? {}).flatMap(([of, target]) =>
    isIn(of, key, mapping.names ?? {}) && leadsTo(target, wanted) ? [of] : [],
  );
  const prefix = key === "" ? 0 : key.length + 1;
  const names = named.length > 0 ? named.map((of) => of.slice(prefix)) : [camelCase(name)];
  return names.map((of) => member(origin.property, of));
}

/** The first of those properties. */
export const pulumiName = (name: string, origin: Origin, document: Document): string =>
  pulumiNames(name, { path: [], origin }, document)[0] ?? member(origin.property, camelCase(name));

/** Path without indices of the object, within the document. */
function keyOf({ property }: Origin, document: Document): string {
  const within = property.slice(document.property.length).replace(/^\./, "");
  return within.replaceAll(/\[[^\]]*\]/g, "");
}

/** Whether a property is an object's own, or belongs to a part that CloudFormation does not have. */
function isIn(of: string, key: string, names: Readonly<Record<string, Target>>): boolean {
  if (key !== "" && !of.startsWith(`${key}.`)) return false;
  const [, ...inner] = of
    .slice(key === "" ? 0 : key.length + 1)
    .split(".")
    .reverse();
  const containers = inner.reverse();
  return containers.every((_, index) => {
    const container = [key, ...containers.slice(0, index + 1)].filter(Boolean).join(".");
    return names[container] === ".";
  });
}

function leadsTo(target: Target, wanted: string): boolean {
  const to = withoutIndices(
    (typeof target === "string" ? target : target.to)
      .split(".")
      .filter((step) => !/^\d+$/.test(step)),
  );
  return to === wanted || to.startsWith(`${wanted}.`);
}

const camelCase = (name: string): string =>
  name.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase());
