import { check, type OptionRules } from "../../shared/options.ts";
import { type PlanOptions, planRules } from "../pool/plan.ts";
import { type ReplicationOptions, replicationOptionRules } from "./options.ts";

/** A pool that Cognito can replicate, and its replica. */
export interface ReplicationArgs extends Pick<ReplicationOptions, "issuer">, PlanOptions {
  /** The one region of the replica. @default none yet; the pool is ready for one */
  readonly replicaRegion?: string | undefined;
}

/**
 * Regions in which Cognito replicates user pools.
 * Source: AWS What's New, "Amazon Cognito now supports multi-Region replication", June 2026.
 */
const regions: readonly string[] = [
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ap-south-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eu-north-1",
  "sa-east-1",
];

export const replicates = check(
  (value) => regions.includes(value as string),
  `a region in which Cognito replicates user pools: ${regions.join(", ")}`,
);

/** One region: Cognito allows at most one replica of a pool. */
export const replicationRules: OptionRules<ReplicationArgs> = {
  ...planRules,
  issuer: replicationOptionRules.issuer,
  replicaRegion: replicates,
};
