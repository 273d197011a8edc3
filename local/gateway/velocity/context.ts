import type { Scope } from "./scope.ts";
import type { PathStep } from "./syntax.ts";
import { fromPlain, type Value } from "./values.ts";

/** The names that a path starts with: `.identity.sourceIp`, `['custom:role']`. */
export function constantSteps(path: readonly PathStep[]): string[] {
  const names: string[] = [];
  for (const step of path) {
    if (step.type === "property") {
      names.push(step.id);
    } else if (step.type === "index" && step.id.type === "string" && !isTemplate(step.id)) {
      names.push(step.id.value);
    } else {
      break;
    }
  }
  return names;
}

function isTemplate({ value, isEval }: { value: string; isEval?: boolean }): boolean {
  return isEval === true && /[$#]/.test(value);
}

/** `$context` and what is in it by these names; only that much is made a value. */
export function contextValue({ context, overrides }: Scope, names: readonly string[]): Value {
  const isClaims = names.length === 2 && names.join(".") === "authorizer.claims";
  if (isClaims) {
    // Claims can be read one by one only. (API Gateway Developer Guide, "Integrate a REST API with
    // an Amazon Cognito user pool")
    return null;
  }
  let data: unknown = names[0]?.endsWith("Override")
    ? { requestOverride: overrides.request, responseOverride: overrides.response }
    : context;
  for (const name of names) {
    if (typeof data !== "object" || data === null || !Object.hasOwn(data, name)) {
      return null;
    }
    data = (data as Record<string, unknown>)[name];
  }
  return fromPlain(data);
}
