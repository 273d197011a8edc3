import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LogOptions } from "../pool/logs.ts";
import type { Pool } from "../pool/pool.ts";
import type { ReplicationArgs } from "./args.ts";
import { poolState } from "./desiredState.ts";
import { createKey, createReplicaKey } from "./keys.ts";
import { ownAccount } from "../../shared/iam.ts";

/** Cognito's own limit for the creation of a replica. Source: CloudFormation registry, AWS::Cognito::UserPoolReplica. */
const replicaTimeout = "36h";

/**
 * A pool that Cognito can replicate, with its key, for a `replicaRegion` and its replica. All
 * belong to the pool's own stack, because the replica is created in the primary region and needs the key in the
 * other region first.
 *
 * It is made by Cloud Control as a whole: `aws.cognito.UserPool` has no key and no issuer, and an update
 * by two resources may reset what one of them leaves out (@pulumi/aws 7.48).
 */
export function createReplicatedPool(
  name: string,
  region: string,
  inputs: aws.cognito.UserPoolArgs,
  args: ReplicationArgs & LogOptions,
  protect: boolean,
  opts: pulumi.CustomResourceOptions,
): Pool {
  const { issuer = "UPDATED", plan, replicaRegion } = args;
  const keyArgs = { region, logs: args.logs !== undefined };
  const key = createKey(name, keyArgs, protect, opts);
  const pool = new aws.cloudcontrol.Resource(
    name,
    {
      typeName: "AWS::Cognito::UserPool",
      desiredState: poolState(
        { ...inputs, name, userPoolTier: plan ?? inputs.userPoolTier },
        {
          KeyConfiguration: { KeyType: "CUSTOMER_MANAGED_KEY", KmsKeyArn: key.arn },
          IssuerConfiguration: { Type: issuer },
        },
      ),
    },
    protect ? pulumi.mergeOptions(opts, { protect, retainOnDelete: true }) : opts,
  );
  const replica =
    replicaRegion === undefined
      ? undefined
      : {
          region: replicaRegion,
          resource: createReplica(
            `${name}-replica-${replicaRegion}`,
            pool.id,
            replicaRegion,
            createReplicaKey(name, keyArgs, replicaRegion, key, opts),
            opts,
          ),
        };
  return {
    id: pool.id,
    arn: poolArn(region, pool.id, opts),
    replication: { region, replica },
  };
}

const createReplica = (
  name: string,
  userPoolId: pulumi.Output<string>,
  region: string,
  key: aws.kms.ReplicaKey,
  opts: pulumi.CustomResourceOptions,
): aws.cloudcontrol.Resource =>
  new aws.cloudcontrol.Resource(
    name,
    {
      typeName: "AWS::Cognito::UserPoolReplica",
      desiredState: pulumi.jsonStringify({ UserPoolId: userPoolId, RegionName: region }),
    },
    pulumi.mergeOptions(opts, {
      dependsOn: [key],
      customTimeouts: { create: replicaTimeout, delete: replicaTimeout },
    }),
  );

/**
 * The ARN of a pool in one of its regions. Cloud Control has it in `properties`, but those are unknown
 * in the preview of each change, which would seem to replace the functions' permissions.
 */
export function poolArn(
  region: string,
  userPoolId: pulumi.Input<string>,
  opts: pulumi.InvokeOptions,
): pulumi.Output<string> {
  const accountId = ownAccount(opts);
  return pulumi.interpolate`arn:aws:cognito-idp:${region}:${accountId}:userpool/${userPoolId}`;
}
