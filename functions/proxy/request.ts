import { remember } from "../shared/remember.ts";
import { addClaims, claimPrefix, type ClaimHeader } from "./claims.ts";
import { correlationHeader } from "./correlation.ts";
import type { ProxyEvent } from "./event.ts";
import { removeStaleEncoding } from "./contentEncoding.ts";
import { forwardedHeaders } from "./forwarded.ts";
import type { DropsHeader } from "./headerFilter.ts";
import { endToEnd, type HeaderField } from "./headers.ts";
import { servicePath } from "./path.ts";
import { queryOf } from "./query.ts";

/** What is sent to the service. */
export interface ServiceRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer | null;
}

/** What the proxy knows beyond the event. */
export interface ProxyContext {
  /** Path of the service's URL. */
  readonly basePath: string;
  readonly correlationId: string;
  readonly claimHeaders: readonly ClaimHeader[];
  /** Which of the client's headers the service does not get. @default those that the proxy itself writes */
  readonly dropsHeader?: DropsHeader;
}

/**
 * The request to the service for an event of API Gateway.
 *
 * @throws ProxyFailure when the path must not be passed on
 */
export function toServiceRequest(event: ProxyEvent, context: ProxyContext): ServiceRequest {
  const path = servicePath(context.basePath, event.path);
  const headers = requestHeaders(event, context);
  const body = bodyOf(event);
  removeStaleEncoding(headers, body);
  // Node.js does not frame the body of a GET or DELETE unless it is told the length.
  if (body) headers["content-length"] = String(body.length);
  return {
    method: event.httpMethod,
    target: path + queryOf(event.multiValueQueryStringParameters),
    headers,
    body,
  };
}

const bodyOf = ({ body, isBase64Encoded }: ProxyEvent): Buffer | null =>
  body === null ? null : Buffer.from(body, isBase64Encoded ? "base64" : "utf8");

function requestHeaders(event: ProxyEvent, context: ProxyContext): ServiceRequest["headers"] {
  const { authorizer, identity } = event.requestContext;
  const consumed = [
    ...(authorizer?.claims ? ["authorization"] : []),
    ...(identity.apiKey ? ["x-api-key"] : []),
  ];
  // The platform's word comes first: a server that stops reading after so many headers still has it.
  const headers: ServiceRequest["headers"] = Object.create(null);
  Object.assign(headers, forwardedHeaders(event));
  headers[correlationHeader] = context.correlationId;
  if (authorizer?.claims) addClaims(headers, authorizer.claims, context.claimHeaders);
  const drops = (name: string) =>
    isOurs(name) || consumed.includes(name) || context.dropsHeader?.(name) === true;
  return Object.assign(headers, endToEnd(fieldsOf(event), drops));
}

/**
 * Headers that a service takes for the platform's word, in whatever spelling a client sends them,
 * and those that hold for the client's connection to the gateway.
 */
const isOurs = remember(
  (folded) =>
    folded.startsWith(claimPrefix) ||
    /^(x-forwarded-.*|forwarded|x-real-ip|x-correlation-id|host|expect)$/.test(folded) ||
    replacesRequest.test(folded),
);

/**
 * Headers by which frameworks put another method or path in the request's place. What the service
 * carries out has to be what API Gateway authorized, which has heeded X-HTTP-Method-Override itself.
 */
const replacesRequest =
  /^x-(http-method|http-method-override|method-override|original-url|rewrite-url)$/;

function fieldsOf(event: ProxyEvent): HeaderField[] {
  return Object.entries(event.multiValueHeaders ?? {}).flatMap(([name, values]) =>
    (values ?? []).map((value): HeaderField => [name, value]),
  );
}
