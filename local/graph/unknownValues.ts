import { unknownValues } from "../../project/signatures.ts";
import { isPlain } from "./exportedValues.ts";
import type { Properties } from "./resource.ts";

/** Removes the values that were not known when a stack was exported. Returns the paths of them. */
export function withoutUnknown(given: Properties): { properties: Properties; unknown: string[] } {
  const unknown: string[] = [];
  const read = (value: unknown, path: string[]): unknown => {
    if (unknownValues.has(value)) {
      unknown.push(path.join("."));
      return undefined;
    }
    if (Array.isArray(value)) return value.map((item, index) => read(item, [...path, `${index}`]));
    return isPlain(value) ? readObject(value, path) : value;
  };
  const readObject = (object: Properties, path: string[]): Properties => {
    const entries = Object.entries(object).map(
      ([key, value]) => [key, read(value, [...path, key])] as const,
    );
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  };
  return { properties: readObject(given, []), unknown };
}
