import type { Finding } from "../../rule.ts";
import { isObject } from "../../model/json.ts";
import type { Node, Operation } from "../../model/openApi.ts";

/** The kinds of API that can be created from OpenAPI documents. */
export type ApiKind = "REST" | "HTTP";

/** The schemes that count as an authorizer. */
interface Accepted {
  readonly kind: ApiKind;
  /** Whether an API key counts. */
  readonly apiKeys: boolean;
}

/**
 * Finds the reason why anyone may call an operation.
 *
 * Sources: API Gateway Developer Guide, "x-amazon-apigateway-auth object", "x-amazon-apigateway-authtype
 * property". REST APIs give the one authorizer of a document's top-level `security` to operations without
 * `security`, as recorded on AWS (LocalStack's validated import tests "global_api_key_authorizer" and
 * "cognito_auth_identity_source"). Otherwise it does not count, because no source says that it applies: with other
 * contents, to operations with their own `security`, or in HTTP APIs. If an operation has several requirements, each
 * must name an authorizer, or for REST APIs an API key, because the guide does not say which of them apply.
 *
 * @returns `undefined` if the operation has an authorizer
 */
export function openingOf(
  operation: Operation,
  document: Node,
  schemes: ReadonlyMap<string, Node>,
  accepted: Accepted,
): Finding | undefined {
  const { definition, property } = operation;
  const everybody = `Anyone may call ${operation.method} ${operation.path}`;
  const auth = definition["x-amazon-apigateway-auth"];
  const type = isObject(auth) ? auth["type"] : undefined;
  if (same(type, "AWS_IAM")) return undefined;
  if (same(type, "NONE")) {
    const path = `${property}.x-amazon-apigateway-auth.type`;
    return { exposed: everybody, property: path, value: type };
  }

  const value = definition["security"];
  if (value === undefined && isInherited(document, schemes, accepted)) return undefined;
  const requirements = Array.isArray(value) ? (value as unknown[]) : [];
  const isGuarded = (names: unknown): boolean =>
    isObject(names) && Object.keys(names).some((name) => isAuthorizer(schemes.get(name), accepted));
  const isKey = (names: unknown): boolean =>
    accepted.kind === "REST" &&
    isObject(names) &&
    !isEmpty(names) &&
    Object.keys(names).every((name) => isApiKey(schemes.get(name)));
  const isEach = requirements.every((names) => isGuarded(names) || isKey(names));
  if (requirements.some(isGuarded) && isEach) return undefined;

  const isOptional = requirements.some((names) => isObject(names) && isEmpty(names));
  const isNamed = requirements.some((names) => isObject(names) && !isEmpty(names));
  const reason =
    isNamed && !isOptional
      ? requirements.some(isGuarded)
        ? ", because one of its security requirements has no authorizer"
        : ", because none of its security schemes is an authorizer"
      : value === undefined && document["security"] !== undefined
        ? ", because the document's top-level security may not apply"
        : "";
  return { exposed: everybody + reason, property: `${property}.security`, value };
}

/** Whether API Gateway applies a document's top-level security to operations without their own. */
function isInherited(
  { security }: Node,
  schemes: ReadonlyMap<string, Node>,
  { kind }: Accepted,
): boolean {
  if (kind !== "REST" || !Array.isArray(security) || security.length !== 1) return false;
  const names = isObject(security[0]) ? Object.keys(security[0]) : [];
  return names.length === 1 && isAuthorizer(schemes.get(names[0]!), { kind, apiKeys: false });
}

/**
 * Whether API Gateway authenticates callers by a security scheme. Undefined schemes, and schemes
 * that only describe what clients send, do not count.
 *
 * Sources: API Gateway Developer Guide, "x-amazon-apigateway-authorizer object"; "important notes":
 * REST APIs know schemes of the type apiKey only.
 */
function isAuthorizer(scheme: Node | undefined, { kind, apiKeys }: Accepted): boolean {
  if (!scheme || !schemeTypes[kind].some((type) => same(scheme["type"], type))) return false;
  if (same(scheme["x-amazon-apigateway-authtype"], "awsSigv4")) return true;
  const authorizer = scheme["x-amazon-apigateway-authorizer"];
  // HTTP APIs have no keys.
  if (!isObject(authorizer)) return apiKeys && kind === "REST" && isApiKey(scheme);
  const isComplete = authorizers[kind][String(authorizer["type"]).toLowerCase()];
  return isComplete?.(authorizer, scheme) ?? false;
}

const schemeTypes: Readonly<Record<ApiKind, readonly string[]>> = {
  REST: ["apiKey"],
  HTTP: ["apiKey", "oauth2", "openIdConnect"],
};

type IsComplete = (authorizer: Node, scheme: Node) => boolean;

const hasFunction: IsComplete = (authorizer) => isFilled(authorizer["authorizerUri"]);

/** The required settings of each authorizer type. */
const authorizers: Readonly<Record<ApiKind, Readonly<Record<string, IsComplete>>>> = {
  REST: {
    token: hasFunction,
    request: hasFunction,
    cognito_user_pools: (authorizer) => isFilled(authorizer["providerARNs"]),
  },
  HTTP: {
    request: hasFunction,
    jwt: (authorizer, scheme) =>
      isObject(authorizer["jwtConfiguration"]) || isFilled(scheme["openIdConnectUrl"]),
  },
};

/** Source: API Gateway Developer Guide, "Configure a method to use API keys with an OpenAPI definition". */
const isApiKey = (scheme: Node | undefined): boolean =>
  scheme !== undefined &&
  same(scheme["type"], "apiKey") &&
  same(scheme["in"], "header") &&
  same(scheme["name"], "x-api-key") &&
  scheme["x-amazon-apigateway-authorizer"] === undefined;

/** API Gateway ignores case in these values. */
const same = (value: unknown, word: string): boolean =>
  typeof value === "string" && value.toLowerCase() === word.toLowerCase();

const isEmpty = (node: Node): boolean => Object.keys(node).length === 0;

const isFilled = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : typeof value === "string" && value !== "";
