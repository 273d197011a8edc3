import type { Operation } from "./operations.ts";

/** What makes the program leave out what comes second; it reads it from its environment. */
export const firstStep = { PALISADE_IDENTITY_STEP: "prepare" } as const;

const pool = "aws:cognito/userPool:UserPool";
const mailDomain = "aws:sesv2/emailIdentity:EmailIdentity";

/**
 * What an update waits for before the user pool: SES verifies a new domain for mail once it finds its records.
 *
 * @returns `undefined` if it waits for nothing
 */
export function waitIn(operations: readonly Operation[]): string | undefined {
  const created = operations.find(({ kind, type }) => kind === "create" && type === mailDomain);
  const sends = operations.some(
    ({ type, inputs }) => type === pool && isOwnSender(inputs["emailConfiguration"]?.after),
  );
  return created && sends
    ? `waits up to 30 minutes until SES has verified ${String(created.inputs["emailIdentity"]?.after)}`
    : undefined;
}

/** Cognito's own sender needs no domain. */
const isOwnSender = (emailConfiguration: unknown): boolean =>
  (emailConfiguration as { emailSendingAccount?: string } | undefined)?.emailSendingAccount ===
  "DEVELOPER";

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
