import type * as pulumi from "@pulumi/pulumi";
import {
  flag,
  input,
  type JointCheck,
  listOf,
  oneOf,
  type OptionRules,
  options,
  required,
  text,
  whole,
} from "../shared/options.ts";
import { hostName, region } from "../shared/rules.ts";
import { type HealthCheckArgs, healthCheckRules } from "./healthCheckArgs.ts";
import { regionOfHost } from "./hosts.ts";
import { type TlsPolicy, tlsFaults, tlsPolicyRule, truststoreRule } from "./tls.ts";

/** A share of the clients nearest to this region that another region gets. */
export interface Shift {
  /** The other region, which has the same domain. */
  to: string;
  /** 1 to 100 percent of this region's clients. */
  percent: number;
}

/** The name of an API that several regions share, and how clients are led to a region. */
export interface DomainArgs {
  /** Name that all regions share, such as `api.example.com`, at most 64 characters. */
  name: string;
  /** Id of the public hosted zone that contains all names, such as `Z0123456789ABCDEFGHIJ`. */
  hostedZoneId: string;
  /** Further names in that zone that lead to the same API, at most 8. @default none */
  aliases?: string[];
  /** Oldest TLS version and ciphers that clients may use. @default "TLS_1_2" */
  tlsPolicy?: TlsPolicy;
  /**
   * Address of the certificates of the authorities whose client certificates are accepted, in PEM, in a
   * bucket of this region: `s3://bucket/key`. Give a changed file another key, because API Gateway reads a
   * file once. It turns mutual TLS on for the name and its aliases. The
   * region's own host can't require certificates, because Route 53's checkers have none, so it serves
   * only the two health paths then.
   * @default clients need no certificate
   */
  truststore?: string;
  /**
   * Keeps the API's default address open beside the domain, for a gradual move. Set it before you remove a
   * domain too: without one, the address stays as it was.
   * @default false
   */
  executeApi?: boolean;
  /** How Route 53 checks the region. @default every 30 s, three failures in a row, all checkers */
  healthChecks?: HealthCheckArgs;
  /** `"drain"` takes the region out of the domain: its clients get the nearest other one. @default "on" */
  traffic?: "on" | "drain";
  /** Leads a share of the clients nearest to this region to another one. @default none */
  shift?: Shift | undefined;
  /** Creates the records by which other regions shift clients to this one. @default false */
  acceptShift?: boolean;
  /**
   * A CloudFront distribution of an `edge` stack in front: `"open"` if clients may also call the domain
   * itself, `"only"` if the API admits only calls with the distribution's secret header.
   * @default "none"
   */
  edge?: "none" | "open" | "only";
  /**
   * Version of the secret that the edge sends. Raise it by 1 in the home region to rotate the secret:
   * the regions accept the last two.
   * @default 1
   */
  edgeSecretVersion?: number;
  /** SNS topics of us-east-1, at most 5, that the alarms of the health checks notify. @default none */
  alarmTopicArns?: pulumi.Input<string>[];
}

/**
 * Names on a certificate by default, of which one is the shared name and one the region's host.
 * Source: AWS Certificate Manager User Guide, "Quotas" (Number of domain names per ACM certificate).
 */
const maxCertificateNames = 10;
const maxAliases = maxCertificateNames - 2;

const topic = input(
  text(
    /^arn:[\w-]+:sns:us-east-1:\d{12}:[\w-]+(?:\.fifo)?$/,
    "the ARN of an SNS topic in us-east-1",
    "Route 53's metrics are there, and an alarm notifies topics of its own region only.",
  ),
);

export const domainRules: OptionRules<DomainArgs> = {
  // The first name of a certificate. Source: ACM API Reference, "RequestCertificate" (DomainName).
  name: required(hostName(64)),
  hostedZoneId: required(
    input(
      text(
        /^Z[A-Z0-9]{7,31}$/,
        "the id of a public hosted zone, such as Z0123456789ABCDEFGHIJ",
        "Use the id, not the zone's name: aws route53 list-hosted-zones prints it.",
      ),
    ),
  ),
  aliases: listOf(hostName(200), {
    most: maxAliases,
    distinct: true,
    allowed: `a list of at most ${maxAliases} different names`,
    fix: `An ACM certificate has at most ${maxCertificateNames} names by default; the shared name and the region's host are two of them.`,
  }),
  tlsPolicy: tlsPolicyRule,
  truststore: truststoreRule,
  executeApi: flag,
  healthChecks: options(healthCheckRules),
  traffic: oneOf(["on", "drain"]),
  shift: options<Shift>({
    to: required(region),
    percent: required(whole(1, 100, "Remove shift to end it.")),
  }),
  acceptShift: flag,
  edge: oneOf(["none", "open", "only"]),
  edgeSecretVersion: whole(1, 1_000_000, "Raise it by 1 to rotate the edge's secret."),
  alarmTopicArns: listOf(topic, { most: 5, allowed: "a list of at most 5 ARNs of SNS topics" }),
};

/** Settings that exclude each other. */
export const domainFaults: JointCheck<DomainArgs> = (domain) => [
  ...aliasFaults(domain),
  ...tlsFaults(domain),
];

function aliasFaults({ name, aliases = [] }: DomainArgs) {
  return aliases.flatMap((alias, index) => {
    const argument = `aliases[${index}]`;
    if (alias === name) {
      const allowed = "names other than the shared one";
      return [{ argument, given: alias, allowed, fix: "Remove it: it is the domain's name." }];
    }
    if (regionOfHost(alias, name) === undefined) return [];
    const allowed = `names that do not belong to a region, as <region>.${name} does`;
    return [{ argument, given: alias, allowed, fix: "Choose another name." }];
  });
}
