import { createCache } from "./caching/index.ts";
import { compileFirewall } from "./firewall/index.ts";
import { Kept } from "./kept.ts";
import type { GatewayOptions } from "./options.ts";
import { compileStage, type Stage } from "./stage.ts";
import { accountLimit } from "../../project/accountLimit.ts";
import { createLimiters } from "./throttle/limits.ts";
import { TokenBucket } from "./throttle/tokenBucket.ts";

/** The releases behind a stage's address: the live one and, if there is one, the canary. */
export interface Releases {
  readonly live: Stage;
  readonly canary: Stage | undefined;
  /** Chooses the release for a request at random, by the canary's percentage. */
  pick(): Stage;
}

/**
 * Compiles a stage's releases. Both share the stage's limits and firewall. They also share the
 * document, because no older deployment of it is available locally.
 *
 * Source: API Gateway Developer Guide, "API Gateway canary release deployment".
 *
 * @throws NotServedError | RestApiDefinitionError when a part of the API cannot be served
 */
export function compileReleases(options: GatewayOptions, kept = new Kept()): Releases {
  const { api, region, clock } = options;
  const account =
    options.account ??
    kept.get("account", undefined, () => new TokenBucket(accountLimit(region), clock));
  const limiters = createLimiters(api.stage.throttles, account, clock, kept);
  const firewall = compileFirewall(options, kept);
  const cache = createCache(api, kept, clock);
  const live = compileStage(options, { limiterOf: limiters, firewall, cache, kept });
  const { canary } = api.stage;
  if (canary === undefined) return { live, canary: undefined, pick: () => live };
  const canaryOptions = { ...options, api: canaryOf(options.api, canary) };
  const canaryCache =
    canary.useStageCache === true ? cache : createCache(canaryOptions.api, kept, clock);
  const released = compileStage(canaryOptions, {
    limiterOf: limiters,
    firewall,
    cache: canaryCache,
    kept,
  });
  return {
    live,
    canary: released,
    pick: () => (Math.random() * 100 < canary.percent ? released : live),
  };
}

const canaryOf = (
  api: GatewayOptions["api"],
  { deploymentId, variables }: NonNullable<GatewayOptions["api"]["stage"]["canary"]>,
): GatewayOptions["api"] => ({
  ...api,
  stage: {
    ...api.stage,
    deploymentId,
    variables: { ...api.stage.variables, ...variables },
    isCanary: true,
  },
});
