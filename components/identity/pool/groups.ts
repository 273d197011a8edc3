import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { listOf, mapOf, type OptionRules, options, text, whole } from "../../shared/options.ts";
import type { OptionGroup } from "../optionGroup.ts";
import { groupScopeFaults, type ScopesByGroup } from "../tokens/groupScopes.ts";
import { customScope } from "../tokens/scopes.ts";
import type { TriggersOptions } from "../triggers/options.ts";
import { groupNameFaults } from "./groupNames.ts";
import type { Pool } from "./pool.ts";

interface GroupSettings {
  /** At most 2,048 characters. @default none */
  readonly description?: string;
  /** The order of a user's groups in tokens, smallest first, from 0. @default last */
  readonly precedence?: number;
  /**
   * Scopes that its users' access tokens have, from the next sign-in or refresh on, whichever client they use, such as
   * `["orders/write"]`.
   * @default none
   */
  readonly scopes?: readonly string[];
}

export interface GroupOptions {
  /**
   * Groups of users by name, which tokens have in `cognito:groups`. Their names can't be changed; who is in them is
   * no part of the program. A change of membership reaches the next token.
   * @default none
   */
  readonly groups?: Readonly<Record<string, GroupSettings>> | undefined;
}

/** Cognito allows any text; this also fits names of resources. Source: Cognito API Reference, "CreateGroup". */
const groupName = text(
  /^[A-Za-z][\w-]{0,63}$/,
  "at most 64 letters, digits, _ and -, beginning with a letter",
);

export const groupRules: OptionRules<GroupOptions> = {
  groups: mapOf(
    options<GroupSettings>({
      description: text(/^[^]{1,2048}$/, "1 to 2,048 characters"),
      precedence: whole(0, 2 ** 31 - 1),
      scopes: listOf(customScope, { distinct: true, allowed: "a list of different scopes" }),
    }),
    groupName,
  ),
};

/** They belong to the pool's own stack; replicas have them too. */
export const groups: OptionGroup<GroupOptions & TriggersOptions> = {
  faults: (definition) => [
    ...groupScopeFaults(scopesByGroup(definition)),
    ...groupNameFaults(definition),
  ],
};

/** Scopes by the names of the groups that give them. */
export const scopesByGroup = ({ groups: given = {} }: GroupOptions): ScopesByGroup =>
  Object.fromEntries(
    Object.entries(given).flatMap(([group, { scopes = [] }]) =>
      scopes.length > 0 ? [[group, scopes]] : [],
    ),
  );

export function createGroups(
  name: string,
  { groups: given = {} }: GroupOptions,
  pool: Pick<Pool, "id">,
  opts: pulumi.CustomResourceOptions,
): string[] | undefined {
  for (const [group, { description, precedence }] of Object.entries(given)) {
    const args = { userPoolId: pool.id, name: group, description, precedence };
    new aws.cognito.UserGroup(`${name}-${group}`, args, opts);
  }
  const names = Object.keys(given);
  return names.length > 0 ? names : undefined;
}
