/**
 * What stands in each line of the access log, by field. Not `error.message`: it is free text that
 * may hold what the caller sent, and quotes.
 * Source: API Gateway Developer Guide, "Variables for access logging for API Gateway".
 */
const fields = {
  requestId: "$context.requestId",
  extendedRequestId: "$context.extendedRequestId",
  requestTime: "$context.requestTime",
  httpMethod: "$context.httpMethod",
  resourcePath: "$context.resourcePath",
  status: "$context.status",
  responseLength: "$context.responseLength",
  responseLatencyMs: "$context.responseLatency",
  integrationLatencyMs: "$context.integration.latency",
  integrationStatus: "$context.integration.integrationStatus",
  backendStatus: "$context.integration.status",
  integrationError: "$context.integration.error",
  errorType: "$context.error.responseType",
  authorizerError: "$context.authorizer.error",
  caller: "$context.authorizer.claims.sub",
  apiKeyId: "$context.identity.apiKeyId",
  sourceIp: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
  tlsVersion: "$context.tlsVersion",
  traceId: "$context.xrayTraceId",
};

/** The format of the access log: one line of JSON per call. */
export const accessLogFormat = JSON.stringify(fields);
