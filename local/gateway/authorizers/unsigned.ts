import { createHash } from "node:crypto";
import { GatewayError } from "../response/gatewayError.ts";
import type { GatewayRequest } from "../request/request.ts";

/**
 * What a request is told that carries no AWS signature where one is expected, or that leads to no
 * route: to API Gateway that looks like an unsigned call of an AWS API, or like a badly signed one
 * when it carries some other `Authorization`.
 */
export function unsigned({ headers }: GatewayRequest): GatewayError {
  const authorization = headers.last("authorization");
  if (authorization === undefined || authorization.startsWith("AWS4-")) {
    return new GatewayError("MISSING_AUTHENTICATION_TOKEN");
  }
  // Only a hash goes back: the header may hold a token, and messages reach logs.
  const hash = createHash("sha256").update(authorization).digest("base64");
  return new GatewayError("MISSING_AUTHENTICATION_TOKEN", {
    errorType: "IncompleteSignatureException",
    message:
      `'${hash}' not a valid key=value pair (missing equal-sign) in Authorization header ` +
      "(hashed with SHA-256 and encoded with Base64).",
  });
}
