import type { ContractInfo } from "../contract/info.ts";
import type { RouteGuards } from "../guards/index.ts";
import { RouteError } from "../route/routeError.ts";
import type { IntegrationKind } from "./integration.ts";
import { nothing, staticOperation } from "./mock.ts";

/** To the API's own contract. */
export interface ContractIntegration {
  readonly kind: "contract";
  readonly info?: ContractInfo;
}

/**
 * A route that answers the API's contract: OpenAPI 3.0 in JSON, for documentation pages, clients'
 * generators and tests. It has every route with its guards, parameters, models and answers, and
 * nothing of AWS. API Gateway answers it by itself.
 *
 * Who may call it is said as of any route: `auth: "none"` publishes it to everybody.
 *
 * @example
 * "GET /openapi.json": contract({ auth: "none", info: { contact: { email: "api@example.com" } } })
 */
export function contract<const Authorizer extends string = never>(
  options: { readonly info?: ContractInfo } & RouteGuards<Authorizer> = {},
): RouteGuards<Authorizer> & { readonly integration: ContractIntegration } {
  const { info, ...guards } = options;
  return { ...guards, integration: { kind: "contract", ...(info && { info }) } };
}

export const contractKind: IntegrationKind<ContractIntegration> = {
  check: (_, { key, method, path }) => {
    if (method === "GET" && !path.includes("{")) return;
    throw new RouteError(
      key,
      "the contract is at one place",
      'Use GET and a path without parameters, such as "GET /openapi.json".',
    );
  },
  bind: () => ({
    values: {},
    compile: () => {
      const parts = staticOperation({
        status: 200,
        request: "",
        headers: {},
        // Its text comes in when the document is whole.
        responseTemplates: { "application/json": nothing },
      });
      return { ...parts, responses: { "200": { description: "The contract" } } };
    },
  }),
};
