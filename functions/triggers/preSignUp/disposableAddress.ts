import { domainToASCII } from "node:url";
import type { Environment } from "../../shared/environment.ts";
import { asciiLowerCase } from "../admittedAddress/emailDomain.ts";
import { Refusal } from "../refusal.ts";
import { disposableDomains } from "./disposableDomains.ts";

/** @throws Refusal for an address that anybody can read, and that is soon gone */
export type CheckAddress = (email: string | undefined) => void;

/**
 * Reads `DISPOSABLE_ADDRESSES`: `refuse`, or not set. Further domains are in `DISPOSABLE_DOMAINS`, those that are allowed
 * in spite of the list in `LASTING_DOMAINS`.
 */
export function addressCheckOf(environment: Environment): CheckAddress {
  if (environment.optionalString("DISPOSABLE_ADDRESSES") !== "refuse") return () => {};
  const lower = (variable: string) => environment.list(variable).map(asciiLowerCase);
  const disposable = new Set([...disposableDomains, ...lower("DISPOSABLE_DOMAINS")]);
  for (const domain of lower("LASTING_DOMAINS")) disposable.delete(domain);
  return (email) => {
    const domain = inAscii(email?.split("@").at(-1) ?? "");
    if (withParents(domain).some((each) => disposable.has(each))) {
      throw new Refusal(`Addresses of ${domain} are for a short time only. Please use another one`);
    }
  };
}

/** As mail servers look it up: full-width letters, for example, stand for those of ASCII (UTS #46). */
const inAscii = (domain: string): string => domainToASCII(domain) || asciiLowerCase(domain);

/** `a.b.com` is `a.b.com`, `b.com` and `com`: services of this kind receive mail for all names below theirs. */
function withParents(domain: string): string[] {
  const labels = domain.replace(/\.$/, "").split(".");
  return labels.map((_, index) => labels.slice(index).join("."));
}
