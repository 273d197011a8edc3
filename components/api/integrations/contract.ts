import { options as optionsRule, type OptionRules, required, text } from "../../shared/options.ts";
import type { ContractInfo } from "../document/types.ts";
import { type RouteGuards, type RouteTo, routeTo } from "../guards/index.ts";
import { RouteError } from "../route/routeError.ts";
import type { IntegrationKind } from "./integration.ts";
import { nothing, staticOperation } from "./mock.ts";
import { integrationOptions } from "./named.ts";

/** Target: the API's own contract. */
export interface ContractIntegration {
  readonly kind: "contract";
  readonly info?: ContractInfo;
}

/**
 * A route that returns the API's contract: OpenAPI 3.0 in JSON, for documentation pages, client
 * generators and tests. It lists every route with its guards, parameters, models and responses, without
 * anything about AWS. API Gateway itself responds.
 *
 * The usual guards decide who may call it: `auth: "none"` publishes it to everybody.
 *
 * @example
 * "GET /openapi.json": contract({ auth: "none", info: { contact: { email: "api@example.com" } } })
 */
export function contract<const Authorizer extends string = never>(
  options: { readonly info?: ContractInfo } & RouteGuards<Authorizer> = {},
): RouteTo<ContractIntegration, Authorizer> {
  return routeTo({ kind: "contract" }, options);
}

type Contact = NonNullable<ContractInfo["contact"]>;
type License = NonNullable<ContractInfo["license"]>;

const infoRules: OptionRules<ContractInfo> = {
  version: text(),
  description: text(),
  contact: optionsRule<Contact>({ name: text(), url: text(), email: text() }),
  license: optionsRule<License>({ name: required(text()), url: text() }),
};

export const contractKind: IntegrationKind<ContractIntegration> = {
  rule: integrationOptions<ContractIntegration>({ info: optionsRule(infoRules) }),
  readsBodies: false,
  check: (_, { key, method, path }) => {
    if (method === "GET" && !path.includes("{")) return;
    throw new RouteError(
      key,
      "the contract route must be a GET on a fixed path",
      'Write it as "GET /openapi.json".',
    );
  },
  bind: () => {
    const parts = staticOperation({
      status: 200,
      request: "",
      headers: {},
      // The contract is filled in once the document is complete.
      responseTemplates: { "application/json": nothing },
    });
    return { ...parts, responses: { "200": { description: "The contract" } } };
  },
};
