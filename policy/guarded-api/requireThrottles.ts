import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import {
  isLimit,
  limits,
  type ThrottleSettings,
  throttleSettings,
  unlimited,
} from "./support/throttles.ts";

const settings = "aws:apigateway/methodSettings:MethodSettings";
const otherStage = "aws:apigatewayv2/stage:Stage";
const otherApi = "aws:apigatewayv2/api:Api";

/**
 * All settings of methods and routes limit the request rate. Settings of one path replace those of
 * the stage, so a limit that they leave out is missing.
 */
export const requireThrottles: ResourceRule<ThrottleSettings> = {
  name: "require-throttles",
  description: "Method settings, and stages of HTTP and WebSocket APIs, limit the request rate.",
  why: "Without a limit, a single caller can use up the account's quota and block every API in the region.",
  fix: "Set throttlingRateLimit and throttlingBurstLimit to at least 0 and below the account's quota; -1 means no limit.",
  equivalents: [],
  types: [settings, otherStage, otherApi],
  settings: throttleSettings,

  *check(resource, { accountRateLimit }): Iterable<Finding> {
    if (resource.type === otherApi) return yield* quickCreated(resource);
    if (resource.type === settings) {
      return yield* unlimited(resource, "settings", accountRateLimit);
    }

    // If routes have settings, they may cover all routes: `require-stage-throttles` checks that.
    if (!resource.isSet("routeSettings")) {
      yield* unlimited(resource, "defaultRouteSettings", accountRateLimit);
    }
    // A setting that a route leaves out has AWS's default, not the stage's value. Source:
    // terraform-aws-modules/terraform-aws-apigateway-v2, issue 78.
    yield* unlimitedRoutes(resource, accountRateLimit);
  },
};

const exposed = "A single caller may use up the account's quota";

function* unlimitedRoutes(stage: ResourceView, accountRateLimit: number): Iterable<Finding> {
  for (const limit of limits) {
    const path = `routeSettings.${limit}`;
    const isKnown = stage.isKnown(path);
    const known = new Map(stage.valuesAt(path).map(({ path, value }) => [path, value]));
    for (const route of stage.valuesAt("routeSettings")) {
      const property = `${route.path}.${limit}`;
      const value = known.get(property);
      if (isLimit(limit, value, accountRateLimit) || (value === undefined && !isKnown)) continue;
      yield { exposed, property, value };
    }
  }
}

/** The stage of an API with a target has no limits. */
function* quickCreated(api: ResourceView): Iterable<Finding> {
  if (!api.isSet("target")) return;
  const detail = "target creates a stage without limits";
  const exposed = "A single caller of the API may use up the account's quota";
  yield { exposed, property: "target", value: undefined, detail };
}
