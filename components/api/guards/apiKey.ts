import type { Operation } from "../document/types.ts";
import type { Route } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";

/** Whether callers have to name themselves by an API key. */
export interface ApiKeyGuard {
  /**
   * Asks callers for an API key of one of the platform's usage plans, in the header `x-api-key`, and
   * counts their calls by its plan; without a valid key they get 403. The key comes on top of `auth`.
   * It is no authentication: it lies in clients' code and logs. With `auth: "none"` whoever has
   * read it may call.
   * @default false
   */
  apiKey?: boolean;
}

/** Header that carries the key. Source: API Gateway Developer Guide, "Choose an API key source". */
export const apiKeyHeader = "X-Api-Key";

export function checkApiKey({ key, apiKey }: Route): void {
  if (apiKey === undefined || typeof apiKey === "boolean") return;
  throw new RouteError(
    key,
    `apiKey is ${JSON.stringify(apiKey)}`,
    "Use true or false: which keys there are stands in the platform's apiKeys.",
  );
}

/** Whether any route asks for a key. */
export const usesApiKeys = (routes: readonly Pick<Route, "apiKey">[]): boolean =>
  routes.some(({ apiKey }) => apiKey === true);

/** What the routes' API says about keys, beside the paths. */
export const apiKeySchemes = (routes: readonly Route[]): Record<string, Operation> =>
  usesApiKeys(routes) ? { [schemeName]: scheme } : {};

/**
 * The key's requirement stands beside the authorizer's as an object of its own, as in what API
 * Gateway exports. By OpenAPI's rules one of the two would be enough; API Gateway asks for both.
 */
export const apiKeySecurity = ({ apiKey }: Route): Record<string, string[]>[] =>
  apiKey === true ? [{ [schemeName]: [] }] : [];

const schemeName = "api_key";

/** Source: API Gateway Developer Guide, "Configure a method to use API keys with an OpenAPI definition". */
const scheme: Operation = { type: "apiKey", name: "x-api-key", in: "header" };
