/** A step in a document: a property's name, or a place in a list. */
export type Step = string | number;

/** A member's path in Pulumi's notation, such as `ingresses[0].protocol` or `tags["a.b"]`. */
export function member(of: string, step: Step): string {
  if (typeof step === "number") return `${of}[${step}]`;
  if (!/^[\w$-]+$/.test(step)) return `${of}["${step}"]`;
  return of === "" ? step : `${of}.${step}`;
}

/** A document's place as a key. */
export const pointer = (steps: readonly Step[]): string => steps.join("\0");

/** Names of CloudFormation's without places in lists, such as `GlobalSecondaryIndexes.IndexName`. */
export const withoutIndices = (steps: readonly Step[]): string =>
  steps.filter((step) => typeof step === "string").join(".");

/** Puts a value into a document, with the objects and lists on the way to it. */
export function put(document: unknown, steps: readonly Step[], value: unknown): void {
  let container = document as Record<Step, unknown>;
  for (const [index, step] of steps.slice(0, -1).entries()) {
    container[step] ??= typeof steps[index + 1] === "number" ? [] : {};
    container = container[step] as Record<Step, unknown>;
  }
  container[steps.at(-1)!] = value;
}
