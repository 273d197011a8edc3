import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BundledFunction } from "../../function/index.ts";
import { rolePolicy } from "../../shared/iam.ts";
import * as defaults from "../defaults.ts";
import type { OptionGroup } from "../optionGroup.ts";
import type { Pool } from "../pool/pool.ts";
import { withOwnCode } from "./ownCode.ts";
import { type TriggerContext, type TriggerName, triggerRows } from "./registry.ts";

/** The functions that Cognito calls. */
export interface Triggers {
  readonly functions: readonly TriggerFunction[];
  /** How the pool names them. */
  readonly lambdaConfig: aws.types.input.cognito.UserPoolLambdaConfig;
}

/** Names of the functions' log groups by the triggers' names. */
export const logNamesOf = ({ functions }: Triggers): Record<string, pulumi.Output<string>> =>
  Object.fromEntries(functions.map(({ name, bundled }) => [name, bundled.logName]));

interface TriggerFunction {
  readonly name: TriggerName;
  readonly bundled: BundledFunction;
  readonly poolActions: readonly string[];
}

/** A function for each trigger that is needed, named `${name}-${trigger}`. */
export function createTriggers(
  name: string,
  context: TriggerContext,
  { inReplica }: { readonly inReplica: boolean },
  opts: pulumi.ComponentResourceOptions,
): Triggers {
  const created = triggerRows.flatMap(([trigger, row]) => {
    const needed = inReplica && !row.inReplica ? undefined : row.spec(context, opts);
    if (!needed) return [];
    const { poolActions = [], ...spec } = withOwnCode(trigger, needed, context, opts);
    const origin = spec.code ? {} : { source: `triggers/${trigger}` };
    const args = { ...origin, timeoutSeconds: defaults.triggerTimeoutSeconds, ...spec };
    const bundled = new BundledFunction(`${name}-${trigger}`, args, opts);
    const setting = row.pool(bundled.function.arn, context);
    return [{ name: trigger, bundled, poolActions, setting }];
  });
  return {
    functions: created,
    lambdaConfig: Object.assign({}, ...created.map(({ setting }) => setting)) as object,
  };
}

/**
 * Lets only this pool call its functions, and functions act on the pool. The pool names the functions, and
 * these permissions name the pool, so neither needs the other to exist first.
 */
export function permitPool(
  name: string,
  { functions }: Triggers,
  pool: Pick<Pool, "arn">,
  opts: pulumi.CustomResourceOptions,
): void {
  for (const { name: trigger, bundled, poolActions } of functions) {
    new aws.lambda.Permission(
      `${name}-${trigger}`,
      {
        action: "lambda:InvokeFunction",
        function: bundled.function.name,
        principal: "cognito-idp.amazonaws.com",
        sourceArn: pool.arn,
      },
      opts,
    );
    if (poolActions.length === 0) continue;
    const statement = { actions: [...poolActions], resources: [pool.arn] };
    rolePolicy(`${name}-${trigger}-pool`, bundled.role, [statement], opts);
  }
}

export const triggers: OptionGroup<object> = {
  pool: (_args, { lambdaConfig }) => ({ lambdaConfig }),
};
