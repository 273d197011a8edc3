import * as pulumi from "@pulumi/pulumi";
import leven from "leven";
import { webAclRules } from "../components/api/firewall/args.ts";
import { bucketRules } from "../components/api/guards/throttle.ts";
import { releaseRules } from "../components/api/resources/release.ts";
import { type AlarmTargets, alarmTargetsRule } from "../components/observability/topics/targets.ts";
import { endpointAccessRules, endpointFaults } from "../components/network/endpointAccess.ts";
import { vpcCidrBlock } from "../components/network/subnetLayout.ts";
import { egressFaults, egressRules } from "../components/region/egress.ts";
import { overrideRules, type Overrides } from "../components/platform/overrides/index.ts";
import { internalTlsRules } from "../components/region/internalTls.ts";
import { faultText } from "../components/shared/errors.ts";
import * as rules from "../components/shared/options.ts";
import { decoded } from "./decoded.ts";
import { type DomainConfig, domainConfigFaults, domainConfigRules } from "./domainConfig.ts";
import { edgeConfigFaults, edgeConfigRules, edgeOnly, foreignRules } from "./edgeConfig.ts";
import {
  type IdentityConfig,
  identityConfigFaults,
  identityConfigRules,
} from "./identityConfig.ts";
import { orUnset } from "./unset.ts";
import { isAwsRegion, regionAdvice, zonesOfRegion } from "../project/awsRegions.ts";
import { splitStackName } from "../project/stackName.ts";

export { checkEnvironment } from "./environment.ts";

/** The config of a region's stack, as `Pulumi.yaml` describes it. */
interface StackConfig extends DomainConfig, IdentityConfig, Overrides {
  environment: string;
  homeRegion: string;
  zones: string[];
  cidrBlock?: string;
  production?: boolean;
  canary?: boolean;
  canaryPercent?: number;
  canaryStageVariables?: Record<string, string>;
  requestsPerAddress?: number;
  stageVariables?: Record<string, string>;
  throttleRatePerSecond?: number;
  throttleBurst?: number;
  interfaceEndpoints?: string[];
  trustedAccounts?: string[];
  openEndpoints?: string[];
  internalTls?: boolean;
  closedEgress?: boolean;
  egressTo?: string[];
  alarmTargets?: AlarmTargets;
}

const { anything, between, check, flag, listOf, oneOf, required } = rules;

const awsRegion: rules.Rule = (given, path) =>
  check(
    (value) => typeof value === "string" && isAwsRegion(value),
    "a region, such as us-east-1",
    typeof given === "string" ? regionAdvice(given) : undefined,
  )(given, path);

/** AWS tells which of these zones an account has. */
const zoneOf = (region: string): rules.Rule =>
  check(
    (value) => typeof value === "string" && zonesOfRegion(region).includes(value),
    `a zone of ${region}: ${zonesOfRegion(region).join(", ")}`,
    "A zone that AWS has opened since belongs in project/awsRegions.ts.",
  );

const fromName = "Set it to the one in the file's name, or rename the file.";

/** Rules for the config of a region's stack, whose environment and region its name determines. */
const configRules = (environment: string, region: string): rules.OptionRules<StackConfig> => ({
  ...endpointAccessRules,
  ...egressRules,
  ...internalTlsRules,
  ...domainConfigRules,
  ...identityConfigRules,
  ...overrideRules,
  cidrBlock: vpcCidrBlock,
  environment: required(oneOf([environment], fromName)),
  homeRegion: required(awsRegion),
  zones: required(
    listOf(zoneOf(region), {
      least: 2,
      most: 4,
      distinct: true,
      allowed: "a list of 2 to 4 different zones",
    }),
  ),
  production: flag,
  canary: flag,
  canaryPercent: orUnset(-1, between(0, 100, "-1 means no canary release.")),
  canaryStageVariables: releaseRules.stageVariables,
  requestsPerAddress: orUnset(0, webAclRules.requestsPerAddress),
  stageVariables: releaseRules.stageVariables,
  throttleRatePerSecond: bucketRules.ratePerSecond.required,
  throttleBurst: bucketRules.burst.required,
  alarmTargets: alarmTargetsRule,
});

/** Settings that exclude or require each other. */
const configFaults =
  (region: string): rules.JointCheck<StackConfig> =>
  (config) => [
    ...endpointFaults(config),
    ...egressFaults(config),
    ...domainConfigFaults(config, region),
    ...identityConfigFaults(config, region),
    ...(config.internalTls && !config.domainName
      ? [
          {
            argument: "internalTls",
            given: true,
            allowed: "false without domainName",
            fix: "Set domainName and hostedZone: ACM validates the certificate in that zone.",
          },
        ]
      : []),
  ];

