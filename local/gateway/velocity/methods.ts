import { TemplateError } from "./errors.ts";
import { toText } from "./text.ts";
import type { Value } from "./values.ts";

/** A Java method as a template calls it; undefined says that there is none with such arguments. */
export type Method<Receiver> = (receiver: Receiver, args: readonly Value[]) => Value;

/** By name and number of arguments: `substring/2`. */
export type Methods<Receiver> = ReadonlyMap<string, Method<Receiver>>;

/** @throws TemplateError for an argument that Java would refuse or throw for */
export function integerArgument(args: readonly Value[], at: number): number {
  const value = args[at];
  if (typeof value !== "number") {
    throw new TemplateError(`${describe(value)} is given where a whole number is needed.`);
  }
  return value;
}

/** @throws TemplateError for null, as Java's NullPointerException */
export function textArgument(args: readonly Value[], at: number): string {
  const value = args[at];
  if (value === null || value === undefined) {
    throw new TemplateError("null is given where a text is needed.");
  }
  return toText(value);
}

/** @throws TemplateError as Java's IndexOutOfBoundsException */
export function checkIndex(index: number, limit: number): number {
  if (index < 0 || index > limit) {
    throw new TemplateError(`Index ${index} is out of bounds; ${limit} is the highest.`);
  }
  return index;
}

function describe(value: Value): string {
  return value === null || value === undefined ? "null" : JSON.stringify(toText(value));
}
