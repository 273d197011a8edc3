import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Throttle } from "../guards/throttle.ts";
import type { Route } from "../route/route.ts";
import type { ApiKeyDefinition, UsagePlanArgs, UsagePlanDefinition } from "./definition.ts";

/** Ids and values of an API's plans and keys on AWS. */
export interface UsagePlans {
  /** Ids of the plans and of their keys, by name. */
  readonly plans: pulumi.Output<Record<string, UsagePlanIds>>;
  /** The keys' values by name, a secret. */
  readonly keys: pulumi.Output<Record<string, string>>;
}

interface UsagePlanIds {
  readonly id: string;
  /** Ids of its keys by name. */
  readonly keys: Record<string, string>;
}

/** The home region does not have a key yet, so this region has no value for it. */
class ApiKeyValueError extends pulumi.RunError {
  override readonly name = "ApiKeyValueError";

  constructor(key: string) {
    super(
      `API key "${key}": the home region's stack has no value for it. Deploy the home region ` +
        "first: a key has the same value in every region.",
    );
  }
}

/**
 * Creates a usage plan for the stage per definition, and for each key an API key and its place in a
 * plan. They cost nothing.
 *
 * @param values - values of the home region's keys by name @default AWS generates the values
 */
export function createUsagePlans(
  name: string,
  { usagePlans = {}, apiKeys = {} }: UsagePlanArgs,
  values: pulumi.Input<Record<string, string>> | undefined,
  routes: readonly Route[],
  stage: aws.apigateway.Stage,
  opts: pulumi.CustomResourceOptions,
): UsagePlans {
  const plans = mapValues(usagePlans, (plan, planName) =>
    createPlan(`${name}-plan-${planName}`, planName, plan, routes, stage, opts),
  );
  const keys = mapValues(apiKeys, (key, keyName) => {
    const value = values === undefined ? undefined : valueAtHome(keyName, values);
    return createKey(`${name}-key-${keyName}`, keyName, key, plans[key.plan]!, value, opts);
  });
  const ids = mapValues(plans, ({ id }, planName) => ({
    id,
    keys: mapValues(
      Object.fromEntries(Object.entries(keys).filter(([key]) => apiKeys[key]!.plan === planName)),
      (key) => key.id,
    ),
  }));
  return {
    plans: pulumi.output(ids),
    keys: pulumi.secret(mapValues(keys, ({ value }) => value)),
  };
}

function createPlan(
  name: string,
  planName: string,
  { throttle, quota, routes: limits = {} }: UsagePlanDefinition,
  routes: readonly Route[],
  stage: aws.apigateway.Stage,
  opts: pulumi.CustomResourceOptions,
): aws.apigateway.UsagePlan {
  const limited = routes.flatMap(({ key, method, path }) => {
    const limit = (limits as Record<string, Throttle>)[key];
    // A plan names a method as `/orders/{id}/GET`, without the escapes of a stage's settings.
    return limit ? [{ path: `${path}/${method}`, ...throttleSettings(limit) }] : [];
  });
  return new aws.apigateway.UsagePlan(
    name,
    {
      description: `Usage plan ${planName}`,
      apiStages: [{ apiId: stage.restApi, stage: stage.stageName, throttles: limited }],
      ...(throttle && { throttleSettings: throttleSettings(throttle) }),
      ...(quota && { quotaSettings: { limit: quota.limit, period: quota.period.toUpperCase() } }),
    },
    opts,
  );
}

const throttleSettings = ({ ratePerSecond, burst }: Throttle) => ({
  rateLimit: ratePerSecond,
  burstLimit: burst,
});

function createKey(
  name: string,
  keyName: string,
  { description, enabled }: ApiKeyDefinition,
  plan: aws.apigateway.UsagePlan,
  value: pulumi.Input<string> | undefined,
  opts: pulumi.CustomResourceOptions,
): aws.apigateway.ApiKey {
  const key = new aws.apigateway.ApiKey(
    name,
    { description: description ?? keyName, enabled: enabled ?? true, ...(value && { value }) },
    opts,
  );
  new aws.apigateway.UsagePlanKey(
    name,
    { keyId: key.id, keyType: "API_KEY", usagePlanId: plan.id },
    // A key can be in one plan per stage, so it must leave the old plan before it joins another.
    // The provider repeats the key's value here, without marking it as secret.
    pulumi.mergeOptions(opts, { deleteBeforeReplace: true, additionalSecretOutputs: ["value"] }),
  );
  return key;
}

/** @throws ApiKeyValueError in a deployment. In a preview, a missing value is unknown. */
const valueAtHome = (
  keyName: string,
  values: pulumi.Input<Record<string, string>>,
): pulumi.Output<string> =>
  pulumi.secret(values).apply((known) => {
    const value = Object.hasOwn(known ?? {}, keyName) ? known[keyName] : undefined;
    if (value !== undefined) return pulumi.output(value);
    if (!pulumi.runtime.isDryRun()) throw new ApiKeyValueError(keyName);
    return pulumi.output(pulumi.unknown as string);
  });

const mapValues = <From, To>(
  all: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Record<string, To> =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [name, change(value, name)]));
