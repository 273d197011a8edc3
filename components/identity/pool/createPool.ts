import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ReplicationArgs } from "../replication/args.ts";
import { createReplicatedPool } from "../replication/pool.ts";
import type { LogOptions } from "./logs.ts";
import type { Pool } from "./pool.ts";
import { isProtected } from "./protection.ts";

interface CreatedPool extends LogOptions {
  region: string;
  deletionProtection?: boolean;
  replication?: ReplicationArgs;
  keepFactors?: boolean | undefined;
}

/** Inputs that the provider sets before all others. Source: terraform-provider-aws, user_pool.go. */
const factors = [
  "mfaConfiguration",
  "softwareTokenMfaConfiguration",
  "emailMfaConfiguration",
  "webAuthnConfiguration",
];

/** The pool: protected like all data that must not be lost, and one that Cognito can replicate if that is asked for. */
export function createPool(
  name: string,
  { region, replication, ...args }: CreatedPool,
  inputs: aws.cognito.UserPoolArgs,
  opts: pulumi.CustomResourceOptions,
): Pool {
  const protect = isProtected(args);
  if (replication) {
    const replicated = { ...replication, logs: args.logs };
    return createReplicatedPool(name, region, inputs, replicated, protect, opts);
  }
  return new aws.cognito.UserPool(
    name,
    inputs,
    pulumi.mergeOptions(opts, {
      ...(protect && { protect, retainOnDelete: true }),
      ...(args.keepFactors && { ignoreChanges: factors }),
    }),
  );
}
