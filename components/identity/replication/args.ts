import type { OptionFault } from "../../shared/errors.ts";
import { check, oneOf, type OptionRules, options } from "../../shared/options.ts";
import { type SignInDomainArgs, signInDomainRules } from "./signInDomainArgs.ts";

/** How the platform's users exist in several regions: the same in every environment. */
export interface IdentityOptions {
  /**
   * - `none`: the home region has the user pool. While it is down nobody can sign in; tokens that run
   *   already keep working everywhere.
   * - `managed`: Cognito replicates the pool to one more region, the stack config's `replicaRegion`.
   *   There users can sign in, refresh and sign out while the home region is down; nobody can sign up,
   *   or change a password or profile. A function of the platform's checks tokens instead of API Gateway.
   *
   * Choose before the first user: a change makes a new pool, without the users of the old one.
   * @default "none"
   */
  readonly replication?: "none" | "managed";
  /**
   * With `managed`, the tokens' issuer. Changing it leaves tokens valid until they expire, because both
   * are accepted; every other verifier must know the new one first.
   * - `UPDATED`: AWS serves its keys in several regions, so functions that start while the home region is
   *   down can fetch them. AWS recommends it, and one wording of its guide requires it for replication.
   * - `ORIGINAL`: for verifiers that you can't change, such as ALBs. Its keys come from the home region.
   *
   * Source: Cognito Developer Guide, "Identity provider and relying party endpoints".
   * @default "UPDATED"
   */
  readonly issuer?: "UPDATED" | "ORIGINAL";
  /** With `managed`, the pool's feature plan; `LITE` can't be replicated. @default "ESSENTIALS" */
  readonly plan?: "ESSENTIALS" | "PLUS";
}

export const identityRules: OptionRules<IdentityOptions> = {
  replication: oneOf(["none", "managed"]),
  issuer: oneOf(["UPDATED", "ORIGINAL"], "UPDATED has keys in several regions."),
  plan: oneOf(["ESSENTIALS", "PLUS"], "Cognito does not replicate pools of the plan LITE."),
};

/** Options that only a replicated pool has. */
export const identityFaults = ({ replication, issuer, plan }: IdentityOptions): OptionFault[] =>
  replication === "managed"
    ? []
    : Object.entries({ issuer, plan })
        .filter(([, given]) => given !== undefined)
        .map(([argument, given]) => ({
          argument,
          given,
          allowed: 'nothing without replication: "managed"',
          fix: "Set replication, or remove it.",
        }));

/** A pool that Cognito can replicate, and its replica. */
export interface ReplicationArgs extends Pick<IdentityOptions, "issuer" | "plan"> {
  /** The one region of the replica. @default none yet; the pool is ready for one */
  readonly replicaRegion?: string | undefined;
  /** A domain of your own for the sign-in pages and the token endpoint. @default only Cognito's own */
  readonly signInDomain?: SignInDomainArgs | undefined;
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

const replicates = check(
  (value) => regions.includes(value as string),
  `a region in which Cognito replicates user pools: ${regions.join(", ")}`,
);

/** One region: Cognito allows at most one replica of a pool. */
export const replicationRules: OptionRules<ReplicationArgs> = {
  issuer: identityRules.issuer,
  plan: identityRules.plan,
  replicaRegion: replicates,
  signInDomain: options(signInDomainRules),
};

/** Limits that depend on the pool's other settings. */
export function replicationFaults(
  region: string,
  totpMfa: string | undefined,
  { replicaRegion }: ReplicationArgs,
): OptionFault[] {
  const faults: OptionFault[] = replicates(region, "region").map((fault) => ({
    ...fault,
    fix: 'Choose another home region, or identity.replication: "none".',
  }));
  if (replicaRegion === region) {
    faults.push({
      argument: "replication.replicaRegion",
      given: replicaRegion,
      allowed: "another region than the pool's",
      fix: "Set replicaRegion in the stack files to another region of the environment.",
    });
  }
  if (totpMfa === "ON") {
    faults.push({
      argument: "totpMfa",
      given: totpMfa,
      allowed: "OFF or OPTIONAL for a replicated pool",
      fix: "A replica does not accept codes of authenticator apps, so nobody could sign in there.",
    });
  }
  return faults;
}
