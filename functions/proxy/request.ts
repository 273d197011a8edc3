import { remember } from "../shared/remember.ts";
import { addClaims, addUserHeaders, claimPrefix, claimsOf } from "./claims.ts";
import { correlationHeader } from "./correlation.ts";
import type { ProxyEvent } from "./event.ts";
import {
  type DropsHeader,
  dropsUnlisted,
  endToEnd,
  foldedName,
  type HeaderField,
} from "./headers.ts";
import type { ProxySettings } from "./settings.ts";
import { queryOf, servicePath } from "./target.ts";

/** A request to the service. */
export interface ServiceRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer | null;
}

/** Data beyond the event that a request needs. */
interface ProxyContext extends Pick<
  ProxySettings,
  "pathsByRoute" | "withheldByRoute" | "userHeadersByRoute"
> {
  /** Path of the service's URL. */
  readonly basePath: string;
  readonly correlationId: string;
  /** Selects further headers of the client to drop. @default only headers that the proxy itself writes */
  readonly dropsHeader?: DropsHeader;
}

/** The settings that requests depend on. */
export const requestSettings = (settings: ProxySettings): Omit<ProxyContext, "correlationId"> => ({
  basePath: settings.serviceUrl.pathname,
  pathsByRoute: settings.pathsByRoute,
  withheldByRoute: settings.withheldByRoute,
  userHeadersByRoute: settings.userHeadersByRoute,
  dropsHeader: dropsUnlisted(settings.allowedRequestHeaders),
});

/**
 * The request to the service for an event of API Gateway.
 *
 * @throws ProxyFailure when the path is not safe to pass on
 */
export function toServiceRequest(event: ProxyEvent, context: ProxyContext): ServiceRequest {
  const path = servicePath(context.basePath, ofRoute(event, context.pathsByRoute) ?? event.path);
  const headers = requestHeaders(event, context);
  const body = bodyOf(event);
  removeStaleEncoding(headers, body);
  // Without a length, Node.js sends the body of a GET or DELETE without framing.
  if (body) headers["content-length"] = String(body.length);
  return {
    method: event.httpMethod,
    target: path + queryOf(event.multiValueQueryStringParameters),
    headers,
    body,
  };
}

/** A setting of the event's route. */
function ofRoute<T>(
  { httpMethod, resource }: ProxyEvent,
  byRoute: Readonly<Record<string, T>> | undefined,
): T | undefined {
  if (byRoute === undefined) return undefined;
  const key = [`${httpMethod} ${resource}`, `ANY ${resource}`].find((route) =>
    Object.hasOwn(byRoute, route),
  );
  return key === undefined ? undefined : byRoute[key];
}

const bodyOf = ({ body, isBase64Encoded }: ProxyEvent): Buffer | null =>
  body === null ? null : Buffer.from(body, isBase64Encoded ? "base64" : "utf8");

function requestHeaders(event: ProxyEvent, context: ProxyContext): ServiceRequest["headers"] {
  const { identity } = event.requestContext;
  const claims = claimsOf(event.requestContext);
  const consumed = [
    ...(claims ? ["authorization"] : []),
    ...(identity.apiKey ? ["x-api-key"] : []),
    ...(ofRoute(event, context.withheldByRoute)?.map(foldedName) ?? []),
  ];
  const userHeaders = ofRoute(event, context.userHeadersByRoute);
  // The platform's headers come first, for servers that read only a limited number of headers.
  const headers: ServiceRequest["headers"] = Object.create(null);
  Object.assign(headers, forwardedHeaders(event));
  headers[correlationHeader] = context.correlationId;
  if (claims) addClaims(headers, claims);
  if (userHeaders) addUserHeaders(headers, event.requestContext, userHeaders);
  const drops = (name: string) =>
    isOurs(name) || consumed.includes(name) || context.dropsHeader?.(name) === true;
  return Object.assign(headers, endToEnd(fieldsOf(event), drops));
}

/**
 * Headers that a service attributes to the platform, in any spelling of a client, headers that
 * describe the client's connection to the gateway, and the secret of the edge in front of it, with which
 * a service could pass the API's lock.
 */
const isOurs = remember(
  (folded) =>
    folded.startsWith(claimPrefix) ||
    /^(x-forwarded-.*|forwarded|x-real-ip|x-correlation-id|x-edge-secret|host|expect)$/.test(
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

function fieldsOf(event: ProxyEvent): HeaderField[] {
  return Object.entries(event.multiValueHeaders ?? {}).flatMap(([name, values]) =>
    (values ?? []).map((value): HeaderField => [name, value]),
  );
}

/**
 * Headers that describe how the client reached the gateway. API Gateway writes them itself, in this
 * spelling, and appends the address it saw to `X-Forwarded-For`. Earlier addresses are unverified, so
 * a service that needs the client's address reads from the right.
 *
 * Source: API Gateway Developer Guide, "Lambda proxy integrations in API Gateway".
 */
export function forwardedHeaders(event: ProxyEvent): Record<string, string> {
  const { headers, requestContext } = event;
  return {
    "x-forwarded-for": endingWith(requestContext.identity.sourceIp, headers?.["X-Forwarded-For"]),
    "x-forwarded-proto": headers?.["X-Forwarded-Proto"] ?? "https",
    "x-forwarded-port": headers?.["X-Forwarded-Port"] ?? "443",
    "x-forwarded-host": requestContext.domainName ?? headers?.["Host"] ?? "",
  };
}

function endingWith(address: string, chain: string | undefined): string {
  if (chain === undefined) return address;
  return chain.split(",").at(-1)?.trim() === address ? chain : `${chain}, ${address}`;
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
export function removeStaleEncoding(
  headers: Record<string, string | string[]>,
  body: Buffer | null,
): void {
  const coding = [headers["content-encoding"]].flat()[0]?.toLowerCase() ?? "";
  const check = Object.hasOwn(isCoded, coding) ? isCoded[coding] : undefined;
  if (check && body && !(body.length > 1 && check(body))) delete headers["content-encoding"];
}
