import type * as pulumi from "@pulumi/pulumi";
import type { AllowStatement } from "../../shared/iam.ts";

/** Variables and permissions of a trigger's function. */
export interface TriggerSpec {
  readonly environment?: Record<string, pulumi.Input<string>>;
  readonly statements?: AllowStatement[];
  /** Code that is made for the platform. @default the bundle of the trigger's folder */
  readonly code?: pulumi.asset.Archive | undefined;
  /** Seconds after which Lambda stops it. @default 5, as long as Cognito waits */
  readonly timeoutSeconds?: number;
  /**
   * Actions on the pool, such as `cognito-idp:ListUsers`. They are in a policy of their own, made after the
   * pool, which names the function. @default none
   */
  readonly poolActions?: string[];
}

/** Joins the variables and permissions of parts of a trigger. */
export const merged = (
  first: TriggerSpec,
  ...others: readonly (TriggerSpec | undefined)[]
): TriggerSpec =>
  others.reduce<TriggerSpec>((one, other) => (other ? both(one, other) : one), first);

const both = (one: TriggerSpec, other: TriggerSpec): TriggerSpec => ({
  ...{ ...one, ...other },
  // Without variables, none: a function's inputs must not change.
  ...((one.environment ?? other.environment) && {
    environment: { ...one.environment, ...other.environment },
  }),
  statements: [...(one.statements ?? []), ...(other.statements ?? [])],
  poolActions: [...(one.poolActions ?? []), ...(other.poolActions ?? [])],
});
