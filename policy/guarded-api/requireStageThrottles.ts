import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import type { StackFinding, StackRule } from "../rule.ts";
import { routesOfOtherStage, routesOfRestStage } from "./support/apiRoutes.ts";
import {
  apiKeys,
  mayShareStage,
  otherStage,
  restStages,
  settingsByApi,
} from "./support/references.ts";
import { isLimit, limits, type ThrottleSettings, throttleSettings } from "./support/throttles.ts";

/**
 * Every stage has settings for all of its routes: for all at once, or for each of them.
 * `require-throttles` checks the values.
 */
export const requireStageThrottles: StackRule<ThrottleSettings> = {
  name: "require-stage-throttles",
  description: "Stages of APIs have settings that throttle all routes.",
  why: "Without a limit, a single caller can use up the account's quota and block every API in the region.",
  fix: 'Set throttlingRateLimit and throttlingBurstLimit for all routes: of a REST API in MethodSettings with the methodPath "*/*", of other APIs in defaultRouteSettings.',
  equivalents: [],
  settings: throttleSettings,

  *checkStack(stack, settings): Iterable<StackFinding> {
    for (const stage of restStages(stack)) yield* openMethods(stack, stage);
    for (const stage of stack.ofType(otherStage)) yield* openRoutes(stack, stage, settings);
  },
};

/** How to make visible whether every route has a limit. */
const unseen = (noun: string, { name }: ResourceView): string =>
  `the ${noun} of stage "${name}" are not all in this stack, so some may have no limit: set limits for all of them`;

const exposed = "A single caller of the stage may use up the account's quota";

function* openMethods(stack: StackView, stage: ResourceView): Iterable<StackFinding> {
  const byApi = stack.derived(settingsByApi);
  const paths = apiKeys(stack, stage)
    .flatMap((key) => byApi.get(key) ?? [])
    .filter((settings) => mayShareStage(settings, stage))
    .map((settings) => settings.hintsAt("methodPath")[0]);
  if (paths.some((path) => path === undefined || path === "*/*")) return;
  const covered = new Set(paths.map((path) => routeOf(String(path))));
  const routes = routesOfRestStage(stack, stage);
  const isSeen = routes !== undefined || covered.size === 0;
  if (!isSeen) return stack.miss(unseen("methods", stage));
  const open = routes?.filter((route) => !covered.has(route)) ?? [];
  if (covered.size > 0 && open.length === 0) return;
  yield {
    urn: stage.urn,
    exposed,
    property: "stageName",
    value: stage.valueAt("stageName"),
    detail: `no MethodSettings apply to ${covered.size > 0 ? open[0]! : "all of its methods"}`,
  };
}

/**
 * The route of a method path: `orders/{id}/GET` or `~1orders~1{id}/GET` is `GET /orders/{id}`.
 *
 * Source: `aws.apigateway.MethodSettings`, methodPath.
 */
function routeOf(methodPath: string): string {
  const parts = methodPath
    .replaceAll("~1", "/")
    .split("/")
    .filter((part) => part !== "");
  return `${parts.at(-1) ?? ""} /${parts.slice(0, -1).join("/")}`;
}

/** Routes without settings of their own have those of the stage. */
function* openRoutes(
  stack: StackView,
  stage: ResourceView,
  { accountRateLimit }: ThrottleSettings,
): Iterable<StackFinding> {
  // Without these, `require-throttles` checks the settings of the stage.
  if (!stage.isSet("routeSettings")) return;
  const ofStage = limits.map((limit) => stage.valueAt(`defaultRouteSettings.${limit}`, 0));
  // A stage that sets no limit has zero in its state. Source: `flattenDefaultRouteSettings` of the
  // provider.
  const isLimited = limits.every(
    (limit, index) =>
      ofStage[index] === undefined ||
      (Number(ofStage[index]) > 0 && isLimit(limit, ofStage[index], accountRateLimit)),
  );
  if (isLimited || !stage.isKnown("routeSettings")) return;
  const covered = stage.hintsAt("routeSettings.routeKey");
  const routes = routesOfOtherStage(stack, stage);
  if (!routes) return stack.miss(unseen("routes", stage));
  const open = routes.find((route) => !covered.includes(route));
  if (open === undefined) return;
  yield {
    urn: stage.urn,
    exposed,
    property: "routeSettings",
    value: undefined,
    detail: `neither routeSettings nor defaultRouteSettings limit ${open}`,
  };
}
