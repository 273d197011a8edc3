import { ComponentArgumentError } from "../shared/errors.ts";
import type { UserDirectoryArgs } from "./args.ts";
import { checkDirectoryFirewall } from "./firewall.ts";

/**
 * Cognito's limits, but for passwords: it takes 6 characters, which is too few.
 * Source: Cognito API Reference, "CreateUserPool" and "CreateUserPoolClient".
 */
const ranges = {
  passwordMinimumLength: [8, 99],
  accessTokenMinutes: [5, 1_440],
  idTokenMinutes: [5, 1_440],
  refreshTokenDays: [1, 3_650],
} as const;

/** @throws ComponentArgumentError for the first argument that Cognito would refuse */
export function checkArgs(component: string, args: UserDirectoryArgs): void {
  for (const [argument, [least, most]] of Object.entries(ranges)) {
    const given = args[argument as keyof typeof ranges];
    if (given === undefined || (Number.isInteger(given) && given >= least && given <= most)) {
      continue;
    }
    throw new ComponentArgumentError({
      component,
      argument,
      given,
      allowed: `${least} to ${most}`,
      fix: "Choose a whole number in between, or leave it out.",
    });
  }
  if (args.senderEmail !== undefined && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(args.senderEmail)) {
    throw new ComponentArgumentError({
      component,
      argument: "senderEmail",
      given: args.senderEmail,
      allowed: "an email address",
      fix: "Use an address that you can open mail at, such as no-reply@example.com.",
    });
  }
  if (args.senderEmail !== undefined && args.totpMfa === "ON") {
    throw new ComponentArgumentError({
      component,
      argument: "totpMfa",
      given: args.totpMfa,
      allowed: "OFF or OPTIONAL together with senderEmail",
      fix: "A mailed code signs in without an authenticator's code: leave senderEmail out to require one.",
    });
  }
  if (args.allowPasswordAuth && (args.deletionProtection ?? true)) {
    throw new ComponentArgumentError({
      component,
      argument: "allowPasswordAuth",
      given: args.allowPasswordAuth,
      allowed: "false for a directory that is protected from deletion",
      fix: "Plain passwords are for tools on one machine: use SRP, or turn deletionProtection off.",
    });
  }
  if (
    !(args.allowedEmailDomains ?? []).every((domain) => /^[^@\s,]+\.[^@\s,]*[^@\s,.]$/.test(domain))
  ) {
    throw new ComponentArgumentError({
      component,
      argument: "allowedEmailDomains",
      given: args.allowedEmailDomains,
      allowed: "domains without the @",
      fix: 'Write them as ["example.com"].',
    });
  }
  if (args.firewall) checkDirectoryFirewall(component, "firewall", args.firewall);
}
