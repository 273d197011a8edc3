/** Headers of the connection, which is the gateway's own, and those that no backend gets. */
const never = [
  "connection",
  "expect",
  "keep-alive",
  "proxy-authenticate",
  "te",
  "trailer",
  "upgrade",
];

/**
 * Headers that do not reach an HTTP endpoint even if they are mapped. Recorded by LocalStack from AWS
 * (test_apigateway_header_remapping_http) for `Expect`, `Proxy-Authenticate`, `TE` and `Via`; the others
 * by the Developer Guide, "Amazon API Gateway important notes".
 */
export const droppedForHttp: ReadonlySet<string> = new Set([...never, "via"]);

/** Likewise for AWS services. (test_apigateway_header_remapping_aws) */
export const droppedForServices: ReadonlySet<string> = new Set([...never, "host", "referer"]);
