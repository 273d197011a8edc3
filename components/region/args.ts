import type * as pulumi from "@pulumi/pulumi";
import {
  type CanaryRelease,
  checkStageThrottle,
  type StageVariables,
  type Throttle,
} from "../api/index.ts";
import { ComponentArgumentError } from "../shared/errors.ts";
import { checkDirectoryArgs, type UserDirectoryArgs } from "../identity/index.ts";
import { checkNetworkArgs, type EndpointAccess } from "../network/index.ts";
import type { PlatformDefinition } from "../platform.ts";
import { checkEgressArgs, type EgressArgs } from "./egress.ts";

/** A user pool that stands in another region, as its stack's outputs tell it. */
export interface HomeDirectory {
  userPoolId: pulumi.Input<string>;
  userPoolArn: pulumi.Input<string>;
  clientId: pulumi.Input<string>;
  issuer: pulumi.Input<string>;
  /** @default no machine client */
  machineClientId?: pulumi.Input<string> | undefined;
  /** @default no machine client */
  tokenEndpoint?: pulumi.Input<string> | undefined;
  /** Values of the home region's API keys by name, so that a client has one key for all regions. @default none */
  apiKeys?: pulumi.Input<Record<string, string>> | undefined;
}

export interface RegionalPlatformArgs extends EndpointAccess, EgressArgs {
  /** The stack's region. */
  region: string;
  /** What the platform consists of, the same in every region. */
  definition: PlatformDefinition;
  /** Availability zones, in a fixed order: append new ones. */
  zones: string[];
  /** The VPC's IPv4 range. @default "10.0.0.0/16" */
  cidrBlock?: string;
  /** A NAT gateway in each zone, deletion protection, more than one task: what people rely on. */
  production: boolean;
  /** The home region's user directory. @default this region is home and creates it */
  home?: HomeDirectory;
  /** Address that mail is sent from, verified in SES. @default mail from Cognito, no sign-in by mailed code */
  senderEmail?: string;
  /** Verified SES identity that the address belongs to. @default the address */
  senderIdentity?: string;
  /** Domains whose addresses may sign up. @default every domain */
  allowedEmailDomains?: string[];
  /** Lets the public client send passwords in plain, for one machine only. @default false */
  allowPasswordAuth?: boolean;
  /** In place of the limit in the definition's firewall. @default that */
  requestsPerAddress?: number | undefined;
  /** In place of the definition's stage variables. @default none */
  stageVariables?: StageVariables;
  /** What the definition describes, tried out on a part of the calls. @default every call gets it */
  canary?: CanaryRelease | undefined;
  /** What the region's API lets through in total. @default 500 calls per second, bursts of 250 */
  throttle?: Throttle;
  /** SNS topics of this region that hear of its alarms, 5 at most. @default none */
  alarmTopicArns?: pulumi.Input<string>[];
}

/** Everything that can be known to be wrong before the first resource exists. */
export function checkArgs(component: string, name: string, args: RegionalPlatformArgs): void {
  if (name.length > 8) {
    throw new ComponentArgumentError({
      component,
      argument: "name",
      given: name,
      allowed: "8 characters at most",
      fix: "It begins the names of load balancers, which have 32: shorten the environment's name.",
    });
  }
  checkNetworkArgs(component, args);
  checkEgressArgs(component, args);
  if (!args.home) checkDirectoryArgs(component, directoryArgs(args));
  if (args.throttle) checkStageThrottle(component, args.throttle);
}

/** What the home region's user directory is made of. */
export const directoryArgs = (args: RegionalPlatformArgs): UserDirectoryArgs => ({
  region: args.region,
  platformName: args.definition.name,
  allowedEmailDomains: args.allowedEmailDomains,
  senderEmail: args.senderEmail,
  senderIdentity: args.senderIdentity,
  allowPasswordAuth: args.allowPasswordAuth,
  machineScopes: args.definition.machineScopes,
  firewall: args.definition.userFirewall,
  deletionProtection: args.production,
});
