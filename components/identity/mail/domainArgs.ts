import { type DomainArgs, domainRules } from "../../endpoint/index.ts";
import type { OptionFault } from "../../shared/errors.ts";
import { check, type OptionRules, required } from "../../shared/options.ts";
import { hostName } from "../../shared/rules.ts";

/** A domain that SES sends mail from. */
export interface MailDomainArgs {
  /**
   * Its name, such as `mail.example.com`. Nothing else may send mail from it: receivers are told to reject what SES has
   * not signed.
   */
  readonly name: string;
  /** Id of the public hosted zone that contains the name. */
  readonly hostedZoneId: DomainArgs["hostedZoneId"];
}

/** With room for `_domainkey` and the tokens of SES in front. */
const longest = 200;

const mailName = check(
  (value) => hostName(longest)(value, "").length === 0 && String(value).split(".").length > 2,
  "a host name in lower case below another name of yours, such as mail.example.com",
  "It is for this platform's mail alone: receivers reject all other mail from it.",
);

export const mailDomainRules: OptionRules<MailDomainArgs> = {
  name: required(mailName),
  hostedZoneId: domainRules.hostedZoneId,
};

interface MailArgs {
  readonly mailDomain?: MailDomainArgs | undefined;
  readonly senderEmail?: string | undefined;
  readonly senderIdentity?: string | undefined;
}

export function mailDomainFaults({
  mailDomain,
  senderEmail,
  senderIdentity,
}: MailArgs): OptionFault[] {
  if (!mailDomain) return [];
  const faults: OptionFault[] = [];
  if (senderEmail !== undefined && !senderEmail.endsWith(`@${mailDomain.name}`)) {
    faults.push({
      argument: "senderEmail",
      given: senderEmail,
      allowed: `an address of the mailDomain, such as no-reply@${mailDomain.name}`,
    });
  }
  if (senderIdentity !== undefined) {
    faults.push({
      argument: "senderIdentity",
      given: senderIdentity,
      allowed: "nothing together with mailDomain",
      fix: "The mailDomain is the identity of the senderEmail: remove senderIdentity.",
    });
  }
  return faults;
}
