import * as pulumi from "@pulumi/pulumi";
import {
  flag,
  checkOptions,
  input,
  type JointCheck,
  type OptionRules,
  required,
  text,
} from "../shared/options.ts";
import { region as regionName, resourceId } from "../shared/rules.ts";
import { runbooksRule } from "../observability/index.ts";
import { type DomainArgs, domainFaults, domainRules } from "./args.ts";
import { createCertificate, type Host } from "./certificate.ts";
import { createDomainName, type MappedStage } from "./domainNames.ts";
import { createAlarms, createHealthChecks, type HealthPaths } from "./healthChecks.ts";
import { regionHost } from "./hosts.ts";
import { createPublicRecords, createRegionRecords } from "./records.ts";

export interface RegionalEndpointArgs extends DomainArgs, MappedStage, HealthPaths {
  /** The stack's region. */
  region: string;
  /** Address of the folder with the alarms' runbooks. @default the project's own folder docs/runbooks */
  runbooks?: string | undefined;
  /** Alarms on the health checks, 0.10 USD a month each. @default true */
  alarms?: boolean;
}

const path = text(/^\/[^\s?#]*$/, "a path that begins with a slash");

const endpointRules: OptionRules<RegionalEndpointArgs> = {
  ...domainRules,
  region: required(regionName),
  restApiId: required(resourceId),
  stageName: required(input(text())),
  runbooks: runbooksRule,
  alarms: flag,
  shallowPath: required(path),
  deepPath: required(path),
};

/** Faults of a domain's settings in one region. */
export const regionFaults: JointCheck<DomainArgs & { region: string }> = (args) => [
  ...domainFaults(args),
  ...(args.shift?.to === args.region
    ? [
        {
          argument: "shift.to",
          given: args.shift.to,
          allowed: "another region",
          fix: "Name the region that shall get the clients.",
        },
      ]
    : []),
];

/**
 * A region's part of an API that several regions serve under one name.
 *
 * Creates a certificate for the shared name, the aliases and the region's own host, with its validation
 * and a record per name; for each of these names an API Gateway domain with a mapping to the stage and
 * records for IPv4 and IPv6; three Route 53 health checks with an alarm each. It uses nothing of other
 * regions' stacks, so regions come and go alone.
 *
 * At rest a region costs about 4 USD a month: 1.50 for three checks (an account's first 50 are free), 2
 * for HTTPS, 0.30 for the alarms; with an interval of 10 s, 2 more. The checks call the API every second,
 * all checkers together: about 9 USD a month for requests, three times as much with an interval of 10 s.
 * Fewer `healthChecks.regions` reduce that.
 * Sources: Amazon Route 53's page "Pricing" (September 2026), API Gateway's (3.50 USD per million calls,
 * us-east-1); AWS Cloud Map API Reference, "HealthCheckConfig" (each check of 30 s calls every 2 s).
 */
export class RegionalEndpoint extends pulumi.ComponentResource {
  /** Address that leads to the nearest healthy region. */
  readonly url: string;
  /** Address of this region alone. */
  readonly regionUrl: string;
  /** Certificate of its names. */
  readonly certificateArn: pulumi.Output<string>;
  /** Names of the health checks' alarms in CloudWatch, in us-east-1. */
  readonly alarmNames: pulumi.Output<string>[];

  constructor(name: string, args: RegionalEndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`RegionalEndpoint "${name}"`, args, endpointRules, regionFaults);
    super("palisade:index:RegionalEndpoint", name, {}, opts);
    const child = { parent: this };
    const { region, hostedZoneId } = args;
    const ownHost = regionHost(region, args.name);
    const own: Host = { host: ownHost, isShared: false };
    const shared = [args.name, ...(args.aliases ?? [])].map((host) => ({ host, isShared: true }));
    const [first, ...others] = shared;
    const certificateArn = createCertificate(name, hostedZoneId, [first!, own, ...others], child);
    const after = (...dependsOn: pulumi.Resource[]) => pulumi.mergeOptions(child, { dependsOn });
    const scope = { name, region, domain: args };

    const ownTarget = createDomainName(name, own, certificateArn, args, child);
    const ownRecords = createRegionRecords(ownHost, ownTarget, {
      ...scope,
      opts: after(ownTarget.mapping),
    });
    // Earlier, checks would find no address and alarm.
    const checks = createHealthChecks(name, ownHost, args, after(...ownRecords));
    for (const host of shared) {
      const target = createDomainName(name, host, certificateArn, args, child);
      // A name must lead to the API before clients are led to the name.
      const opts = after(target.mapping);
      createPublicRecords(host.host, target, checks[""].id, { ...scope, opts });
    }

    this.url = `https://${args.name}`;
    this.regionUrl = `https://${ownHost}`;
    this.certificateArn = certificateArn;
    this.alarmNames = args.alarms === false ? [] : createAlarms(name, checks, args, child);
    this.registerOutputs({
      url: this.url,
      regionUrl: this.regionUrl,
      alarmNames: this.alarmNames,
    });
  }
}
