import { gatewayResponseTypes, type GatewayResponseType } from "./gatewayResponseTypes.ts";

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
