import { createHash } from "node:crypto";
import { GatewayError } from "../response/gatewayError.ts";
import type { GatewayRequest } from "../request/request.ts";

/**
 * The error for a request without an AWS signature on a route that needs one, and for a request without
 * a route: API Gateway treats both as unsigned calls of an AWS API, or as badly signed ones if they have
 * another kind of `Authorization`.
 */
export function unsigned({ headers }: GatewayRequest): GatewayError {
  const authorization = headers.last("authorization");
  if (authorization === undefined || authorization.startsWith("AWS4-")) {
    return new GatewayError("MISSING_AUTHENTICATION_TOKEN");
  }
  // Returns only a hash, because the header may contain a token and messages are logged.
  const hash = createHash("sha256").update(authorization).digest("base64");
  return new GatewayError("MISSING_AUTHENTICATION_TOKEN", {
    errorType: "IncompleteSignatureException",
    message:
      `'${hash}' not a valid key=value pair (missing equal-sign) in Authorization header ` +
      "(hashed with SHA-256 and encoded with Base64).",
  });
}
