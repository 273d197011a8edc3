import type { Finding, ResourceRule } from "../rule.ts";

/**
 * User pools require a second factor, or let users choose one. Off by default: pools for machines
 * only, and pools where another provider or a passkey signs users in, do not need it.
 *
 * Source: Cognito Developer Guide, "Adding MFA to a user pool" (not set, it is OFF).
 */
export const requireMultiFactorAuthentication: ResourceRule<{ readonly mfa: "OPTIONAL" | "ON" }> = {
  name: "require-multi-factor-authentication",
  description: "User pools have multi-factor authentication.",
  why: "Without a second factor, anyone who learns a password can sign in as the user.",
  fix: "Set mfaConfiguration, and set softwareTokenMfaConfiguration.enabled to true.",
  equivalents: ["cognito-user-pool-mfa-enabled"],
  level: "disabled",
  types: ["aws:cognito/userPool:UserPool"],
  settings: {
    mfa: {
      description: "ON: every user needs a second factor. OPTIONAL: only users who set one up.",
      schema: { enum: ["OPTIONAL", "ON"] },
      default: "ON",
    },
  },

  *check(pool, { mfa }): Iterable<Finding> {
    const property = "mfaConfiguration";
    const configured = pool.valueAt(property, "OFF");
    if (configured === undefined || configured === "ON" || configured === mfa) return;
    yield {
      exposed: `A password is enough to sign in, but multi-factor authentication must be ${mfa}`,
      property,
      value: pool.valueAt(property),
    };
  },
};
