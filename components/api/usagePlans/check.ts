import { ComponentArgumentError } from "../../shared/errors.ts";
import { checkThrottle } from "../guards/throttle.ts";
import { usesApiKeys } from "../guards/apiKey.ts";
import type { Route } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";
import type { Quota, UsagePlanArgs, UsagePlanDefinition } from "./definition.ts";

/** Source: API Gateway API Reference, "UpdateUsagePlan" (method throttles of a stage in a plan). */
const maxRouteThrottles = 20;

/** Source: API Gateway API Reference, "QuotaSettings" (a 32-bit integer). */
const maxQuota = 2 ** 31 - 1;

const periods = ["day", "week", "month"];

/**
 * Checks a platform's usage plans and keys, and that its routes can be called with them.
 *
 * @param component - where they stand, for errors
 * @throws ComponentArgumentError for a plan or key that API Gateway would refuse, or that would
 *   govern nothing
 * @throws RouteError for a route that nobody could call
 */
export function checkUsagePlans(component: string, args: UsagePlanArgs, routes: Route[]): void {
  const { usagePlans = {}, apiKeys = {}, apiKeySource = "header" } = args;
  const asking = routes.filter(({ apiKey }) => apiKey === true);
  for (const [name, plan] of Object.entries(usagePlans)) {
    checkPlan(`${component}: usage plan "${name}"`, name, plan, asking, routes);
  }
  checkKeys(component, args);
  if (!["header", "authorizer"].includes(apiKeySource)) {
    refuse(component, "apiKeySource", apiKeySource, '"header" or "authorizer"', "Use one of them.");
  }
  if (Object.keys(usagePlans).length > 0 && !usesApiKeys(routes)) {
    const fix = "Say apiKey: true on the routes that the plans are for, or remove the plans.";
    const allowed = "plans for routes that ask for a key: there is none";
    refuse(component, "usagePlans", Object.keys(usagePlans), allowed, fix);
  }
  for (const route of asking) checkRoute(route, Object.keys(apiKeys).length > 0, apiKeySource);
}

function checkPlan(
  component: string,
  name: string,
  { throttle, quota, routes = {} }: UsagePlanDefinition,
  asking: Route[],
  all: Route[],
): void {
  checkName(component, name);
  const limits = Object.entries({ ...(throttle && { throttle }), ...routes });
  for (const [argument, given] of limits) {
    checkThrottle(given, (problem, fix) => {
      const allowed = `a limit within the account's (${problem})`;
      return new ComponentArgumentError({ component, argument, given, allowed, fix });
    });
  }
  if (quota) checkQuota(component, quota);
  const keys = Object.keys(routes);
  if (keys.length > maxRouteThrottles) {
    const fix = "Leave the others to the plan's throttle.";
    refuse(component, "routes", `${keys.length} routes`, `${maxRouteThrottles} at most`, fix);
  }
  const limitable = asking.filter(({ method }) => method !== "ANY").map(({ key }) => key);
  for (const key of keys.filter((each) => !limitable.includes(each))) {
    const allowed = `routes of one method with apiKey: true (${limitable.join(", ") || "none"})`;
    refuse(component, "routes", key, allowed, whyNot(all.find((route) => route.key === key)));
  }
}

function whyNot(route: Route | undefined): string {
  if (!route) return "There is no such route: write it as the platform's routes do.";
  return route.method === "ANY"
    ? "API Gateway limits single methods: list them as routes of their own."
    : "A plan governs routes that ask for a key: add apiKey: true to the route.";
}

function checkQuota(component: string, { limit, period }: Quota): void {
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= maxQuota)) {
    const allowed = `a whole number from 1 to ${maxQuota}`;
    refuse(component, "quota.limit", limit, allowed, "To refuse all calls, disable the keys.");
  }
  if (!periods.includes(period)) {
    refuse(component, "quota.period", period, periods.join(", "), "Use one of them.");
  }
}

function checkKeys(component: string, { usagePlans = {}, apiKeys = {} }: UsagePlanArgs): void {
  const plans = Object.keys(usagePlans);
  for (const [name, { plan }] of Object.entries(apiKeys)) {
    const key = `${component}: API key "${name}"`;
    checkName(key, name);
    if (!plans.includes(plan)) {
      const allowed = plans.join(", ") || "none, as there is no usage plan";
      refuse(key, "plan", plan, allowed, "Add it to usagePlans, or name another.");
    }
  }
}

/** It becomes a part of a resource's name. */
function checkName(component: string, name: string): void {
  if (/^[a-zA-Z][\w-]*$/.test(name)) return;
  const allowed = "letters, digits, _ and -, beginning with a letter";
  refuse(component, "name", name, allowed, "Rename it.");
}

function checkRoute({ key, auth }: Route, hasKeys: boolean, source: string): void {
  if (!hasKeys) {
    const fix = "Add a plan to usagePlans and a key of it to apiKeys, or remove apiKey.";
    throw new RouteError(key, "it asks for an API key, but the platform has none", fix);
  }
  if (source === "authorizer" && typeof auth !== "object") {
    throw new RouteError(
      key,
      'its API key comes from a Lambda authorizer (apiKeySource: "authorizer"), but it has none',
      'Use auth: { authorizer: "<name>" }, or apiKeySource: "header".',
    );
  }
}

function refuse(
  component: string,
  argument: string,
  given: unknown,
  allowed: string,
  fix: string,
): never {
  throw new ComponentArgumentError({ component, argument, given, allowed, fix });
}
