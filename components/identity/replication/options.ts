import { oneOf, type OptionRules } from "../../shared/options.ts";

/** How the platform's users exist in several regions. */
export interface ReplicationOptions {
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
  readonly replication?: "none" | "managed" | undefined;
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
  readonly issuer?: "UPDATED" | "ORIGINAL" | undefined;
}

export const replicationOptionRules: OptionRules<ReplicationOptions> = {
  replication: oneOf(["none", "managed"]),
  issuer: oneOf(["UPDATED", "ORIGINAL"], "UPDATED has keys in several regions."),
};
