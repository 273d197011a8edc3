interface GatewayResponseDefaults {
  readonly status: number;
  /** The `x-amzn-ErrorType` header. */
  readonly errorType: string;
  /** The `message` in the default body. */
  readonly message: string | null;
}

/**
 * API Gateway's own responses, which an API can customize.
 *
 * Statuses are those of "Gateway response types for API Gateway" (API Gateway Developer Guide), except
 * that a failed integration is 500 or 502 in practice, not 504 as on that page. Messages and error
 * types are undocumented; these are reported by callers of AWS.
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

/** A custom response of a web ACL. */
interface FixedResponse {
  readonly status: number;
  /** Alternating names and values. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** A response of the gateway itself, instead of an integration's. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly type: GatewayResponseType;
  /** The default, which the API's gateway responses can change. */
  readonly status: number;
  /** The `x-amzn-ErrorType` header. */
  readonly errorType: string;
  /** `$context.error.message`; null where AWS returns none. */
  readonly clientMessage: string | null;
  /** `$context.error.validationErrorString`; clients see it only if the API returns it. */
  readonly validationError: string | undefined;
  /** The response as it is, which the API's gateway responses can't change. */
  readonly response: FixedResponse | undefined;

  /** @param details - override the type's defaults */
  constructor(
    type: GatewayResponseType,
    details: {
      status?: number;
      errorType?: string;
      message?: string;
      validationError?: string;
      response?: FixedResponse | undefined;
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
    this.response = details.response;
  }
}
