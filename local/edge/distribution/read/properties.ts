import type { Properties, Resource } from "../../../graph/resource.ts";
import type { Selection } from "../model.ts";

/** An object of a resource's properties. Exported stacks have null for what the program did not set. */
export const objectOf = (value: unknown): Properties => (value ?? {}) as Properties;

export const listOf = (value: unknown): Properties[] => (value ?? []) as Properties[];

export const textsOf = (value: unknown): string[] => ((value ?? []) as unknown[]).map(String);

/** @returns undefined for what the program did not set */
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

export const ofType = (resources: readonly Resource[], type: string): Resource[] =>
  resources.filter((resource) => resource.type === type);

/** By AWS's words for headers, cookies and query strings. */
const behaviors: Readonly<Record<string, Selection["behavior"]>> = {
  none: "none",
  whitelist: "whitelist",
  all: "all",
  allExcept: "allExcept",
  allViewer: "all",
};

/** @returns undefined for a behavior that is not served */
export function selectionOf(
  behavior: unknown,
  items: unknown,
  isHeader = false,
): Selection | undefined {
  const known = behaviors[String(behavior ?? "none")];
  const names = textsOf(objectOf(items)["items"]);
  if (known === undefined) return undefined;
  return {
    behavior: known,
    names: new Set(isHeader ? names.map((name) => name.toLowerCase()) : names),
  };
}
