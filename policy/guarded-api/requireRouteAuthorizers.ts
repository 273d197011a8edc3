import { isTrue, type ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import type { StackFinding, StackRule } from "../rule.ts";
import { type AuthorizerSettings, authorizerSettings } from "./support/authorizerSettings.ts";
import { groupBy } from "../model/groupBy.ts";
import { matcher } from "../model/patterns.ts";
import { routeType } from "./support/apiRoutes.ts";
import { isPreflightOf } from "./support/preflights.ts";
import { apiKeys as keysOfApi, otherApi } from "./support/references.ts";
import { methodType, methodsIn } from "./support/restMethods.ts";

/** Authorization types, and whether each needs an authorizer. */
const authorizations: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  [methodType]: { AWS_IAM: false, CUSTOM: true, COGNITO_USER_POOLS: true },
  [routeType]: { AWS_IAM: false, CUSTOM: true, JWT: true },
};

/** The property of the authorization type. */
const authorizationOf: Readonly<Record<string, string>> = {
  [methodType]: "authorization",
  [routeType]: "authorizationType",
};

/**
 * Every method and route that is a resource has an authorizer. In a WebSocket API, only the
 * $connect route needs one: the other routes serve connected clients.
 */
export const requireRouteAuthorizers: StackRule<AuthorizerSettings> = {
  name: "require-route-authorizers",
  description: "Every method and route with a resource of its own has an authorizer.",
  why: "Anyone on the internet can call a method or route without an authorizer.",
  fix: "Set the authorization type, with an authorizerId unless it is AWS_IAM, or add the route to the setting publicRoutes.",
  settings: authorizerSettings,
  equivalents: [
    "CKV_AWS_59",
    "CKV_AWS_309",
    "CKV2_AWS_70",
    "api-gwv2-authorization-type-configured",
  ],

  *checkStack(stack, { publicRoutes, apiKeys }): Iterable<StackFinding> {
    const isPublic = matcher(publicRoutes);
    const all = [...methodsOf(stack, apiKeys), ...routesOf(stack)];
    const guarded = groupBy(
      all.filter(({ findings }) => findings.length === 0),
      ({ apis }) => apis,
    );
    for (const { route, apis, places, findings } of all) {
      const beside = apis.flatMap((api) => guarded.get(api) ?? []);
      const isPreflight =
        isPreflightOf(
          route,
          beside.map((other) => other.route),
        ) ||
        (route.startsWith("OPTIONS ") &&
          beside.some((other) => places.some((key) => other.places.includes(key))));
      if (!isPublic(route) && !isPreflight) yield* findings;
    }
    if (!isPublic("$connect")) yield* unguardedSockets(stack);
  },
};

/** A method or route, with the reasons why anyone may call it. */
interface Asked {
  readonly route: string;
  /** Keys of its API. */
  readonly apis: readonly string[];
  /** Keys of its path; none where the route itself has the path. */
  readonly places: readonly string[];
  readonly findings: readonly StackFinding[];
}

const methodsOf = (stack: StackView, apiKeys: boolean): Asked[] =>
  stack
    .derived(methodsIn)
    .filter(({ isPreflight }) => !isPreflight)
    .map(({ method, route, places }) => ({
      route,
      apis: keysOfApi(stack, method),
      places,
      findings:
        apiKeys && isTrue(method.valueAt("apiKeyRequired")) ? [] : [...openings(method, route)],
    }));

const routesOf = (stack: StackView): Asked[] =>
  stack.ofType(routeType).flatMap((resource) => {
    const key = resource.valueAt("routeKey");
    if (key === undefined || !asksAnybody(stack, resource, String(key))) return [];
    const route = String(key);
    const urns = stack.referred(resource, "apiId", otherApi).map(({ urn }) => urn);
    const apis = [...resource.hintsAt("apiId").map(String), ...urns];
    return [{ route, apis, places: [], findings: [...openings(resource, route)] }];
  });

function* openings(resource: ResourceView, route: string): Iterable<StackFinding> {
  const { urn, type } = resource;
  const property = authorizationOf[type]!;
  const authorization = resource.valueAt(property, "NONE");
  if (authorization === undefined) return;
  const needsAuthorizer = authorizations[type]![String(authorization)];
  if (needsAuthorizer === undefined) {
    const exposed = `Anyone may call ${inWords(route)}`;
    yield { urn, exposed, property, value: resource.valueAt(property) };
  } else if (needsAuthorizer && !resource.isSet("authorizerId")) {
    const exposed = `${inWords(route)} has no authorizer`;
    yield { urn, exposed, property: "authorizerId", value: undefined };
  }
}

/** A route whose path may be in another stack. */
const inWords = (route: string): string =>
  /[ /]\?$/.test(route) ? `${route.split(" ")[0]} on a path that this stack does not show` : route;

/**
 * Whether a route can have an authorizer. A route key without a method belongs to a WebSocket API,
 * or is the default route of an HTTP API.
 */
function asksAnybody(stack: StackView, route: ResourceView, key: string): boolean {
  if (key.includes(" ") || key === "$connect") return true;
  const [api] = stack.referred(route, "apiId", otherApi);
  return key === "$default" && !(api && isWebSocket(api));
}

const isWebSocket = (api: ResourceView): boolean =>
  api.hintsAt("protocolType").some((protocol) => String(protocol) === "WEBSOCKET");

/** WebSocket APIs that anyone may connect to, because they have no $connect route. */
function* unguardedSockets(stack: StackView): Iterable<StackFinding> {
  for (const api of stack.ofType(otherApi).filter(isWebSocket)) {
    const keys = stack
      .referring(api, routeType, "apiId")
      .map((route) => (route.isKnown("routeKey") ? route.hintsAt("routeKey")[0] : "$connect"));
    if (keys.length === 0 || keys.includes("$connect")) continue;
    const detail = "it has routes, but no route with the routeKey $connect";
    const exposed = "Anyone may connect to the WebSocket API";
    yield { urn: api.urn, exposed, property: "routeKey", value: undefined, detail };
  }
}
