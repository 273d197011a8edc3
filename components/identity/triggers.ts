import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { BundledFunction } from "../function/index.ts";
import type { AllowStatement } from "../shared/iam.ts";
import * as defaults from "./defaults.ts";
import type { Pool } from "./replication/pool.ts";

/** Triggers by the name of their folder under `functions/triggers/`. */
export type TriggerName =
  | "preSignUp"
  | "customMessage"
  | "postConfirmation"
  | "preTokenGeneration"
  | "defineAuthChallenge"
  | "createAuthChallenge"
  | "verifyAuthChallenge";

/** Variables and permissions of a trigger's function. */
export interface TriggerSpec {
  readonly environment?: Record<string, pulumi.Input<string>>;
  readonly statements?: AllowStatement[];
}

/** Joins the variables and permissions of two triggers. */
export const merged = (one: TriggerSpec, other: TriggerSpec = {}): TriggerSpec => ({
  environment: { ...one.environment, ...other.environment },
  statements: [...(one.statements ?? []), ...(other.statements ?? [])],
});

/** The functions that Cognito calls, by trigger. */
export type Triggers = Partial<Record<TriggerName, aws.lambda.Function>>;

/** A function for each trigger, named `${name}-${trigger}`. */
export function createTriggers(
  name: string,
  specs: Partial<Record<TriggerName, TriggerSpec>>,
  opts: pulumi.ComponentResourceOptions,
): Triggers {
  const create = ([trigger, spec]: [string, TriggerSpec]) => {
    const args = {
      source: `triggers/${trigger}`,
      timeoutSeconds: defaults.triggerTimeoutSeconds,
      ...spec,
    };
    return [trigger, new BundledFunction(`${name}-${trigger}`, args, opts).function];
  };
  return Object.fromEntries(Object.entries(specs).map(create)) as Triggers;
}

/** Names the functions to the pool. */
export function lambdaConfig(triggers: Triggers): aws.types.input.cognito.UserPoolLambdaConfig {
  return {
    preSignUp: triggers.preSignUp?.arn,
    customMessage: triggers.customMessage?.arn,
    postConfirmation: triggers.postConfirmation?.arn,
    defineAuthChallenge: triggers.defineAuthChallenge?.arn,
    createAuthChallenge: triggers.createAuthChallenge?.arn,
    verifyAuthChallengeResponse: triggers.verifyAuthChallenge?.arn,
    // V2 can change the access token as well; it needs the Essentials plan.
    preTokenGenerationConfig: triggers.preTokenGeneration && {
      lambdaArn: triggers.preTokenGeneration.arn,
      lambdaVersion: "V2_0",
    },
  };
}

/**
 * Lets only this pool call its functions. The pool names the functions and these permissions name
 * the pool, so neither needs the other to exist first.
 */
export function permitPool(
  name: string,
  triggers: Triggers,
  pool: Pick<Pool, "arn">,
  opts: pulumi.CustomResourceOptions,
): void {
  for (const [trigger, { name: functionName }] of Object.entries(triggers)) {
    new aws.lambda.Permission(
      `${name}-${trigger}`,
      {
        action: "lambda:InvokeFunction",
        function: functionName,
        principal: "cognito-idp.amazonaws.com",
        sourceArn: pool.arn,
      },
      opts,
    );
  }
}
