interface GatewayResponseDefaults {
  readonly status: number;
  /** The `x-amzn-ErrorType` header. */
  readonly errorType: string;
  /** What the caller reads as `message`. */
  readonly message: string | null;
}

/**
 * What API Gateway answers by itself unless the API says otherwise.
 *
 * Statuses are those of "Gateway response types for API Gateway" (API Gateway Developer Guide), except
 * that a failed integration is 500 or 502 in practice, whatever the 504 of that page. Messages and
 * error types are documented nowhere; they are those that callers of AWS report.
 */
const gatewayResponseTypes = {
  ACCESS_DENIED: {
    status: 403,
    errorType: "AccessDeniedException",
    message: "User is not authorized to access this resource",
  },
  API_CONFIGURATION_ERROR: {
    status: 500,
    errorType: "InternalServerErrorException",
    message: "Internal server error",
  },
  AUTHORIZER_CONFIGURATION_ERROR: {
    status: 500,
    errorType: "AuthorizerConfigurationException",
    message: null,
  },
  AUTHORIZER_FAILURE: { status: 500, errorType: "AuthorizerFailureException", message: null },
  BAD_REQUEST_BODY: {
    status: 400,
    errorType: "BadRequestException",
    message: "Invalid request body",
  },
  BAD_REQUEST_PARAMETERS: {
    status: 400,
    errorType: "BadRequestException",
    message: "Missing required request parameters",
  },
  DEFAULT_4XX: { status: 400, errorType: "BadRequestException", message: "Bad Request" },
  DEFAULT_5XX: {
    status: 500,
    errorType: "InternalServerErrorException",
    message: "Internal server error",
  },
  EXPIRED_TOKEN: {
    status: 403,
    errorType: "ExpiredTokenException",
    message: "The security token included in the request is expired",
  },
  INTEGRATION_FAILURE: {
    status: 500,
    errorType: "InternalServerErrorException",
    message: "Internal server error",
  },
  INTEGRATION_TIMEOUT: {
    status: 504,
    errorType: "InternalServerErrorException",
    message: "Endpoint request timed out",
  },
  INVALID_API_KEY: { status: 403, errorType: "ForbiddenException", message: "Forbidden" },
  INVALID_SIGNATURE: {
    status: 403,
    errorType: "InvalidSignatureException",
    message: "The request signature we calculated does not match the signature you provided.",
  },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    errorType: "MissingAuthenticationTokenException",
    message: "Missing Authentication Token",
  },
  QUOTA_EXCEEDED: { status: 429, errorType: "LimitExceededException", message: "Limit Exceeded" },
  REQUEST_TOO_LARGE: {
    status: 413,
    errorType: "RequestEntityTooLargeException",
    message: "HTTP content length exceeded 10485760 bytes.",
  },
  RESOURCE_NOT_FOUND: { status: 404, errorType: "NotFoundException", message: "Not Found" },
  THROTTLED: {
    status: 429,
    errorType: "TooManyRequestsException",
    message: "Too Many Requests",
  },
  UNAUTHORIZED: { status: 401, errorType: "UnauthorizedException", message: "Unauthorized" },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    errorType: "BadRequestException",
    message: "Unsupported Media Type",
  },
  WAF_FILTERED: { status: 403, errorType: "ForbiddenException", message: "Forbidden" },
} as const satisfies Record<string, GatewayResponseDefaults>;

export type GatewayResponseType = keyof typeof gatewayResponseTypes;

export function isGatewayResponseType(name: string): name is GatewayResponseType {
  return Object.hasOwn(gatewayResponseTypes, name);
}

/** Where a request is answered by the gateway itself, and not by an integration. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly type: GatewayResponseType;
  /** Before the API's own gateway responses have their say. */
  readonly status: number;
  /** The `x-amzn-ErrorType` header. */
  readonly errorType: string;
  /** `$context.error.message`; null where AWS tells nothing. */
  readonly clientMessage: string | null;
  /** `$context.error.validationErrorString`; told to the client only where the API does so itself. */
  readonly validationError: string | undefined;

  /** @param details - where they differ from the type's own */
  constructor(
    type: GatewayResponseType,
    details: {
      status?: number;
      errorType?: string;
      message?: string;
      validationError?: string;
      cause?: unknown;
    } = {},
  ) {
    const defaults = gatewayResponseTypes[type];
    const message = details.message ?? defaults.message;
    super(message ?? type, { cause: details.cause });
    this.type = type;
    this.status = details.status ?? defaults.status;
    this.errorType = details.errorType ?? defaults.errorType;
    this.clientMessage = message;
    this.validationError = details.validationError;
  }
}
