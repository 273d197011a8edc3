import { RestApiDefinitionError } from "../errors.ts";
import type { OpenApiDocument, Operation, SecurityRequirement } from "../openapi.ts";
import { isApiKeyScheme } from "../usage/requireKey.ts";

/**
 * The security requirements of an operation: its own, or the document's.
 *
 * API Gateway's import gives the authorizer of a document's `security`, with its scopes, to operations
 * without `security`. This is recorded on AWS for a document with one requirement of one authorizer
 * (LocalStack's validated import tests "global_api_key_authorizer" and "cognito_auth_identity_source"), although
 * the Developer Guide's "important notes" call it ignored. No source says what becomes of several
 * schemes, of API keys, or of an operation whose own `security` has no authorizer, such as `[]`, so these are refused
 * rather than served without authorization.
 *
 * @param route - method and path, for errors
 * @throws RestApiDefinitionError when the operation's authorization is unclear
 */
export function requirementsOf(
  route: string,
  operation: Operation,
  document: OpenApiDocument,
): readonly SecurityRequirement[] {
  const refuse = (problem: string) => new RestApiDefinitionError(route, problem);
  const own = listOf(operation.security, refuse);
  const shared = listOf(document.security, refuse);
  const sharedType = document["x-amazon-apigateway-auth"]?.type ?? "NONE";

  const schemes = document.components?.securitySchemes ?? {};
  const authorizersIn = (requirements: readonly SecurityRequirement[]) =>
    requirements.flatMap(Object.keys).filter((name) => !isApiKeyScheme(schemes[name]));
  if (authorizersIn(own).length > 0) return own;
  if (operation["x-amazon-apigateway-auth"]?.type?.toUpperCase() === "AWS_IAM") return own;

  if (sharedType.toUpperCase() !== "NONE") {
    throw refuse(
      "API Gateway defines x-amazon-apigateway-auth for operations only; repeat the document's in the operation",
    );
  }
  if (shared.length === 0) return own;
  const isOneAuthorizer =
    shared.length === 1 &&
    Object.keys(shared[0]!).length === 1 &&
    authorizersIn(shared).length === 1;
  const isInherited = operation.security === undefined && isOneAuthorizer;
  if (isInherited && operation["x-amazon-apigateway-auth"] === undefined) return shared;
  throw refuse(
    isOneAuthorizer
      ? "has no authorizer of its own, but the document's security has one; whether API Gateway applies that is unclear. Name an authorizer in the operation's security, or remove the document's"
      : "the document's security is not one requirement of one authorizer; whether API Gateway applies it is unclear. Repeat it in the operation's security",
  );
}

function listOf(
  security: unknown,
  refuse: (problem: string) => Error,
): readonly SecurityRequirement[] {
  if (security === undefined || security === null) return [];
  if (!Array.isArray(security) || !security.every(isRequirement)) {
    throw refuse("security is not a list of requirements, such as [{ users: [] }]");
  }
  return security;
}

const isRequirement = (value: unknown): value is SecurityRequirement =>
  typeof value === "object" && value !== null && Object.values(value).every(Array.isArray);
