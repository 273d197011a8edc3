import type { Finding } from "../../rule.ts";
import { isObject } from "../../model/json.ts";
import type { Node, Operation } from "../../model/openApi.ts";

/** The two kinds of API that are made of OpenAPI documents. */
export type ApiKind = "REST" | "HTTP";

/** What counts as an authorizer. */
interface Accepted {
  readonly kind: ApiKind;
  /** Whether an API key counts. */
  readonly apiKeys: boolean;
}

/**
 * Says what lets everybody call an operation.
 *
 * Sources: API Gateway Developer Guide, "x-amazon-apigateway-auth object", "x-amazon-apigateway-authtype
 * property", and "Amazon API Gateway important notes": a document's own `security` is not read.
 * That is said of REST APIs; nothing is said of HTTP APIs, so it does not count there either. Of
 * several requirements, REST APIs ask for an API key besides the authorizer; which others are asked is
 * not said, so each has to name an authorizer.
 *
 * @returns `undefined` where an authorizer is asked
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
        ? ", because API Gateway ignores the document's top-level security"
        : "";
  return { exposed: everybody + reason, property: `${property}.security`, value };
}

/**
 * Whether a security scheme makes API Gateway ask who calls. One that is not defined does not, nor
 * one that only describes what clients send.
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

/** What an authorizer of each type can't do without. */
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

/** API Gateway takes these words in any case. */
const same = (value: unknown, word: string): boolean =>
  typeof value === "string" && value.toLowerCase() === word.toLowerCase();

const isEmpty = (node: Node): boolean => Object.keys(node).length === 0;

const isFilled = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : typeof value === "string" && value !== "";
