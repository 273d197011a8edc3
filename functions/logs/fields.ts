/** How a value is stored and searched, in OpenSearch's words. */
export type FieldType = "date" | "keyword" | "text" | "long" | "double" | "boolean" | "ip";

/** A field of a document. */
export interface LogField {
  /** ECS's name where it has one (Elastic Common Schema 8), else one below `palisade.`. */
  readonly name: string;
  readonly type: FieldType;
  readonly meaning: string;
  /** Factor from the line's unit to the document's. @default 1 */
  readonly scale?: number;
}

const field =
  (type: FieldType) =>
  (name: string, meaning: string, scale?: number): LogField => ({
    ...{ name, type, meaning },
    ...(scale !== undefined && { scale }),
  });
const keyword = field("keyword");
const long = field("long");
const double = field("double");

/**
 * The names in the platform's own lines of JSON, and the field of a document that each becomes. A name means the same in
 * the line of each hop. They have letters and digits only, as queries of Logs Insights and rules of Contributor Insights
 * want them. docs/logs.md shows this table.
 */
export const lineFields = {
  timestamp: field("date")(
    "@timestamp",
    "when the line was written; of access, firewall and edge logs when the request arrived",
  ),
  level: keyword("log.level", "`info`, `warn` or `error`"),
  message: field("text")("message", "what happened; of a call its route, status and error"),

  correlationId: keyword(
    "palisade.correlation_id",
    "the client's `x-correlation-id` if it is safe, else the gateway's request id",
  ),
  requestId: keyword("http.request.id", "the gateway's id of the call (`x-amzn-RequestId`)"),
  extendedRequestId: keyword("palisade.extended_request_id", "the gateway's `x-amz-apigw-id`"),
  traceId: keyword("trace.id", "X-Ray's trace, without its dashes: 32 hexadecimal digits"),
  w3cTraceId: keyword("palisade.w3c_trace_id", "the trace of `traceparent`, if it is the client's"),
  integrationRequestId: keyword(
    "palisade.integration_request_id",
    "AWS's id of the integration's request; of a function its `faas.execution`",
  ),
  authorizerRequestId: keyword(
    "palisade.authorizer_request_id",
    "`faas.execution` of the authorizer's function",
  ),
  executionId: keyword("faas.execution", "Lambda's request id of an invocation"),
  edgeRequestId: keyword("palisade.edge_request_id", "CloudFront's id of the request"),

  route: keyword("http.route", "method and resource, such as `GET /orders/{id}`"),
  method: keyword("http.request.method", "such as `GET`"),
  path: keyword("url.path", "the path as the client sent it, without its query"),
  host: keyword("url.domain", "the host that the client named"),
  status: long("http.response.status_code", "of the response to the client"),
  requestBytes: long("http.request.body.bytes", "of the request's body"),
  responseBytes: long("http.response.body.bytes", "of the response's body"),

  durationMs: long("event.duration", "of this hop and those behind it, in nanoseconds", 1e6),
  upstreamMs: double("palisade.upstream_ms", "the service's part, over all attempts, in ms"),
  integrationLatencyMs: double("palisade.integration_ms", "the integration's part, in ms"),
  authorizerLatencyMs: double("palisade.authorizer_ms", "the authorizer's part, in ms"),
  attempts: long("palisade.attempts", "how often the proxy function sent the request"),
  coldStart: field("boolean")("faas.coldstart", "whether the function's instance was new"),

  errorType: keyword("error.type", "the kind of a failure, such as `THROTTLED` or `timeout`"),
  error: field("text")("error.message", "the cause of a failure"),
  integrationStatus: long("palisade.integration_status", "of the AWS service that was called"),
  backendStatus: long("palisade.backend_status", "what the function or backend returned"),
  fallbackFor: keyword("palisade.fallback_for", "the failure that a fallback has replaced"),
  triggerSource: keyword("palisade.trigger_source", "why Cognito called the trigger"),

  service: keyword("service.name", "the private service"),
  region: keyword("cloud.region", "the region"),
  caller: keyword("user.id", "`sub` of the user or machine"),
  apiKeyId: keyword("palisade.api_key_id", "the API key's id, never its value"),
  sourceIp: field("ip")("source.ip", "the client's address"),
  userAgent: keyword("user_agent.original", "the client's program"),
  country: keyword("source.geo.country_iso_code", "the client's country"),
  tlsVersion: keyword("tls.version", "of the client's connection"),

  action: keyword("event.action", "what the firewall, the network or the cache did"),
  rule: keyword("rule.name", "the firewall's rule that decided"),
  countedRules: keyword("palisade.counted_rules", "rules that matched and only counted"),
  tags: keyword("tags", "labels of the firewall"),
  edgeLocation: keyword("palisade.edge_location", "CloudFront's location"),
  destinationIp: field("ip")("destination.ip", "where a connection led"),
  sourcePort: long("source.port", "of a connection"),
  destinationPort: long("destination.port", "of a connection"),
  protocol: long("network.iana_number", "IANA's number of the protocol; 6 is TCP"),
  bytes: long("network.bytes", "of a connection"),
  packets: long("network.packets", "of a connection"),
  networkInterface: keyword("palisade.network_interface", "the interface of a connection"),
} satisfies Record<string, LogField>;

export type LineField = keyof typeof lineFields;

/** What a line does not tell: its place, and what follows from its other fields. */
export const addedFields = {
  dataset: keyword("event.dataset", "the kind of log: `palisade.access`, `palisade.function` …"),
  id: keyword("event.id", "CloudWatch's id of the line"),
  start: field("date")("event.start", "when the hop began, if its duration is known"),
  end: field("date")("event.end", "when it ended"),
  outcome: keyword("event.outcome", "`failure` if a 5xx or an error was logged, else `success`"),
  stack: field("text")("error.stack_trace", "the whole error, if it has more than one line"),
  functionName: keyword("faas.name", "the function, of lines of a function"),
  environment: keyword("service.environment", "the environment, such as `prod`"),
  account: keyword("cloud.account.id", "the AWS account"),
  logGroup: keyword("aws.cloudwatch.log_group", "the log group"),
  logStream: keyword("aws.cloudwatch.log_stream", "the log stream"),
} satisfies Record<string, LogField>;

/** Members of a line that the platform does not know, as texts: `labels.<name>`. At most 50 of 1,024 characters. */
export const labelsField = "labels";

/** All fields of a document but `labels`, by the names that the lines and this module give them. */
export const documentFields: readonly LogField[] = Object.values({ ...lineFields, ...addedFields });
