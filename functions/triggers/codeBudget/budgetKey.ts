import { createHash } from "node:crypto";

interface TriggerEvent {
  readonly userName: string;
  readonly request: {
    readonly userAttributes?: Readonly<Record<string, string>>;
    readonly userNotFound?: boolean | undefined;
  };
}

/**
 * Whose budget it is: the user's by their `sub`, however they spelled their address. Names of
 * nobody share 256 budgets, so that they cause the same work as a user's and the table does not
 * grow with them.
 */
export function budgetKey({ userName, request }: TriggerEvent): string {
  const sub = request.userAttributes?.["sub"];
  if (sub && !request.userNotFound) return `user#${sub}`;
  return `nobody#${createHash("sha256").update(userName).digest()[0]}`;
}
