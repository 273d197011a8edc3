import type { Exchange } from "./exchange.ts";
import { StreamedBody } from "../response/streamedBody.ts";
import { traceRoot } from "./ids.ts";

/** Reads one value of an exchange; undefined if it is missing. */
export type Reader = (exchange: Exchange) => string | number | undefined;

const streamedBody = ({ reply }: Exchange): StreamedBody | undefined =>
  reply?.body instanceof StreamedBody ? reply.body : undefined;

/** Bytes of the body that are sent. */
const bodyLength = ({ reply, request }: Exchange) => {
  if (reply === undefined) return undefined;
  const { status, body } = reply;
  if (request.sentMethod === "HEAD" || status === 204 || status === 304) return 0;
  return body instanceof StreamedBody ? body.length : Buffer.byteLength(body);
};

const timeToFirstContent = (exchange: Exchange) => {
  const afterHeaders = streamedBody(exchange)?.timeToFirstContentMs;
  return afterHeaders === undefined
    ? undefined
    : afterHeaders + (exchange.integrationReport.headersMs ?? 0);
};

/** Undefined without a web ACL. */
const wafResponseCode = ({ firewallReport: { status } }: Exchange) =>
  status && (status === 200 ? "WAF_ALLOW" : "WAF_BLOCK");

/**
 * `$context` by variable name. (API Gateway Developer Guide, "Variables for access logging for API
 * Gateway" and "Variables for data transformations for API Gateway")
 */
const variables: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["accountId", (exchange) => exchange.served.accountId],
  ["apiId", (exchange) => exchange.served.model.id],
  ["authenticate.error", (exchange) => exchange.authenticateReport.error],
  ["authenticate.latency", (exchange) => exchange.authenticateReport.latencyMs],
  ["authenticate.status", (exchange) => exchange.authenticateReport.status],
  ["authorize.error", (exchange) => exchange.authorizeReport.error],
  ["authorize.latency", (exchange) => exchange.authorizeReport.latencyMs],
  ["authorize.status", (exchange) => exchange.authorizeReport.status],
  ["authorizer.error", (exchange) => exchange.authorizerReport.error],
  [
    "authorizer.integrationLatency",
    (exchange) =>
      exchange.authorizerReport.serviceLatencyMs ?? authorizerValue(exchange, "integrationLatency"),
  ],
  ["authorizer.integrationStatus", (exchange) => exchange.authorizerReport.serviceStatus],
  ["authorizer.latency", (exchange) => exchange.authorizerReport.latencyMs],
  ["authorizer.requestId", (exchange) => exchange.authorizerReport.requestId],
  ["authorizer.status", (exchange) => exchange.authorizerReport.status],
  ["awsEndpointRequestId", (exchange) => exchange.integrationReport.requestId],
  ["deploymentId", (exchange) => exchange.served.model.stage.deploymentId],
  ["domainName", (exchange) => exchange.domainName],
  ["domainPrefix", (exchange) => exchange.domainName.split(".", 1)[0]],
  ["endpointType", (exchange) => exchange.served.model.endpointType],
  ["error.message", (exchange) => exchange.error?.clientMessage ?? undefined],
  [
    "error.messageString",
    (exchange) => exchange.error && JSON.stringify(exchange.error.clientMessage),
  ],
  ["error.responseType", (exchange) => exchange.error?.type],
  ["error.validationErrorString", (exchange) => exchange.error?.validationError],
  ["extendedRequestId", (exchange) => exchange.ids.extendedRequestId],
  ["httpMethod", (exchange) => exchange.request.method],
  ["identity.accessKey", (exchange) => exchange.caller?.accessKey],
  ["identity.accountId", (exchange) => exchange.caller?.accountId],
  ["identity.apiKey", (exchange) => exchange.apiKey?.value],
  ["identity.apiKeyId", (exchange) => exchange.apiKey?.id],
  ["identity.caller", (exchange) => exchange.caller?.caller],
  // Identity pools of Cognito and organizations sign no calls here.
  ["identity.cognitoAuthenticationProvider", () => undefined],
  ["identity.cognitoAuthenticationType", () => undefined],
  ["identity.cognitoIdentityId", () => undefined],
  ["identity.cognitoIdentityPoolId", () => undefined],
  ["identity.principalOrgId", () => undefined],
  ["identity.sourceIp", (exchange) => exchange.request.sourceIp],
  ["identity.user", (exchange) => exchange.caller?.user],
  ["identity.userAgent", (exchange) => exchange.request.headers.last("user-agent")],
  ["identity.userArn", (exchange) => exchange.caller?.userArn],
  [
    "integration.error",
    (exchange) => exchange.integrationReport.error ?? streamedBody(exchange)?.error?.message,
  ],
  ["integration.integrationStatus", (exchange) => exchange.integrationReport.serviceStatus],
  ["integration.latency", (exchange) => exchange.integrationReport.latencyMs],
  ["integration.requestId", (exchange) => exchange.integrationReport.requestId],
  ["integration.responseTransferMode", (exchange) => exchange.integrationReport.transferMode],
  ["integration.status", (exchange) => exchange.integrationReport.status],
  ["integration.timeToAllHeaders", (exchange) => exchange.integrationReport.headersMs],
  ["integration.timeToFirstContent", timeToFirstContent],
  ["integrationLatency", (exchange) => exchange.integrationReport.latencyMs],
  ["integrationStatus", (exchange) => exchange.integrationReport.serviceStatus],
  [
    "isCanaryRequest",
    ({ served: { model } }) => model.stage.canary && String(model.stage.isCanary === true),
  ],
  ["path", (exchange) => exchange.request.target.fullPath],
  ["protocol", () => "HTTP/1.1"],
  ["requestId", (exchange) => exchange.ids.requestId],
  ["requestTime", (exchange) => exchange.requestTime],
  ["requestTimeEpoch", (exchange) => exchange.startedAt],
  ["resourceId", (exchange) => exchange.route?.resourceId],
  ["resourcePath", (exchange) => exchange.route?.resourcePath],
  ["responseLatency", (exchange) => Date.now() - exchange.startedAt],
  ["responseLength", bodyLength],
  ["stage", (exchange) => exchange.served.model.stage.name],
  ["status", (exchange) => exchange.reply?.status],
  ["waf.latency", (exchange) => exchange.firewallReport.latencyMs],
  ["waf.status", (exchange) => exchange.firewallReport.status],
  ["wafResponseCode", wafResponseCode],
  ["webaclArn", (exchange) => exchange.firewallReport.webAclArn],
  ["xrayTraceId", (exchange) => traceRoot(exchange.trace)],
]);

