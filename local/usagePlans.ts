import type { Properties } from "./graph/resource.ts";

/** A usage plan in a stack's output `usagePlans`, which lists plans by name. */
export interface PlanIds {
  readonly id: string;
  /** Ids of its API keys by name. */
  readonly keys: Readonly<Record<string, string>>;
}

/** The plans in a stack's outputs. Another program's output of this name may have another form. */
export function planIds({ usagePlans }: Properties): Record<string, PlanIds> {
  const plans = isObject(usagePlans) ? Object.entries(usagePlans) : [];
  return Object.fromEntries(plans.filter((entry): entry is [string, PlanIds] => isPlan(entry[1])));
}

const isPlan = (value: unknown): boolean =>
  isObject(value) && typeof value["id"] === "string" && isTexts(value["keys"]);

/** The program's names of usage plans and API keys by their ids: AWS's names are longer. */
export const usageNames = (outputs: Properties): Map<string, string> =>
  new Map(
    Object.entries(planIds(outputs)).flatMap(([plan, { id, keys }]) => [
      [id, plan],
      ...Object.entries(keys).map(([key, keyId]): [string, string] => [keyId, key]),
    ]),
  );

/** The values of API keys by name in a stack's outputs, if it has any. */
export const apiKeyValues = ({ apiKeys }: Properties): Record<string, string> | undefined =>
  isTexts(apiKeys) ? apiKeys : undefined;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is Record<string, string> =>
  isObject(value) && Object.values(value).every((text) => typeof text === "string");
