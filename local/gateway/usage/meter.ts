import type { BucketState, PlanLimits, PlanUsage } from "../../apiTypes/limits.ts";
import { isDeepStrictEqual } from "node:util";
import { GatewayError } from "../response/gatewayError.ts";
import { type Clock, type Limit, TokenBucket } from "../throttle/tokenBucket.ts";
import { bucketState } from "../stageLimits.ts";
import type { ApiKeyModel, PlanStage, UsagePlanModel } from "./plans.ts";
import { type CalendarClock, QuotaCounter } from "./quota.ts";

/** The clocks of a meter. */
interface MeterClocks {
  /** Of throttles. @default the process's monotonic clock */
  readonly clock?: Clock;
  /** Of quotas. @default the machine's calendar */
  readonly now?: CalendarClock;
}

/**
 * Counts the usage of a region's API keys by plan, over all of the plan's stages. It outlives gateways,
 * so that counts survive a restart of the region.
 */
export class UsageMeter {
  readonly #plans: readonly { plan: UsagePlanModel; subscribers: readonly Subscriber[] }[];
  readonly #clocks: MeterClocks;

  /** @param before - the meter before the plans changed; keys that stay in a plan keep their counts and tokens */
  constructor(plans: readonly UsagePlanModel[], clocks: MeterClocks = {}, before?: UsageMeter) {
    this.#clocks = clocks;
    this.#plans = plans.map((plan) => ({
      plan,
      subscribers: plan.keys.map(
        (key) => new Subscriber(key, plan, clocks, before && before.#find(plan.id, key.id)),
      ),
    }));
  }

  /** The meter of other plans. Both count calls in progress. */
  following(plans: readonly UsagePlanModel[]): UsageMeter {
    return new UsageMeter(plans, this.#clocks, this);
  }

  #find(planId: string, keyId: string): Subscriber | undefined {
    const known = this.#plans.find(({ plan }) => plan.id === planId);
    return known?.subscribers.find(({ key }) => key.id === keyId);
  }

  /** Returns the enabled keys of a stage by their values. */
  forStage(apiId: string, stageName: string): ReadonlyMap<string, Subscriber> {
    const callers = new Map<string, Subscriber>();
    for (const { plan, subscribers } of this.#plans) {
      if (!plan.stages.some((stage) => stage.apiId === apiId && stage.stageName === stageName)) {
        continue;
      }
      for (const subscriber of subscribers) {
        if (subscriber.key.enabled) callers.set(subscriber.key.value, subscriber);
      }
    }
    return callers;
  }

  /** The buckets of each plan's keys, as they are now. */
  limits(): PlanLimits[] {
    return this.#plans.map(({ plan, subscribers }) => ({
      plan: plan.name,
      planId: plan.id,
      keys: subscribers.map(({ key, buckets }) => ({ key: key.name, keyId: key.id, buckets })),
    }));
  }

  /** Returns the usage of each plan's keys. */
  report(): PlanUsage[] {
    return this.#plans.map(({ plan, subscribers }) => ({
      plan: plan.name,
      planId: plan.id,
      quota: plan.quota ? { limit: plan.quota.limit, period: plan.quota.period } : null,
      keys: subscribers.map(({ key, counter }) => ({
        key: key.name,
        keyId: key.id,
        usedToday: counter.usedToday,
        remaining: counter.remaining ?? null,
      })),
    }));
  }
}

/** A key in a plan. */
export class Subscriber {
  readonly key: ApiKeyModel;
  readonly counter: QuotaCounter;
  readonly #plan: UsagePlanModel;
  readonly #clock: Clock | undefined;
  readonly #bucket: TokenBucket | undefined;
  readonly #methods: Map<string, TokenBucket | undefined>;

  constructor(
    key: ApiKeyModel,
    plan: UsagePlanModel,
    { clock, now }: MeterClocks,
    before?: Subscriber,
  ) {
    this.key = key;
    this.counter = new QuotaCounter(plan.quota, now, before?.counter);
    this.#plan = plan;
    this.#clock = clock;
    const was = before && before.#plan;
    const isSame = (part: "throttle" | "stages") => isDeepStrictEqual(was?.[part], plan[part]);
    this.#bucket = before && isSame("throttle") ? before.#bucket : bucketOf(plan.throttle, clock);
    this.#methods = before && isSame("stages") ? before.#methods : new Map();
  }

  get buckets(): (BucketState & { method: string | null })[] {
    const own = this.#bucket ? [{ method: null, ...bucketState(this.#bucket) }] : [];
    const ofMethods = [...this.#methods].flatMap(([id, bucket]) =>
      // The name of a bucket begins with the API and the stage.
      bucket ? [{ method: id.split(" ").slice(2).join(" "), ...bucketState(bucket) }] : [],
    );
    return [...own, ...ofMethods];
  }

  /**
   * Checks a call against the key's limit for the method, then its limit over all methods ("if you set
   * method level throttling inside the plan, that doesn't change the fact that the overall usage plan
   * limit is still global to that key", AWS re:Post), then its quota. AWS does not document the order of
   * throttle and quota.
   *
   * @param methods - names of the plan's limits, such as `GET /orders`; the first existing one applies
   * @throws GatewayError 429
   */
  admit(apiId: string, stageName: string, methods: readonly string[]): void {
    const method = this.#methodBucket(apiId, stageName, methods);
    const usedUp = (what: string) => ({
      cause: `the ${what} of the API key "${this.key.name}" in the usage plan "${this.#plan.name}" is used up`,
    });
    if (method?.take() === false) {
      throw new GatewayError("THROTTLED", usedUp(`limit for ${methods[0]}`));
    }
    if (this.#bucket?.take() === false) throw new GatewayError("THROTTLED", usedUp("limit"));
    if (this.counter.remaining === 0) throw new GatewayError("QUOTA_EXCEEDED", usedUp("quota"));
  }

  #methodBucket(
    apiId: string,
    stageName: string,
    methods: readonly string[],
  ): TokenBucket | undefined {
    const id = `${apiId} ${stageName} ${methods[0]}`;
    if (!this.#methods.has(id)) {
      const isCalled = (stage: PlanStage) => stage.apiId === apiId && stage.stageName === stageName;
      const throttles = this.#plan.stages.find(isCalled)?.throttles;
      const limit = methods.map((name) => throttles?.get(name)).find((set) => set !== undefined);
      this.#methods.set(id, bucketOf(limit ?? {}, this.#clock));
    }
    return this.#methods.get(id);
  }
}

/** A limit with only a rate or only a burst: the missing one is unlimited. */
function bucketOf(limit: Partial<Limit>, clock: Clock | undefined): TokenBucket | undefined {
  const { ratePerSecond, burst } = limit;
  if (ratePerSecond === undefined && burst === undefined) return undefined;
  return new TokenBucket(
    { ratePerSecond: ratePerSecond ?? burst!, burst: burst ?? Math.max(1, ratePerSecond!) },
    clock,
  );
}