const prefix = "palisade:";

/** Whether a key, such as `aws:region`, belongs to a provider or to the engine. */
const isForeign = (key: string): boolean => {
  const [, namespace] = /^([\w-]+):/.exec(key) ?? [];
  return namespace !== undefined && leven(namespace, "palisade") > 2;
};

/** The rules of a stack's config. */
interface StackRules {
  readonly region: string;
  /** What to do if the stack has another region. */
  readonly regionFix: string;
  readonly table: object;
  readonly joint: rules.JointCheck<never>;
}

type AnyRules = rules.OptionRules<never>;

/** @returns the rules of the stack, or what is wrong with its name */
function rulesOf(stack: string): StackRules | string {
  const edgeOf = /^(.+)-edge$/.exec(stack)?.[1];
  const { environment = edgeOf, region = edgeOf && edgeRegion } = splitStackName(stack) ?? {};
  if (!environment || !region || !environmentName.test(environment)) {
    return (
      "the name must be Pulumi.<environment>-<region>.yaml, with an environment of at most 8 " +
      "lower-case letters, digits and hyphens, and an AWS region."
    );
  }
  if (!isAwsRegion(region)) return `"${region}" is not a region of AWS. ${regionAdvice(region)}`;
  const ofRegion = configRules(environment, region);
  if (!edgeOf) {
    const table = { ...ofRegion, ...foreignRules(edgeOnly, "a region", "the edge") };
    return { region, regionFix: fromName, table, joint: configFaults(region) };
  }
  const foreign = foreignRules(Object.keys(ofRegion), "an edge", "regions");
  return {
    region,
    regionFix: "CloudFront's certificates, firewalls and logs are there.",
    table: { ...foreign, ...edgeConfigRules(environment, awsRegion) },
    joint: edgeConfigFaults,
  };
}

/**
 * Names of resources begin with it: those of image repositories and buckets have no capital letters. Source:
 * Amazon ECR API Reference, "CreateRepository"; Amazon S3 User Guide, "General purpose bucket naming rules".
 */
const environmentName = /^(?=.{1,8}$)[a-z](?:-?[a-z0-9])*$/;

/** Region of the edge, which is everywhere. */
const edgeRegion = "us-east-1";

/**
 * Checks a stack's config. `npm start` and `npm run deploy` check all stack files of an environment
 * before anything starts; the program checks its own stack.
 *
 * @param stack - its name, `<environment>-<region>` or `<environment>-edge`
 * @param config - as the engine passes it to the program: lists and objects as JSON
 * @returns a message for each fault
 */
export function checkConfig(stack: string, config: Readonly<Record<string, string>>): string[] {
  const file = `stacks/Pulumi.${stack}.yaml`;
  const stackRules = rulesOf(stack);
  if (typeof stackRules === "string") return [`${file}: ${stackRules}`];
  const { region, regionFix, table, joint } = stackRules;
  const keys = Object.keys(config).filter((key) => !isForeign(key));
  const own = keys.filter((key) => key.startsWith(prefix));
  const values = own.map((key) => [key.slice(prefix.length), decoded(config[key]!)] as const);
  const encrypted = values
    .filter(([, value]) => isEncrypted(value))
    .map(([key]) => [key, anything]);
  const faults = [
    ...oneOf([region], regionFix)(config["aws:region"], "aws:region"),
    ...rules
      .options({ ...table, ...Object.fromEntries(encrypted) } as AnyRules, joint)(
        readable(Object.fromEntries(values)),
        "",
      )
      .map((fault) => ({ ...fault, argument: prefix + fault.argument })),
  ];
  return [
    ...keys.filter((key) => !own.includes(key)).map((key) => `"${key}" must begin with ${prefix}`),
    ...faults.map(faultText),
  ].map((problem) => `${file}: ${problem}`);
}

/** @throws RunError with the faults of the stack's config */
export function requireValidConfig(): void {
  const faults = checkConfig(pulumi.getStack(), pulumi.runtime.allConfig());
  if (faults.length > 0) throw new pulumi.RunError(faults.join("\n"));
}

/** An encrypted value in a stack file, which only the engine can read. */
const isEncrypted = (value: unknown): boolean =>
  rules.isObject(value) &&
  Object.keys(value).join() === "secure" &&
  typeof value["secure"] === "string";

/** The config without the encrypted values within objects and lists. */
const readable = (config: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      isEncrypted(value) ? value : withoutEncrypted(value),
    ]),
  );

function withoutEncrypted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((each) => !isEncrypted(each)).map(withoutEncrypted);
  }
  if (!rules.isObject(value)) return value;
  const kept = Object.entries(value).filter(([, each]) => !isEncrypted(each));
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutEncrypted(each)]));
}
