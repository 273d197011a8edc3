import type * as pulumi from "@pulumi/pulumi";
import type { ParsedApi } from "../api/index.ts";
import { type DomainArgs, domainRules, regionOfHost } from "../endpoint/index.ts";
import { type LogOptions, logRules } from "../observability/index.ts";
import { ComponentArgumentError, Faults } from "../shared/errors.ts";
import {
  anything,
  check,
  checkOptions,
  flag,
  input,
  type JointCheck,
  listOf,
  type OptionRules,
  required,
  text,
} from "../shared/options.ts";
import { region } from "../shared/rules.ts";
import { type EdgeDefinition, edgeRule } from "./definition.ts";
import { errorPageFaults } from "./errorPages.ts";
import { type PlannedSite, planSite } from "./site/plan.ts";
import type { SiteRelease } from "./site/release.ts";

export interface DistributionArgs {
  /** The public name, such as `www.example.com`, at most 64 characters. */
  readonly domainName: string;
  /** Further public names in the same hosted zone, at most 8. @default none */
  readonly aliases?: string[];
  /** Id of the public hosted zone that contains all public names. */
  readonly hostedZoneId: DomainArgs["hostedZoneId"];
  /** Name that all regions share, such as `api.example.com`: requests go there. */
  readonly originDomain: string;
  /** Two regions: reads go to the first, and to the second if the first fails. @default by `originDomain` */
  readonly originRegions?: string[];
  /** Value of the secret header by which the regions know the distribution. */
  readonly originSecret: pulumi.Input<string>;
  /** The API, the same in every region. */
  readonly api: ParsedApi;
  /** Settings of the distribution. */
  readonly edge: EdgeDefinition;
  /** Keeps the site's bucket from being deleted while it has files. */
  readonly production: boolean;
  /** `siteRelease` of the last deployment, whose files stay until the next one. @default none */
  readonly formerSite?: SiteRelease | undefined;
  /** Settings of the log groups: the platform's `observability.logs`. @default 30 days, encrypted by CloudWatch's key */
  readonly logs?: LogOptions | undefined;
}

/** Options of a distribution that a stack's config has too. */
export const distributionRules = {
  domainName: domainRules.name,
  aliases: domainRules.aliases,
  hostedZoneId: domainRules.hostedZoneId,
  originDomain: domainRules.name,
  originRegions: listOf(region, {
    most: 2,
    distinct: true,
    allowed: "no region, or two different ones",
  }),
} satisfies Partial<OptionRules<DistributionArgs>>;

const argRules: OptionRules<DistributionArgs> = {
  ...distributionRules,
  originSecret: required(input(text())),
  api: required(
    check(
      (value) => Array.isArray((value as ParsedApi | undefined)?.routes),
      "the api of definePlatform({ … })",
    ),
  ),
  edge: required(edgeRule),
  production: required(flag),
  formerSite: anything,
  logs: logRules,
};

/** Names and regions that exclude each other. */
export const distributionFaults: JointCheck<
  Pick<DistributionArgs, "domainName" | "aliases" | "originDomain" | "originRegions">
> = ({ domainName, aliases = [], originDomain, originRegions = [] }) => [
  ...(domainName === originDomain || aliases.includes(originDomain)
    ? [
        {
          argument: "originDomain",
          given: originDomain,
          allowed: "a name other than the public ones",
          fix: "CloudFront would call itself. Give the regions a name of their own, such as api.example.com behind www.example.com.",
        },
      ]
    : []),
  ...[domainName, ...aliases]
    .filter((name) => regionOfHost(name, originDomain) !== undefined)
    .map((given) => ({
      argument: given === domainName ? "domainName" : "aliases",
      given,
      allowed: `names that do not belong to a region, as <region>.${originDomain} does`,
      fix: "Choose another name.",
    })),
  ...(aliases.includes(domainName)
    ? [
        {
          argument: "aliases",
          given: aliases,
          allowed: "names other than domainName",
        },
      ]
    : []),
  ...(originRegions.length === 1
    ? [
        {
          argument: "originRegions",
          given: originRegions,
          allowed: "no region, or two different ones",
          fix: "Reads need a second region to fail over to.",
        },
      ]
    : []),
];

/** Source: CloudFront Developer Guide, "Quotas" (Cache behaviors per distribution). */
const maxBehaviors = 75;

/**
 * Checks a distribution's arguments and reads its site.
 *
 * @throws ComponentArgumentError for an argument that can't work, SiteError for a site that can't be
 *   served, DefinitionError for several
 */
export function checkArgs(component: string, args: DistributionArgs): PlannedSite | undefined {
  checkOptions(component, args, argRules, distributionFaults);
  const faults = new Faults();
  const result = faults.check(() => planSite(args.edge, args.api));
  faults.throwIfAny(component);
  const { behaviors = {}, errorPages = {} } = args.edge;
  const planned = result?.planned;
  const count = Object.keys(behaviors).length + (planned?.patterns.length ?? 0);
  const problems = [
    ...(result?.faults ?? []),
    ...errorPageFaults(errorPages, planned?.site),
    ...(count > maxBehaviors
      ? [
          {
            argument: "edge",
            given: `${count} paths of the site and behaviors`,
            allowed: `at most ${maxBehaviors}`,
            fix: "Put the site's files into fewer folders.",
          },
        ]
      : []),
  ];
  for (const problem of problems) faults.add(new ComponentArgumentError({ component, ...problem }));
  faults.throwIfAny(component);
  return planned;
}
