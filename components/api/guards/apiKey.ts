import { flag, type OptionRules } from "../../shared/options.ts";
import type { Operation } from "../document/types.ts";

/** Whether callers must identify themselves by an API key. */
export interface ApiKeyGuard {
  /**
   * Requires an API key of one of the platform's usage plans in the header `x-api-key`, and counts
   * calls by that plan. Calls without a valid key get 403. The key comes on top of `auth` and does
   * not authenticate: clients' code and logs contain it. With `auth: "none"`, anybody who has read
   * the key may call.
   * @default false
   */
  apiKey?: boolean;
}

export const apiKeyRules: OptionRules<ApiKeyGuard> = { apiKey: flag };

/** Header that carries the key. Source: API Gateway Developer Guide, "Choose an API key source". */
export const apiKeyHeader = "X-Api-Key";

/** Whether any route requires a key. */
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
