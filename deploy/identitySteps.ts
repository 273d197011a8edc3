import type { Operation } from "./operations.ts";

/** What makes the program leave out what comes second; it reads it from its environment. */
export const firstStep = { PALISADE_IDENTITY_STEP: "prepare" } as const;

const pool = "aws:cognito/userPool:UserPool";

/**
 * Why AWS accepts the changes of a stack's user pool only in two updates. The provider sets the second factors of a pool
 * before everything else, so what a factor needs must be there from an earlier update.
 * Source: hashicorp/terraform-provider-aws #41049.
 *
 * @returns `undefined` if one update is enough
 */
export function twoUpdatesOf(operations: readonly Operation[]): string | undefined {
  const needsTwo = operations.some(({ kind, type, inputs }) => {
    if (kind !== "update" || type !== pool) return false;
    const { emailMfaConfiguration: factor, emailConfiguration, accountRecoverySetting } = inputs;
    const isNew = factor !== undefined && factor.before === undefined && factor.after !== undefined;
    return isNew && (emailConfiguration ?? accountRecoverySetting) !== undefined;
  });
  return needsTwo
    ? "first how the pool sends mail and recovers accounts, then email as a second factor, which needs both"
    : undefined;
}
