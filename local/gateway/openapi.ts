/** The parts of an API's OpenAPI 3 document that API Gateway uses. */
export interface OpenApiDocument {
  readonly paths?: Readonly<Record<string, PathItem>>;
  readonly components?: {
    readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
    readonly parameters?: Readonly<Record<string, ParameterDefinition>>;
    /** Models. */
    readonly schemas?: Readonly<Record<string, JsonSchema>>;
  };
  /** Applies to operations without their own. */
  readonly security?: readonly SecurityRequirement[];
  /** API Gateway defines it for operations only. */
  readonly "x-amazon-apigateway-auth"?: { readonly type?: string };
  /** `HEADER` or `AUTHORIZER`. */
  readonly "x-amazon-apigateway-api-key-source"?: string;
  readonly "x-amazon-apigateway-binary-media-types"?: readonly string[];
  readonly "x-amazon-apigateway-gateway-responses"?: Readonly<Record<string, ResponseDefinition>>;
  /** The smallest response, in bytes, that is compressed. */
  readonly "x-amazon-apigateway-minimum-compression-size"?: number;
  readonly "x-amazon-apigateway-policy"?: unknown;
  /** The reason why all routes respond with 501, written by this platform. */
  readonly "x-palisade-not-served"?: string;
  /** The default validator of operations. */
  readonly "x-amazon-apigateway-request-validator"?: string;
  readonly "x-amazon-apigateway-request-validators"?: Readonly<
    Record<string, RequestValidatorDefinition>
  >;
}

/** JSON Schema draft 4. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface RequestValidatorDefinition {
  readonly validateRequestBody?: boolean;
  readonly validateRequestParameters?: boolean;
}

/** A parameter of a request; API Gateway ignores its other properties. */
export interface ParameterDefinition {
  readonly name: string;
  /** `header`, `path` or `query`. */
  readonly in: string;
  readonly required?: boolean;
}

/** Operations by method in lower case, and `x-amazon-apigateway-any-method`. */
export type PathItem = Readonly<Record<string, Operation>>;

export interface Operation {
  readonly security?: readonly SecurityRequirement[];
  readonly "x-amazon-apigateway-auth"?: { readonly type?: string };
  readonly "x-amazon-apigateway-integration"?: IntegrationDefinition;
  readonly "x-amazon-apigateway-request-validator"?: string;
  /** The reason why the route responds with 501, written by this platform. */
  readonly "x-palisade-not-served"?: string;
  readonly parameters?: readonly (ParameterDefinition | { readonly $ref: string })[];
  readonly requestBody?: {
    readonly content?: Readonly<Record<string, { readonly schema?: JsonSchema }>>;
  };
}

/** Scheme name → scopes; a token needs one of them. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

export interface SecurityScheme {
  readonly type?: string;
  /** The header (or query parameter) with the token. */
  readonly name?: string;
  readonly in?: string;
  readonly "x-amazon-apigateway-authtype"?: string;
  readonly "x-amazon-apigateway-authorizer"?: AuthorizerDefinition;
}

export interface AuthorizerDefinition {
  readonly type?: string;
  /** ARNs of user pools; may contain `${stageVariables.x}`. */
  readonly providerARNs?: readonly string[];
  /** Seconds, 0 to 3600. */
  readonly authorizerResultTtlInSeconds?: number;
  /** A Lambda authorizer's function; may contain `${stageVariables.x}`. */
  readonly authorizerUri?: string;
  /** The role assumed to invoke a Lambda authorizer's function. */
  readonly authorizerCredentials?: string;
  /** A list of mapping expressions: `method.request.header.Auth, context.identity.sourceIp`. */
  readonly identitySource?: string;
  /** A regular expression for the token or, with user pools, for its `aud`. */
  readonly identityValidationExpression?: string;
}

export interface IntegrationDefinition {
  readonly type?: string;
  readonly uri?: string;
  /** The method of the backend request. */
  readonly httpMethod?: string;
  /** Content type (or `$default`) → template. */
  readonly requestTemplates?: Readonly<Record<string, string>>;
  /** Selection pattern (or `default`) → response. */
  readonly responses?: Readonly<Record<string, ResponseDefinition>>;
  readonly passthroughBehavior?: string;
  readonly contentHandling?: string;
  /** The role assumed for the call. */
  readonly credentials?: string;
  /** `integration.request.header.x` → the source of its value. */
  readonly requestParameters?: Readonly<Record<string, string>>;
  /** Milliseconds, 50 to 29000; streaming up to 900000. */
  readonly timeoutInMillis?: number;
  /** `BUFFERED` or `STREAM`. */
  readonly responseTransferMode?: string;
  /** `INTERNET` or `VPC_LINK`. */
  readonly connectionType?: string;
  /** The VPC link. */
  readonly connectionId?: string;
  /** ARN of the load balancer behind a VPC link. */
  readonly integrationTarget?: string;
  /** Methods of one namespace share cached responses. @default the resource's id */
  readonly cacheNamespace?: string;
  /** Such as `method.request.querystring.page`. */
  readonly cacheKeyParameters?: readonly string[];
  readonly tlsConfig?: { readonly insecureSkipVerification?: boolean };
}

/** An integration response, or a gateway response. */
export interface ResponseDefinition {
  readonly statusCode?: string | number;
  readonly responseParameters?: Readonly<Record<string, string>>;
  readonly responseTemplates?: Readonly<Record<string, string>>;
  readonly contentHandling?: string;
  /** The reason why a gateway response is replaced by 501, written by this platform. */
  readonly "x-palisade-not-served"?: string;
}
