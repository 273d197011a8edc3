import type { Properties, Resource } from "../../graph/resource.ts";
import { parseMethodPath, readLimit } from "../throttle/settings.ts";
import type { Limit } from "../throttle/tokenBucket.ts";

/** A usage plan with its keys, from a stack's resources. */
export interface UsagePlanModel {
  readonly id: string;
  /** The program's name for the plan if there is one, else AWS's. */
  readonly name: string;
  /** The limit of each key over all stages. */
  readonly throttle: Partial<Limit>;
  readonly quota: QuotaModel | undefined;
  readonly stages: readonly PlanStage[];
  readonly keys: readonly ApiKeyModel[];
}

export interface QuotaModel {
  readonly limit: number;
  readonly period: QuotaPeriod;
  /** Calls subtracted from the limit in the first period. */
  readonly offset: number;
}

export type QuotaPeriod = "DAY" | "WEEK" | "MONTH";

/** A stage that a plan's keys may call. */
export interface PlanStage {
  readonly apiId: string;
  readonly stageName: string;
  /** Limits of single methods, such as `GET /orders/{id}`. */
  readonly throttles: ReadonlyMap<string, Partial<Limit>>;
}

export interface ApiKeyModel {
  readonly id: string;
  readonly name: string;
  /** A secret. */
  readonly value: string;
  readonly enabled: boolean;
}

/**
 * Reads a stack's usage plans, each with its keys.
 *
 * @param names - the program's own names of plans and keys, by id
 * @throws RestApiDefinitionError for an invalid method path
 */
export function readUsagePlans(
  resources: readonly Resource[],
  names: ReadonlyMap<string, string> = new Map(),
): UsagePlanModel[] {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const nameOf = ({ id, name, outputs }: Resource) =>
    names.get(id) ?? String(outputs["name"] ?? name);
  const keys = ofType("aws:apigateway/apiKey:ApiKey").map((key): ApiKeyModel => ({
    id: key.id,
    name: nameOf(key),
    value: String(key.outputs["value"]),
    enabled: key.outputs["enabled"] !== false,
  }));
  const links = ofType("aws:apigateway/usagePlanKey:UsagePlanKey").map(({ outputs }) => outputs);
  return ofType("aws:apigateway/usagePlan:UsagePlan").map((plan) => {
    const { apiStages, quotaSettings, throttleSettings } = plan.outputs;
    const held = links.filter(({ usagePlanId }) => usagePlanId === plan.id);
    return {
      id: plan.id,
      name: nameOf(plan),
      throttle: readThrottle(throttleSettings as Properties | undefined),
      quota: readQuota(quotaSettings as Properties | undefined),
      stages: ((apiStages ?? []) as Properties[]).map((stage) => readStage(plan.name, stage)),
      keys: keys.filter(({ id }) => held.some(({ keyId }) => keyId === id)),
    };
  });
}

const readThrottle = ({ rateLimit, burstLimit }: Properties = {}): Partial<Limit> =>
  readLimit({ throttlingRateLimit: rateLimit, throttlingBurstLimit: burstLimit });

const readQuota = (settings: Properties | undefined): QuotaModel | undefined =>
  settings && {
    limit: Number(settings["limit"]),
    period: settings["period"] as QuotaPeriod,
    offset: Number(settings["offset"] ?? 0),
  };

function readStage(plan: string, { apiId, stage, throttles }: Properties): PlanStage {
  const limits = ((throttles ?? []) as Properties[]).map(
    (limit) =>
      [
        parseMethodPath(`usage plan "${plan}"`, String(limit["path"])),
        readThrottle(limit),
      ] as const,
  );
  return { apiId: String(apiId), stageName: String(stage), throttles: new Map(limits) };
}
