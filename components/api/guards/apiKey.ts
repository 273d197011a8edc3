import { flag, type OptionRules } from "../../shared/options.ts";
import type { Operation } from "../document/types.ts";

/** Requirement of an API key. */
export interface ApiKeyGuard {
  /**
   * Requires an API key of one of the platform's usage plans, from the place that `apiKeySource` sets,
   * and counts calls by that plan. Calls without a valid key get 403. The key is required besides
   * `auth` and does not authenticate callers, because clients' code and logs contain it. With
   * `auth: "none"`, anybody who knows the key can call.
   * @default false
   */
  apiKey?: boolean;
}

export const apiKeyRules: OptionRules<ApiKeyGuard> = { apiKey: flag };

/** Header that carries the key. Source: API Gateway Developer Guide, "Choose an API key source". */
export const apiKeyHeader = "X-Api-Key";

/** Tells APIs with a route that requires a key. */
export const usesApiKeys = (routes: readonly ApiKeyGuard[]): boolean =>
  routes.some(({ apiKey }) => apiKey === true);

/** Security schemes of the API's keys. */
export const apiKeySchemes = (routes: readonly ApiKeyGuard[]): Record<string, Operation> =>
  usesApiKeys(routes) ? { [schemeName]: scheme } : {};

/**
 * The key's requirement is an object of its own beside the authorizer's, as in API Gateway's own
 * exports. OpenAPI would accept one of the two; API Gateway requires both.
 */
export const apiKeySecurity = ({ apiKey }: ApiKeyGuard): Record<string, string[]>[] =>
  apiKey === true ? [{ [schemeName]: [] }] : [];

const schemeName = "api_key";

/** Source: API Gateway Developer Guide, "Configure a method to use API keys with an OpenAPI definition". */
const scheme: Operation = { type: "apiKey", name: "x-api-key", in: "header" };
