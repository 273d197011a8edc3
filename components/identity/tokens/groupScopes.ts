import type { OptionFault } from "../../shared/errors.ts";
import type { TriggerSpec } from "../triggers/spec.ts";

/** Scopes by the names of the groups that give them. */
export type ScopesByGroup = Readonly<Record<string, readonly string[]>>;

/** Lambda allows 4 KB of variables, of which the trigger needs some for addresses. */
const maxBytes = 2_048;

/** Tells the trigger that adds them: `functions/triggers/preTokenGeneration/handler.ts`. */
export const groupScopeSpec = (scopes: ScopesByGroup): TriggerSpec =>
  Object.keys(scopes).length === 0
    ? {}
    : { environment: { SCOPES_BY_GROUP: JSON.stringify(scopes) } };

export function groupScopeFaults(scopes: ScopesByGroup): OptionFault[] {
  const bytes = Buffer.byteLength(JSON.stringify(scopes));
  if (bytes <= maxBytes) return [];
  return [
    {
      argument: "groups",
      given: `${bytes} bytes of scopes`,
      allowed: `at most ${maxBytes} bytes as JSON, because Lambda allows 4 KB of variables`,
      fix: "Use fewer or shorter scopes, such as one for a group of operations.",
    },
  ];
}