/** `authorizer.claims.sub`, or `authorizer.claims['custom:role']` for other characters. */
const claim = /^authorizer\.claims(?:\.(\w+)|\['([^']+)'\])$/;

/** @param name - without `$context.`; an unknown one reads as missing, as on AWS */
export function contextVariable(name: string): Reader {
  const [, plain, quoted] = claim.exec(name) ?? [];
  const claimName = plain ?? quoted;
  if (claimName !== undefined) {
    return ({ authorizer }) => own(authorizer?.claims, claimName);
  }
  const [, passedOn] = /^authorizer\.(\w+)$/.exec(name) ?? [];
  return variables.get(name) ?? ((exchange) => authorizerValue(exchange, passedOn));
}

/** A value of a Lambda authorizer's context: `authorizer.principalId`, or a custom key. */
function authorizerValue({ authorizer }: Exchange, key = ""): string | number | undefined {
  const value = own(authorizer, key);
  return typeof value === "object" ? undefined : value;
}

/** Ignores inherited members, such as `constructor`. */
const own = <Value>(object: Readonly<Record<string, Value>> | undefined, key: string) =>
  object && Object.hasOwn(object, key) ? object[key] : undefined;

type Tree = Record<string, unknown>;

/**
 * `$context` as a tree for templates: `$context.identity.sourceIp`. Values are read on access. Loops see
 * what a proxy event's `requestContext` has, with null for what is missing (recorded on AWS: with the two
 * overrides 18 names, 12 of the identity); other names can only be read by name.
 */
export function contextTree(exchange: Exchange): Tree {
  const root: Tree = Object.create(null);
  for (const { parents, leaf, isListed, isListedIfKnown, read } of paths) {
    let node = root;
    for (const part of parents) {
      if (!(part in node)) {
        Object.defineProperty(node, part, {
          value: Object.create(null) as Tree,
          enumerable: part === "identity",
        });
      }
      node = node[part] as Tree;
    }
    const enumerable = isListed || (isListedIfKnown && read(exchange) !== undefined);
    Object.defineProperty(node, leaf, { get: () => read(exchange), enumerable });
  }
  if (exchange.authorizer !== undefined) {
    const { claims, ...passedOn } = exchange.authorizer;
    const authorizer = Object.assign(Object.create(null), passedOn) as Tree;
    // The claims can only be read one by one.
    const value = Object.assign(Object.create(null), claims) as Tree;
    Object.defineProperty(authorizer, "claims", { value });
    root["authorizer"] = authorizer;
  }
  return root;
}

const listed: ReadonlySet<string> = new Set([
  "accountId",
  "apiId",
  "deploymentId",
  "domainName",
  "domainPrefix",
  "extendedRequestId",
  "httpMethod",
  "path",
  "protocol",
  "requestId",
  "requestTime",
  "requestTimeEpoch",
  "resourceId",
  "resourcePath",
  "stage",
]);
const listedIfKnown: ReadonlySet<string> = new Set([
  "identity.apiKey",
  "identity.apiKeyId",
  "isCanaryRequest",
]);

/** Excludes the authorizer's diagnostics, which only access logs can read. */
const paths = [...variables.keys()]
  .filter((name) => !name.startsWith("authorizer."))
  .map((name) => {
    const parents = name.split(".");
    const leaf = parents.pop()!;
    const isListedIfKnown = listedIfKnown.has(name);
    const isListed = listed.has(name) || (parents[0] === "identity" && !isListedIfKnown);
    return { parents, leaf, isListed, isListedIfKnown, read: contextVariable(name) };
  });
