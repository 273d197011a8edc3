/** Lines of AWS and of the platform, and ids in them. */

export const id = "60e66d49-a448-4096-b6c3-e74cfe509743";
export const execution = "0a1b2c3d-0000-4000-8000-00000000abcd";
export const trace = "1-6b0ddf8f-223a134afab23d29c23aae64";
export const traceId = "6b0ddf8f223a134afab23d29c23aae64";
export const at = "2026-11-30T20:41:52.014Z";
export const ms = Date.parse(at);

export const access = {
  requestId: id,
  extendedRequestId: "1-1pXMv4ytPnAVo=",
  integrationRequestId: execution,
  authorizerRequestId: "-",
  traceId: trace,
  timestamp: String(ms),
  route: "GET /orders",
  status: "504",
  responseBytes: "191",
  durationMs: "34",
  integrationLatencyMs: "31",
  integrationStatus: "200",
  integrationError: "-",
  errorType: "INTEGRATION_TIMEOUT",
  authorizerError: "-",
  caller: "e8e6a03c",
  apiKeyId: "k1",
  sourceIp: "127.0.0.1",
  userAgent: "curl/7.88.1",
};

export const firewall = {
  timestamp: ms,
  webaclId: "arn:aws:wafv2:…",
  terminatingRuleId: "blockTest",
  action: "BLOCK",
  httpSourceName: "APIGW",
  labels: [{ name: "awswaf:x" }],
  nonTerminatingMatchingRules: [{ ruleId: "count", action: "COUNT" }],
  httpRequest: {
    clientIp: "2001:db8::1",
    country: "CH",
    uri: "/live/orders",
    args: "token=secret",
    httpMethod: "GET",
    requestId: "1-1pXMv4ytPnAVo=",
    headers: [
      { name: "User-Agent", value: "curl" },
      { name: "X-Correlation-Id", value: "mine-1" },
      { name: "X-Own-Key", value: "secret" },
    ],
  },
};

export const edge = {
  "timestamp(ms)": String(ms),
  "x-edge-request-id": "edge-1==",
  "x-edge-location": "ZRH50-C1",
  "c-ip": "192.0.2.1",
  "c-country": "CH",
  "cs-method": "GET",
  "x-host-header": "api.example.com",
  "cs-uri-stem": "/orders",
  "cs(User-Agent)": "curl%2F8",
  "cs-bytes": "50",
  "sc-status": "502",
  "sc-bytes": "191",
  "time-taken": "0.034",
  "x-edge-result-type": "Error",
  "x-edge-detailed-result-type": "OriginConnectError",
  "ssl-protocol": "-",
};
