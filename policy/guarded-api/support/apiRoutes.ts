import { operationsOf, readDocument } from "../../model/openApi.ts";
import type { ResourceView } from "../../model/resourceView.ts";
import type { StackView } from "../../model/stackView.ts";
import { apiKeys, apisAt } from "./references.ts";
import { methodsIn } from "./restMethods.ts";

export const routeType = "aws:apigatewayv2/route:Route";

/** The routes of an API, such as `GET /orders`; `undefined` if the stack does not show them all. */
export type ApiRoutes = readonly string[] | undefined;

/** The methods of the REST API of a stage: resources, and operations of its OpenAPI document. */
export function routesOfRestStage(stack: StackView, stage: ResourceView): ApiRoutes {
  const apis = apisAt(stack, stage, "restApi");
  const keys = apiKeys(stack, stage);
  const methods = stack
    .derived(methodsIn)
    .filter(({ method }) => apiKeys(stack, method).some((key) => keys.includes(key)));
  return all(apis, [...methods.map(({ route }) => route), ...inDocuments(apis)]);
}

/** The routes of the HTTP or WebSocket API of a stage. */
export function routesOfOtherStage(stack: StackView, stage: ResourceView): ApiRoutes {
  const apis = apisAt(stack, stage, "apiId");
  const routes = apis.flatMap((api) => stack.referring(api, routeType, "apiId"));
  const keys = routes.map((route) => String(route.hintsAt("routeKey")[0] ?? "?"));
  return all(apis, [...keys, ...inDocuments(apis).map((key) => key.replace("ANY /$", "$"))]);
}

const all = (apis: readonly ResourceView[], routes: readonly string[]): ApiRoutes =>
  apis.length === 0 ||
  routes.length === 0 ||
  apis.some((api) => !api.isKnown("body")) ||
  routes.some((route) => route.includes("?"))
    ? undefined
    : routes;

function inDocuments(apis: readonly ResourceView[]): string[] {
  const documents = apis.flatMap((api) => api.hintsAt("body")).map((body) => readDocument(body));
  return documents
    .flatMap((document) => (document ? operationsOf(document) : []))
    .map(({ method, path }) => `${method} ${path}`);
}
