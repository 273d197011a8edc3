/** The parts of an API's OpenAPI 3 document that API Gateway acts on. */
export interface OpenApiDocument {
  readonly paths?: Readonly<Record<string, PathItem>>;
  readonly components?: {
    readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
  };
  readonly "x-amazon-apigateway-binary-media-types"?: readonly string[];
  readonly "x-amazon-apigateway-gateway-responses"?: Readonly<Record<string, ResponseDefinition>>;
  readonly "x-amazon-apigateway-policy"?: unknown;
  readonly "x-amazon-apigateway-request-validator"?: string;
}

/** Operations by method in lower case, and `x-amazon-apigateway-any-method`. */
export type PathItem = Readonly<Record<string, Operation>>;

export interface Operation {
  /** Scheme name → scopes, of which a token needs any one. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly "x-amazon-apigateway-auth"?: { readonly type?: string };
  readonly "x-amazon-apigateway-integration"?: IntegrationDefinition;
  readonly "x-amazon-apigateway-request-validator"?: string;
}

export interface SecurityScheme {
  readonly type?: string;
  /** The header (or query parameter) that carries the token. */
  readonly name?: string;
  readonly in?: string;
  readonly "x-amazon-apigateway-authtype"?: string;
  readonly "x-amazon-apigateway-authorizer"?: AuthorizerDefinition;
}

export interface AuthorizerDefinition {
  readonly type?: string;
  /** User pools' ARNs; may hold `${stageVariables.x}`. */
  readonly providerARNs?: readonly string[];
  /** Seconds, 0 to 3600. */
  readonly authorizerResultTtlInSeconds?: number;
  /** For user pools: a regular expression on the token's `aud`. */
  readonly identityValidationExpression?: string;
}

export interface IntegrationDefinition {
  readonly type?: string;
  readonly uri?: string;
  /** The method towards the backend. */
  readonly httpMethod?: string;
  /** Content type (or `$default`) → template. */
  readonly requestTemplates?: Readonly<Record<string, string>>;
  /** Selection pattern (or `default`) → response. */
  readonly responses?: Readonly<Record<string, ResponseDefinition>>;
  readonly passthroughBehavior?: string;
  readonly contentHandling?: string;
  /** Milliseconds, 50 to 29000. */
  readonly timeoutInMillis?: number;
  readonly responseTransferMode?: string;
}

/** An integration response, or a gateway response. */
export interface ResponseDefinition {
  readonly statusCode?: string | number;
  readonly responseParameters?: Readonly<Record<string, string>>;
  readonly responseTemplates?: Readonly<Record<string, string>>;
}
