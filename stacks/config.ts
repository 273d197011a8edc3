import type * as pulumi from "@pulumi/pulumi";

/** The settings of a region's stack file, `stacks/Pulumi.<environment>-<region>.yaml`. */
export interface RegionConfig {
  /** Such as `us-east-1`; from `aws:region`. */
  readonly region: string;
  readonly environment: string;
  readonly homeRegion: string;
  readonly zones: string[];
  readonly cidrBlock: string;
  readonly production: boolean;
  /** `undefined` leaves mail to Cognito and turns sign-in by mailed code off. */
  readonly senderEmail: string | undefined;
  readonly senderIdentity: string | undefined;
  readonly allowedEmailDomains: string[];
  readonly allowPasswordAuth: boolean;
  /** `undefined` keeps the limit of the platform's firewall. */
  readonly requestsPerAddress: number | undefined;
  /** Override the platform's stage variables. */
  readonly stageVariables: Record<string, string>;
  /** `undefined` serves all calls from the program's current API. */
  readonly canary: { percent: number; stageVariables: Record<string, string> } | undefined;
  readonly throttle: { ratePerSecond: number; burst: number };
  readonly interfaceEndpoints: string[];
  readonly trustedAccounts: string[];
  readonly openEndpoints: string[];
  readonly closedEgress: boolean;
  readonly egressTo: string[];
}

/** Reads a stack's config; `Pulumi.yaml` has the types, descriptions and defaults. */
export function readRegionConfig(config: pulumi.Config, aws: pulumi.Config): RegionConfig {
  return {
    region: aws.require("region"),
    environment: config.require("environment"),
    homeRegion: config.require("homeRegion"),
    zones: config.requireObject<string[]>("zones"),
    cidrBlock: config.require("cidrBlock"),
    production: config.requireBoolean("production"),
    senderEmail: config.get("senderEmail") || undefined,
    senderIdentity: config.get("senderIdentity") || undefined,
    allowedEmailDomains: config.requireObject<string[]>("allowedEmailDomains"),
    allowPasswordAuth: config.requireBoolean("allowPasswordAuth"),
    requestsPerAddress: config.requireNumber("requestsPerAddress") || undefined,
    stageVariables: config.requireObject("stageVariables"),
    canary: readCanary(config),
    throttle: {
      ratePerSecond: config.requireNumber("throttleRatePerSecond"),
      burst: config.requireNumber("throttleBurst"),
    },
    interfaceEndpoints: config.requireObject<string[]>("interfaceEndpoints"),
    trustedAccounts: config.requireObject<string[]>("trustedAccounts"),
    openEndpoints: config.requireObject<string[]>("openEndpoints"),
    closedEgress: config.requireBoolean("closedEgress"),
    egressTo: config.requireObject<string[]>("egressTo"),
  };
}

function readCanary(config: pulumi.Config): RegionConfig["canary"] {
  const percent = config.requireNumber("canaryPercent");
  if (percent === -1) return undefined;
  return { percent, stageVariables: config.requireObject("canaryStageVariables") };
}
