import { type CanaryRelease, type StageVariables, type Throttle } from "../api/index.ts";
import { throttleRule } from "../api/guards/throttle.ts";
import { releaseOf } from "../api/args.ts";
import { releaseFaults, releaseRules } from "../api/resources/release.ts";
import { errorsOf } from "../api/route/routeError.ts";
import { webAclRules } from "../api/firewall/index.ts";
import { type DomainArgs, domainRules } from "../endpoint/index.ts";
import {
  type IdentityEnvironment,
  identityEnvironmentRules,
  replicationRules,
} from "../identity/index.ts";
import { type EndpointAccess, endpointFaults, regionalNetworkRules } from "../network/index.ts";
import {
  checkProxySettings,
  overridden,
  overrideFaults,
  overrideRules,
  type Overrides,
  type Platform,
} from "../platform/index.ts";
import { Faults } from "../shared/errors.ts";
import {
  check,
  checkOptions,
  flag,
  type JointCheck,
  listOf,
  oneOf,
  type OptionRules,
  options,
  required,
  text,
} from "../shared/options.ts";
import { region as regionName } from "../shared/rules.ts";
import { type AlarmTargetArgs, alarmTargetFaults, alarmTargetRules } from "./alarmTargets.ts";
import { platformDomainFaults } from "./domain.ts";
import { edgeFaults } from "./edgeLock.ts";
import { directoryFaults } from "./directoryArgs.ts";
import { type HomeDirectory, homeRules } from "./homeDirectory.ts";
import { identityReplicaFaults } from "./identityReplica.ts";
import { type EgressArgs, egressFaults, egressRules, functionEgressFaults } from "./egress.ts";
import { type InternalTlsArgs, internalTlsFaults, internalTlsRules } from "./internalTls.ts";
import { replicaFaults } from "./replicas.ts";
import { revocationFaults } from "./revocation.ts";

export interface RegionalPlatformArgs
  extends
    AlarmTargetArgs,
    EndpointAccess,
    EgressArgs,
    IdentityEnvironment,
    InternalTlsArgs,
    Overrides {
  /** The stack's region. */
  region: string;
  /** The platform, the same in every region: `definePlatform({ … })`. */
  definition: Platform;
  /** Availability zones, in a fixed order: append new ones. */
  zones: string[];
  /** The VPC's IPv4 range. @default "10.0.0.0/16" */
  cidrBlock?: string;
  /** Adds a NAT gateway in each zone, deletion protection and a second task of each service. */
  production: boolean;
  /** Outputs of the home region's stack. @default this region is home: it creates users and replicated tables */
  home?: HomeDirectory;
  /** The environment's other regions, in which the home region creates replicas of tables. @default none */
  replicaRegions?: string[];
  /**
   * With `identity.replication: "managed"`, the region of the user pool's replica: the same in all stacks
   * of the environment. @default the pool has no replica
   */
  identityReplica?: string | undefined;
  /** With `identityReplica`, whether users can sign in there. Only inactive replicas can be deleted. @default "ACTIVE" */
  identityReplicaStatus?: "ACTIVE" | "INACTIVE";
  /** Overrides the limit of the definition's firewall. @default the definition's */
  requestsPerAddress?: number | undefined;
  /** Override the definition's stage variables. @default none */
  stageVariables?: StageVariables;
  /** Tries the definition's API out on a share of the calls. @default every call gets it */
  canary?: CanaryRelease | undefined;
  /** Limit of the region's API in total. @default 500 calls per second, bursts of 250 */
  throttle?: Throttle;
  /** The name that the regions share, and how clients are led to one. @default only the API's default address */
  domain?: DomainArgs | undefined;
  /**
   * With `observability.dashboards`, the regions of the dashboard over all of them, which this region's stack has then.
   * @default that dashboard is in another stack
   */
  dashboardRegions?: string[] | undefined;
}

const regionalPlatformRules: OptionRules<RegionalPlatformArgs> = {
  ...regionalNetworkRules,
  ...egressRules,
  ...internalTlsRules,
  ...identityEnvironmentRules,
  ...overrideRules,
  ...releaseRules,
  ...alarmTargetRules,
  region: required(text()),
  definition: required(
    check(
      (value) => Array.isArray((value as Platform | undefined)?.api?.routes),
      "definePlatform({ … })",
    ),
  ),
  production: required(flag),
  home: options(homeRules),
  replicaRegions: listOf(regionName, { distinct: true, allowed: "a list of different regions" }),
  identityReplica: replicationRules.replicaRegion,
  identityReplicaStatus: oneOf(["ACTIVE", "INACTIVE"]),
  requestsPerAddress: webAclRules.requestsPerAddress,
  throttle: throttleRule,
  domain: options(domainRules),
  dashboardRegions: listOf(regionName, { distinct: true, allowed: "a list of different regions" }),
};

const regionalPlatformFaults: JointCheck<RegionalPlatformArgs> = (args) => [
  ...endpointFaults(args),
  ...egressFaults(args),
  ...functionEgressFaults(args),
  ...platformDomainFaults(args),
  ...internalTlsFaults(args),
  ...edgeFaults(args),
  ...(args.home ? [] : directoryFaults(args)),
  ...replicaFaults(args),
  ...identityReplicaFaults(args),
  ...revocationFaults(args),
  ...overrideFaults(args),
  ...alarmTargetFaults({ ...args, definition: overridden(args.definition, args) }),
];

const nameRule = text(
  /^.{1,8}$/,
  "at most 8 characters",
  "It begins the names of load balancers, which have at most 32: shorten the environment's name.",
);

/** @throws ComponentArgumentError for an argument that can't work, DefinitionError for several */
export function checkArgs(component: string, name: string, args: RegionalPlatformArgs): void {
  const faults = new Faults();
  faults.check(() => checkOptions(component, { name }, { name: required(nameRule) }));
  faults.check(() => {
    checkOptions(component, args, regionalPlatformRules, regionalPlatformFaults);
    const { api } = args.definition;
    const release = releaseOf({ ...args, definition: api });
    faults.add(...errorsOf(component, releaseFaults(release, api.routes)));
    checkProxySettings(overridden(args.definition, args), faults);
  });
  faults.throwIfAny(component);
}
