import type { Environment } from "../../shared/environment.ts";
import { Refusal } from "../refusal.ts";
import type { Claims } from "./claims.ts";

/** What a user's groups decide about their tokens. */
export interface GroupRules {
  /** @throws Refusal unless the user is in one of the groups whose members may sign in */
  check(groups: readonly string[]): void;
  /** Claims of all groups; of several groups with a claim, the first one in the definition counts. */
  claimsOf(groups: readonly string[]): Claims;
}

/** Reads `REQUIRED_GROUPS`, a list, and `CLAIMS_BY_GROUP`, the claims of each group as JSON. */
export function groupRulesOf(environment: Environment): GroupRules {
  const required = environment.list("REQUIRED_GROUPS");
  const byGroup = environment.json<Record<string, Claims>>("CLAIMS_BY_GROUP") ?? {};
  return {
    check: (groups) => {
      if (required.length === 0 || required.some((group) => groups.includes(group))) return;
      throw new Refusal("You can't sign in here. Please ask an administrator");
    },
    claimsOf: (groups) => {
      const claims = Object.entries(byGroup).filter(([group]) => groups.includes(group));
      return Object.assign({}, ...claims.reverse().map(([, each]) => each)) as Claims;
    },
  };
}
