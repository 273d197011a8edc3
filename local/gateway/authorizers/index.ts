import { NotServedError, RestApiDefinitionError } from "../errors.ts";
import type { OpenApiDocument, Operation, SecurityScheme } from "../openapi.ts";
import type { Authorizer, AuthorizerDependencies, CreateAuthorizer } from "./authorizer.ts";
import { createCognitoAuthorizer } from "./cognito.ts";
import { createIamAuthorize } from "./iam/index.ts";
import { isApiKeyScheme } from "../usage/requireKey.ts";
import { createRequestAuthorizer, createTokenAuthorizer } from "./lambda/index.ts";
import { requirementsOf } from "./requirements.ts";
import type { ResourcePolicy } from "./policies/resourcePolicy.ts";
import { type AuthorizationKind, createWorkflow, type Guard } from "./workflow.ts";

/** IAM's scheme has no scopes. */
const createIamAuthorizer: CreateAuthorizer = (_name, _scheme, dependencies) => {
  const authorize = createIamAuthorize(dependencies);
  return { forScopes: () => authorize, warm: () => Promise.resolve() };
};

interface Kind {
  readonly kind: AuthorizationKind;
  readonly create: CreateAuthorizer;
}

/** By `type` of `x-amazon-apigateway-authorizer`: a new kind of authorizer is a line here. */
const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["awssigv4", { kind: "iam", create: createIamAuthorizer }],
  ["cognito_user_pools", { kind: "cognito", create: createCognitoAuthorizer }],
  ["request", { kind: "lambda", create: createRequestAuthorizer }],
  ["token", { kind: "lambda", create: createTokenAuthorizer }],
]);

/** An authorizer of a document; its kind decides how a resource policy applies. */
interface CreatedAuthorizer {
  readonly kind: AuthorizationKind;
  readonly authorizer: Authorizer;
}

/** A document's authorizers, each created when the first route uses its security scheme. */
export class Authorizers {
  readonly #document: OpenApiDocument;
  readonly #schemes: Readonly<Record<string, SecurityScheme>>;
  readonly #dependencies: AuthorizerDependencies;
  readonly #policy: ResourcePolicy | undefined;
  readonly #created = new Map<string, CreatedAuthorizer>();

  constructor(
    document: OpenApiDocument,
    dependencies: AuthorizerDependencies,
    policy?: ResourcePolicy,
  ) {
    this.#document = document;
    this.#schemes = document.components?.securitySchemes ?? {};
    this.#dependencies = dependencies;
    this.#policy = policy;
  }

  /**
   * Creates the guard of a route; undefined for a public route.
   *
   * @param route - method and path, for errors
   * @throws NotServedError for an unsupported kind of authorization
   * @throws RestApiDefinitionError for an undeclared scheme, more than one, or unclear authorization
   */
  forOperation(route: string, operation: Operation): Guard | undefined {
    const requirements = requirementsOf(route, operation, this.#document);
    const authType = operation["x-amazon-apigateway-auth"]?.type?.toUpperCase() ?? "NONE";
    if (authType === "AWS_IAM") {
      return createWorkflow("iam", createIamAuthorize(this.#dependencies), this.#policy);
    }
    if (authType !== "NONE") {
      throw new NotServedError(route, "authorizer", authType, [...kinds.keys()]);
    }
    const required = requirements
      .flatMap((schemes) => Object.entries(schemes))
      .filter(([name]) => !isApiKeyScheme(this.#schemes[name]));
    const [first, second] = required;
    if (first === undefined) {
      return createWorkflow("none", undefined, this.#policy);
    }
    const { kind, authorizer } = this.#authorizer(route, first[0]);
    if (second !== undefined) {
      // An unsupported kind is reported first.
      this.#authorizer(route, second[0]);
      throw new RestApiDefinitionError(route, "has more than one authorizer; one is allowed");
    }
    return createWorkflow(kind, authorizer.forScopes(first[1]), this.#policy);
  }

  async warm(): Promise<void> {
    await Promise.all([...this.#created.values()].map(({ authorizer }) => authorizer.warm()));
  }

  #authorizer(route: string, name: string): CreatedAuthorizer {
    const created = this.#created.get(name);
    if (created !== undefined) return created;
    const scheme = this.#schemes[name];
    if (scheme === undefined) {
      throw new RestApiDefinitionError(route, `uses the undeclared security scheme "${name}"`);
    }
    const type = typeOf(scheme);
    const kind = kinds.get(type);
    if (kind === undefined) {
      throw new NotServedError(route, "authorizer", type, [...kinds.keys()]);
    }
    const authorizer = kind.create(name, scheme, this.#dependencies);
    const entry = { kind: kind.kind, authorizer };
    this.#created.set(name, entry);
    return entry;
  }
}

/** A scheme without an authorizer is IAM's or an API key's. */
function typeOf(scheme: SecurityScheme): string {
  return (
    scheme["x-amazon-apigateway-authorizer"]?.type?.toLowerCase() ??
    scheme["x-amazon-apigateway-authtype"]?.toLowerCase() ??
    "api_key"
  );
}
