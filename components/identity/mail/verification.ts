import { resolveCname } from "node:dns/promises";
import { setTimeout } from "node:timers/promises";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** SES has not found a domain's records in time. */
class UnverifiedDomainError extends pulumi.RunError {
  override readonly name = "UnverifiedDomainError";
}

/** A CNAME record by which SES verifies a domain. */
export interface KeyRecord {
  readonly name: string;
  readonly value: string;
}

/** What waiting needs, apart from the domain. */
export interface Verification {
  /** The identity's `VerificationStatus` in SES. */
  status(): Promise<string | undefined>;
  /** The names that a record's name is an alias of; rejects if there are none. */
  resolve(name: string): Promise<string[]>;
  note(text: string): void;
  warn(text: string): void;
  pause(): Promise<unknown>;
  /** In ms. */
  now(): number;
}

/**
 * SES looks for the records for 72 hours, longer than a deployment can wait.
 * Source: SES Developer Guide, "Creating and verifying identities in Amazon SES".
 */
const limitMs = 30 * 60_000;
const pauseMs = 5_000;
const noteMs = 60_000;

/**
 * The ARN of a domain's identity, known once SES has verified it: Cognito refuses it as a sender before. An update waits
 * for that, a preview does not.
 */
export function verifiedArn(
  identity: aws.sesv2.EmailIdentity,
  keys: readonly aws.route53.Record[],
  opts: pulumi.InvokeOptions,
): pulumi.Output<string> {
  const records = pulumi.all(
    keys.map(({ name, records: values }) =>
      pulumi.all([name, values]).apply(([key, [value = ""] = []]) => ({ name: key, value })),
    ),
  );
  return pulumi
    .all([identity.arn, identity.emailIdentity, records])
    .apply(async ([arn, domain, found]) => {
      if (pulumi.runtime.isDryRun()) return arn;
      await untilVerified(domain, found, {
        status: async () =>
          (await aws.sesv2.getEmailIdentity({ emailIdentity: domain }, opts)).verificationStatus,
        resolve: resolveCname,
        note: (text) => void pulumi.log.info(text, identity),
        warn: (text) => void pulumi.log.warn(text, identity),
        pause: () => setTimeout(pauseMs),
        now: Date.now,
      });
      return arn;
    });
}

/** @throws UnverifiedDomainError with the records that are missing, after the time limit */
export async function untilVerified(
  domain: string,
  records: readonly KeyRecord[],
  verification: Verification,
): Promise<void> {
  const { status, note, warn, pause, now } = verification;
  const start = now();
  let notes = 0;
  for (;;) {
    const current = await status();
    // SES had given up, or had verified the domain before: pools that have the sender keep it.
    if (current === "FAILED" || current === "TEMPORARY_FAILURE") {
      const reason = await missingIn(records, verification);
      warn(`SES does not verify ${domain} any more, so users get no mail. ${reason}`);
      return;
    }
    if (current !== "PENDING" && current !== "NOT_STARTED") return;
    const waited = now() - start;
    if (waited >= limitMs) {
      throw new UnverifiedDomainError(
        `SES has not verified ${domain} within ${limitMs / 60_000} minutes, and Cognito sends no mail from it before. ` +
          `${await missingIn(records, verification)} Deploy again when it is verified: it continues from here.`,
      );
    }
    if (waited >= notes * noteMs) {
      const sofar = notes === 0 ? "" : `, for ${Math.floor(waited / noteMs)} min so far`;
      note(`Waiting until SES has verified ${domain}${sofar}`);
      notes += 1;
    }
    await pause();
  }
}

/** Which records can't be looked up, and what to do. */
async function missingIn(
  records: readonly KeyRecord[],
  { resolve }: Pick<Verification, "resolve">,
): Promise<string> {
  const found = await Promise.all(
    records.map(async ({ name, value }) => {
      const aliases = await resolve(name).catch(() => []);
      return aliases.some((alias) => alias.toLowerCase() === value.toLowerCase());
    }),
  );
  const missing = records.filter((_record, index) => !found[index]);
  if (missing.length === 0)
    return "Its DNS records are visible from here, so SES should find them.";
  const lines = missing.map(({ name, value }) => `\n  ${name} CNAME ${value}`).join("");
  return (
    `From here, these of its DNS records are missing:${lines}\n` +
    "The hosted zone has them: check that the name servers of the domain above it are those of the zone."
  );
}
