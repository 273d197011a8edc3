import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { MailDomainArgs } from "./domainArgs.ts";
import { createMailEvents, type FunctionNetwork } from "./mailEvents.ts";

/** A domain in SES, and the configuration set of its mails. */
export interface MailDomain {
  readonly identity: aws.sesv2.EmailIdentity;
  /** The records by which SES verifies it. */
  readonly keys: readonly aws.route53.Record[];
  readonly configurationSetArn: pulumi.Output<string>;
}

/** Where mails are sent from. */
interface Place {
  readonly inReplica: boolean;
  /** With it, bounces and complaints are logged and counted. */
  readonly network: FunctionNetwork | undefined;
}

/** SES signs with three keys, so that it can replace them in turn. */
const dkimKeys = [0, 1, 2];
const ttl = 1_800;

/**
 * A domain that SES may send mail from, with all records that prove it: DKIM, by which SES also verifies the domain;
 * a MAIL FROM domain with its SPF record, for bounces; and DMARC, which has receivers reject everything else.
 *
 * Its mails use TLS, and SES sends none to an address that bounced or whose user complained.
 *
 * Sources: SES Developer Guide, "Easy DKIM in Amazon SES", "Using a custom MAIL FROM domain", "Complying with DMARC
 * authentication protocol in Amazon SES", "Overriding account-level suppression with configuration set-level suppression".
 *
 * In the region of a pool's replica, the domain exists once more: SES has keys of its own in each region, and a MAIL FROM
 * domain may have one MX record only, so it has another name there. DMARC is the domain's, so home has it.
 * Sources: the pages above; AWS Messaging Blog, "How to use domain with Amazon SES in multiple accounts or regions".
 *
 * @param region - whose SES sends the mail
 */
export function createMailDomain(
  directory: string,
  region: string,
  { name: domain, hostedZoneId: zoneId }: MailDomainArgs,
  { inReplica, network }: Place,
  opts: pulumi.CustomResourceOptions,
): MailDomain {
  const name = `${directory}-mail`;
  const set = new aws.sesv2.ConfigurationSet(
    name,
    {
      configurationSetName: name,
      deliveryOptions: { tlsPolicy: "REQUIRE" },
      reputationOptions: { reputationMetricsEnabled: true },
      suppressionOptions: { suppressedReasons: ["BOUNCE", "COMPLAINT"] },
    },
    opts,
  );
  if (network) createMailEvents(name, region, set, network, opts);
  const identity = new aws.sesv2.EmailIdentity(
    name,
    {
      emailIdentity: domain,
      dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" },
      configurationSetName: set.configurationSetName,
    },
    opts,
  );
  const record = (
    suffix: string,
    host: pulumi.Input<string>,
    type: string,
    value: pulumi.Input<string>,
  ) =>
    new aws.route53.Record(
      `${name}-${suffix}`,
      { zoneId, name: host, type, ttl, records: [value] },
      opts,
    );

  const keys = dkimKeys.map((index) => {
    // A preview may know the other attributes, and not these.
    const token = identity.dkimSigningAttributes.apply(
      ({ tokens }: { tokens?: string[] }) =>
        tokens?.[index] ?? pulumi.output(pulumi.unknown as string),
    );
    const host = pulumi.interpolate`${token}._domainkey.${domain}`;
    const value = pulumi.interpolate`${token}.dkim.amazonses.com`;
    return record(`dkim-${index}`, host, "CNAME", value);
  });
  if (!inReplica) record("dmarc", `_dmarc.${domain}`, "TXT", "v=DMARC1; p=reject");

  const mailFromDomain = inReplica ? `bounce-${region}.${domain}` : `bounce.${domain}`;
  new aws.sesv2.EmailIdentityMailFromAttributes(
    name,
    {
      emailIdentity: identity.emailIdentity,
      mailFromDomain,
      // Mail goes out while the record is not visible yet; DKIM is enough for DMARC.
      behaviorOnMxFailure: "USE_DEFAULT_VALUE",
    },
    opts,
  );
  record("mx", mailFromDomain, "MX", `10 feedback-smtp.${region}.amazonses.com`);
  record("spf", mailFromDomain, "TXT", "v=spf1 include:amazonses.com ~all");
  return { identity, keys, configurationSetArn: set.arn };
}
