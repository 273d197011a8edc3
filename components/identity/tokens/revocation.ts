import type { RevocationArgs } from "../../api/authorizers/revocation.ts";
import { oneOf, type OptionRules, options, whole } from "../../shared/options.ts";
import type { OptionGroup } from "../optionGroup.ts";

/** How sessions end before their tokens expire. `{}` has all defaults. */
export interface Revocation {
  /**
   * Seconds after which the API refuses a revoked token, in every region, as long as DynamoDB replicates
   * within its usual second. Two of them are for that and for reads; for the others, API Gateway keeps a decision
   * per token, method and resource. With 2, every call reads the list. From 300 on, access tokens that live
   * five minutes do the same without a function.
   *
   * Each decision costs a run of a function and the read of two items: about 0.41 USD per million (0.20 for the
   * request, 0.13 for the read and 0.08 for 25 ms of 256 MB on Arm; us-east-1, November 2026).
   * Sources: AWS Lambda Pricing (0.0000133334 USD per GB-second); DynamoDB Developer Guide, "DynamoDB read consistency" and "How DynamoDB global tables work".
   * @default 10
   */
  withinSeconds?: number;
  /**
   * What happens to callers while the list can't be read: they get 500 (`refuse`), or revoked tokens work
   * again (`accept`).
   * @default "refuse"
   */
  ifUnreachable?: "refuse" | "accept";
}

export interface RevocationOptions {
  /**
   * Refuses tokens that were revoked: by a route with `signOut()`, or by an entry in the deny list. A
   * function of the platform's checks tokens instead of API Gateway, and accepts only those of the
   * platform's own clients.
   * @default tokens work until they expire
   */
  revocation?: Revocation;
}

export const revocationOptionRules: OptionRules<RevocationOptions> = {
  revocation: options<Revocation>({
    withinSeconds: whole(2, 300, "Access tokens can live five minutes, without a function."),
    ifUnreachable: oneOf(["refuse", "accept"]),
  }),
};

/** Replicas of the pool have the same tokens. */
export const revocation: OptionGroup<RevocationOptions> = {};

/** Seconds of the delay that are for DynamoDB: about one for the replication between regions, and one within a region. */
const replicationSeconds = 2;

/** How the API's authorizer checks tokens. */
export const checksOf = ({
  withinSeconds = 10,
  ifUnreachable = "refuse",
}: Revocation): Pick<RevocationArgs, "ttlSeconds" | "ifUnreachable"> => ({
  ttlSeconds: withinSeconds - replicationSeconds,
  ifUnreachable,
});
