import { remember } from "../shared/remember.ts";
import type { Call } from "./call.ts";
import { claimPrefix, claimsOf } from "./claims.ts";
import { refuseEncodedSlashes } from "./encodedSlashes.ts";
import type { ProxyEvent } from "./event.ts";
import { type DropsHeader, endToEnd, type HeaderValues } from "./headers.ts";
import { platformHeaders } from "./platformHeaders.ts";
import { queryOf, servicePath, signatureQuery } from "./target.ts";

/** A request to the service. */
export interface ServiceRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Alternating names and values, in the order in which they are sent. */
  readonly headers: string[];
  readonly body: Buffer | null;
}

/**
 * The request to the service for a call.
 *
 * @param basePath - path of the service's URL without a slash at its end
 * @param dropsHeader - selects further headers of the client to drop
 * @throws ProxyFailure when the path is not safe to pass on
 */
export function toServiceRequest(
  call: Call,
  basePath: string,
  dropsHeader: DropsHeader,
): ServiceRequest {
  const { event, route } = call;
  refuseEncodedSlashes(call);
  const path = servicePath(basePath, route.fixedPath ?? event.path);
  const isSigned = event.requestContext.identity.accessKey;
  const withheldQuery = isSigned ? signatureQuery : route.withheldQuery;
  const body = bodyOf(event);
  call.requestBytes = body?.length ?? 0;
  return {
    method: event.httpMethod,
    target: path + queryOf(event.multiValueQueryStringParameters, withheldQuery),
    headers: requestHeaders(call, body, dropsHeader),
    body,
  };
}

const bodyOf = ({ body, isBase64Encoded }: ProxyEvent): Buffer | null =>
  body === null ? null : Buffer.from(body, isBase64Encoded ? "base64" : "utf8");

/** The platform's headers come first, for servers that read only a limited number of headers. */
function requestHeaders(call: Call, body: Buffer | null, dropsHeader: DropsHeader): string[] {
  const headers: string[] = [];
  const added = platformHeaders(call);
  for (const name in added) append(headers, name, added[name]!);
  const length = lengthOf(call.event.httpMethod, body);
  if (length !== undefined) headers.push("content-length", length);
  const own = clientHeaders(call, dropsHeader);
  removeStaleEncoding(own, body);
  // Objects list numeric names first; they are sent last.
  const numbers: string[] = [];
  for (const name in own) append(isNumber(name) ? numbers : headers, name, own[name]!);
  if (numbers.length > 0) headers.push(...numbers);
  return headers;
}

const isNumber = remember((name) => /^\d+$/.test(name));

function append(headers: string[], name: string, value: string | string[]): void {
  if (typeof value === "string") headers.push(name, sendable(value));
  // Cookies that arrived in several fields are joined. Source: RFC 9113, 8.2.3.
  else if (name === "cookie") headers.push(name, sendable(value.join("; ")));
  else for (const each of value) headers.push(name, sendable(each));
}

/** Node.js sends a character of a header as one byte; others are sent as the bytes of their UTF-8. */
const sendable = (value: string): string =>
  beyondLatin1.test(value) ? Buffer.from(value).toString("latin1") : value;

const beyondLatin1 = /[^\0-\xff]/;

/** Without a length, Node.js sends the body of a GET or DELETE without framing. */
function lengthOf(method: string, body: Buffer | null): string | undefined {
  if (body) return String(body.length);
  return /^(POST|PUT|PATCH)$/.test(method) ? "0" : undefined;
}

/** The client's headers that the service receives. */
function clientHeaders({ event, route }: Call, dropsHeader: DropsHeader): HeaderValues {
  const { apiKey, accessKey } = event.requestContext.identity;
  const dropsAuthorization = claimsOf(event.requestContext) !== undefined || accessKey;
  return endToEnd(
    fieldsOf(event),
    (name) =>
      isOurs(name) ||
      (dropsAuthorization && name === "authorization") ||
      (accessKey && name === "x-amz-security-token") ||
      (apiKey && name === "x-api-key") ||
      route.withheld.has(name) ||
      dropsHeader(name),
  );
}

/**
 * Headers that a service attributes to the platform, in any spelling of a client, headers that
 * describe the client's connection to the gateway, the secret of the edge in front of it, with which a
 * service could pass the API's lock, and failures to inject.
 */
const isOurs = remember(
  (folded) =>
    folded.startsWith(claimPrefix) ||
    /^(x-forwarded(-.*)?|forwarded(-for)?|x-real-ip|true-client-ip|(x-)?(cluster-)?client-ip|x-(original-)?host|x-original-uri|x-correlation-id|x-edge-secret|x-fault-injection|host|expect|traceparent|tracestate|x-amzn-trace-id)$/.test(
      folded,
    ) ||
    replacesRequest.test(folded),
);

/**
 * Headers by which frameworks replace a request's method or path. The service must carry out the
 * request that API Gateway authorized, which has already applied X-HTTP-Method-Override.
 */
const replacesRequest =
  /^x-(http-method|http-method-override|method-override|original-url|rewrite-url)$/;

/** Alternating names and values, as API Gateway received them. */
function fieldsOf({ multiValueHeaders }: ProxyEvent): string[] {
  const fields: string[] = [];
  for (const name in multiValueHeaders) {
    for (const value of multiValueHeaders[name] ?? []) fields.push(name, value);
  }
  return fields;
}

/** Whether a body begins like data of this coding. Source: RFC 1952, 2.3.1; RFC 1950, 2.2. */
const isCoded: Readonly<Record<string, (body: Buffer) => boolean>> = {
  gzip: (body) => body[0] === 0x1f && body[1] === 0x8b,
  deflate: (body) => (body[0]! & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0,
  identity: () => false,
};

/**
 * Removes the `content-encoding` of a body that is no longer encoded: API Gateway decompresses
 * requests, but leaves the header. Source: API Gateway Developer Guide, "Call an API method with a
 * compressed payload in API Gateway".
 */
export function removeStaleEncoding(headers: HeaderValues, body: Buffer | null): void {
  const coding = headers["content-encoding"]?.[0]?.toLowerCase() ?? "";
  const check = Object.hasOwn(isCoded, coding) ? isCoded[coding] : undefined;
  if (check && body && !(body.length > 1 && check(body))) delete headers["content-encoding"];
}
