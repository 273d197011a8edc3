import { Encrypted, isPartlyEncrypted, type ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import {
  hasIntegration,
  isPreflight,
  type Node,
  operationsOf,
  readDocument,
  schemesOf,
} from "../model/openApi.ts";
import { type AuthorizerSettings, authorizerSettings } from "./support/authorizerSettings.ts";
import { matcher } from "../model/patterns.ts";
import { isPreflightOf } from "./support/preflights.ts";
import { type ApiKind, openingOf } from "./support/security.ts";

const httpApi = "aws:apigatewayv2/api:Api";

const kinds: Readonly<Record<string, ApiKind>> = {
  "aws:apigateway/restApi:RestApi": "REST",
  "aws:apigateway/restApiPut:RestApiPut": "REST",
  [httpApi]: "HTTP",
};

/**
 * Every method of an OpenAPI document has an authorizer, and no HTTP API consists only of a target.
 * Preflight requests that API Gateway handles itself need no authorizer.
 */
export const requireDocumentAuthorizers: ResourceRule<AuthorizerSettings> = {
  name: "require-document-authorizers",
  description: "Every method in an OpenAPI document has an authorizer.",
  why: "API Gateway imports a method without an authorizer as public, without a warning.",
  fix: "In the operation's security, name a scheme that has x-amazon-apigateway-authorizer or uses IAM, or add the route to the setting publicRoutes.",
  settings: authorizerSettings,
  equivalents: ["CKV_OPENAPI_5", "api-gwv2-authorization-type-configured"],
  types: Object.keys(kinds),

  *check(api, settings): Iterable<Finding> {
    const isPublic = matcher(settings.publicRoutes);
    if (api.type === httpApi) yield* quickCreated(api, isPublic);

    const body = api.valueAt("body");
    if (body === undefined) return;
    const document = readDocument(body);
    if (!document) {
      const detail = "body is not a valid OpenAPI document in JSON or YAML";
      const exposed = "The API's authorizers cannot be checked";
      yield { exposed, property: "body", value: undefined, detail };
      return;
    }
    const schemes = schemesOf(document);
    const kind = kinds[api.type]!;
    const accepted = { kind, apiKeys: settings.apiKeys };
    // A REST API can only be deployed once each method has an integration, which a separate
    // Integration may add.
    const asked = operationsOf(document)
      .filter((operation) => kind === "REST" || hasIntegration(operation))
      .filter((operation) => !isPreflight(operation, document))
      .filter(({ definition }) => !isHidden(document, definition))
      .map((operation) => ({
        route: `${operation.method} ${operation.path}`,
        opening: openingOf(operation, document, schemes, accepted),
      }));
    const guarded = asked.filter(({ opening }) => !opening).map(({ route }) => route);
    for (const { route, opening } of asked) {
      if (opening && !isPublic(route) && !isPreflightOf(route, guarded)) yield opening;
    }
  },
};

/**
 * Whether encryption hides who may call an operation. The rule is undecided then, because it has
 * read the document.
 */
const isHidden = (document: Node, operation: Node): boolean =>
  operation instanceof Encrypted ||
  isPartlyEncrypted([
    operation["security"],
    document["security"],
    document["securityDefinitions"],
    document["components"],
  ]);

/** The default route of an API with a target cannot have an authorizer. */
function* quickCreated(api: ResourceView, isPublic: (route: string) => boolean): Iterable<Finding> {
  if (!api.isSet("target")) return;
  const route = api.valueAt("routeKey", "$default");
  if (route === undefined || isPublic(String(route))) return;
  const exposed = `Anyone may call ${String(route)}`;
  const detail = "target creates a route without an authorizer";
  yield { exposed, property: "target", value: undefined, detail };
}
