import type { Exchange } from "../../exchange.ts";
import type { BinaryMatcher } from "../../mediaTypes.ts";
import { canonicalNames, reachesFunction } from "./headers.ts";

/** Both of an event's header maps; without a prototype, because their keys are the client's. */
interface EventHeaders {
  readonly single: Record<string, string>;
  readonly multi: Record<string, readonly string[]>;
}

/**
 * The event of a proxied function, payload format 1.0. (API Gateway Developer Guide, "Lambda proxy
 * integrations in API Gateway")
 */
export function createEvent(exchange: Exchange, isBinary: BinaryMatcher): object {
  const { request, route, body, served } = exchange;
  const { single: headers, multi: multiValueHeaders } = eventHeaders(exchange);
  const isBase64Encoded = body !== undefined && isBinary(request.headers.last("content-type"));
  const variables = served.model.stage.variables;
  return {
    resource: route?.resourcePath,
    path: request.target.path,
    httpMethod: request.method,
    headers,
    multiValueHeaders,
    queryStringParameters: request.target.query?.single ?? null,
    multiValueQueryStringParameters: request.target.query?.multi ?? null,
    pathParameters: exchange.pathParameters ?? null,
    stageVariables: Object.keys(variables).length > 0 ? variables : null,
    requestContext: requestContext(exchange),
    body: body?.toString(isBase64Encoded ? "base64" : "utf8") ?? null,
    isBase64Encoded,
  };
}

function requestContext(exchange: Exchange): object {
  const { request, route, served, domainName } = exchange;
  return {
    resourceId: route?.resourceId,
    resourcePath: route?.resourcePath,
    httpMethod: request.method,
    extendedRequestId: exchange.ids.extendedRequestId,
    requestTime: exchange.requestTime,
    path: request.target.fullPath,
    accountId: served.accountId,
    protocol: "HTTP/1.1",
    stage: served.model.stage.name,
    domainPrefix: domainName.split(".", 1)[0],
    requestTimeEpoch: exchange.startedAt,
    requestId: exchange.ids.requestId,
    ...(exchange.authorizer && { authorizer: exchange.authorizer }),
    identity: {
      cognitoIdentityPoolId: null,
      accountId: null,
      cognitoIdentityId: null,
      caller: null,
      sourceIp: request.sourceIp,
      principalOrgId: null,
      accessKey: null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: null,
      userAgent: request.headers.last("user-agent") ?? null,
      user: null,
    },
    domainName,
    deploymentId: served.model.stage.deploymentId,
    apiId: served.model.id,
  };
}

function eventHeaders({ request, trace }: Exchange): EventHeaders {
  const single: Record<string, string> = Object.create(null);
  const multi: Record<string, readonly string[]> = Object.create(null);
  const set = (name: string, values: readonly string[]): void => {
    single[name] = values.at(-1) ?? "";
    multi[name] = values;
  };

  for (const [key, { name, values }] of request.headers.entries()) {
    if (reachesFunction(key) && !isSignature(key, values)) {
      set(canonicalNames.get(key) ?? name, values);
    }
  }
  const forwardedFor = [...request.headers.values("x-forwarded-for"), request.sourceIp];
  set("Host", [request.host]);
  set("X-Amzn-Trace-Id", [trace]);
  set("X-Forwarded-For", [forwardedFor.join(", ")]);
  set("X-Forwarded-Port", ["443"]);
  set("X-Forwarded-Proto", ["https"]);
  return { single, multi };
}

/** A SigV4 signature was meant for API Gateway and stays there. */
function isSignature(key: string, values: readonly string[]): boolean {
  return key === "authorization" && values.some((value) => value.startsWith("AWS4-HMAC-SHA256"));
}
