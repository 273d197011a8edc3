import { ComponentArgumentError, type Faults } from "../../shared/errors.ts";
import { join } from "../../shared/options.ts";
import { usesApiKeys } from "../guards/apiKey.ts";
import type { RouteGuards } from "../guards/index.ts";
import type { RoutePlace } from "../route/place.ts";
import { RouteError } from "../route/routeError.ts";
import type { UsagePlanArgs, UsagePlanDefinition } from "./definition.ts";

/** Source: API Gateway API Reference, "UpdateUsagePlan" (method throttles of a stage in a plan). */
const maxRouteThrottles = 20;

type KeyedRoute = RoutePlace & Pick<RouteGuards<string>, "apiKey" | "auth">;

/**
 * Reports plans and keys that would have no effect, and routes that nobody could call.
 *
 * @param component - that they belong to, for errors
 */
export function checkUsagePlans(
  component: string,
  args: UsagePlanArgs,
  routes: readonly KeyedRoute[],
  faults: Faults,
): void {
  const { usagePlans = {}, apiKeys = {}, apiKeySource = "header" } = args;
  const refuse = (argument: string, given: unknown, allowed: string, fix: string) =>
    faults.add(new ComponentArgumentError({ component, argument, given, allowed, fix }));
  for (const [name, plan] of Object.entries(usagePlans)) {
    checkPlanRoutes(join("usagePlans", name), plan, routes, refuse);
  }
  const plans = Object.keys(usagePlans);
  for (const [name, { plan }] of Object.entries(apiKeys)) {
    if (plans.includes(plan)) continue;
    const fix = "Add the plan to usagePlans, or use another one.";
    const allowed = plans.join(", ") || "none, because there is no usage plan";
    refuse(join(join("apiKeys", name), "plan"), plan, allowed, fix);
  }
  if (plans.length > 0 && !usesApiKeys(routes)) {
    const fix = "Set apiKey: true on the routes that the plans are for, or remove the plans.";
    refuse("usagePlans", plans, "none, because no route has apiKey: true", fix);
  }
  const hasKeys = Object.keys(apiKeys).length > 0;
  for (const route of routes.filter(({ apiKey }) => apiKey)) {
    faults.check(() => checkRoute(route, hasKeys, apiKeySource));
  }
}

type Refuse = (argument: string, given: unknown, allowed: string, fix: string) => void;

function checkPlanRoutes(
  plan: string,
  { routes: limits = {} }: UsagePlanDefinition,
  routes: readonly KeyedRoute[],
  refuse: Refuse,
): void {
  const keys = Object.keys(limits);
  if (keys.length > maxRouteThrottles) {
    const fix = "Leave the others to the plan's throttle.";
    refuse(`${plan}.routes`, `${keys.length} routes`, `at most ${maxRouteThrottles}`, fix);
  }
  const limitable = routes
    .filter(({ apiKey, method }) => apiKey && method !== "ANY")
    .map(({ key }) => key);
  for (const key of keys.filter((each) => !limitable.includes(each))) {
    const allowed = `routes of a single method with apiKey: true (${limitable.join(", ") || "none"})`;
    const route = routes.find((each) => each.key === key);
    refuse(`${plan}.routes`, key, allowed, whyNot(route));
  }
}

function whyNot(route: KeyedRoute | undefined): string {
  if (!route) return "Add the route, or write its key as in the platform's routes.";
  return route.method === "ANY"
    ? "API Gateway limits single methods: list them as routes of their own."
    : "Add apiKey: true to the route.";
}

function checkRoute({ key, auth }: KeyedRoute, hasKeys: boolean, source: string): void {
  if (!hasKeys) {
    const fix = "Add a plan to usagePlans and a key for it to apiKeys, or remove apiKey.";
    throw new RouteError(key, "it requires an API key, but the platform has none", fix);
  }
  if (source === "authorizer" && typeof auth !== "object") {
    throw new RouteError(
      key,
      'its API key comes from a Lambda authorizer (apiKeySource: "authorizer"), but it has none',
      'Use auth: { authorizer: "<name>" }, or apiKeySource: "header".',
    );
  }
}
