import { eventHeaders } from "../../exchange/eventHeaders.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import type { BinaryMatcher } from "../../request/mediaTypes.ts";

/**
 * Creates the event of a proxied function, payload format 1.0. (API Gateway Developer Guide, "Lambda proxy
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

/** Creates `requestContext` for functions behind routes and for those of authorizers. */
export function requestContext(exchange: Exchange): object {
  const { request, route, served, domainName, caller } = exchange;
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
      accountId: caller?.accountId ?? null,
      cognitoIdentityId: null,
      caller: caller?.caller ?? null,
      sourceIp: request.sourceIp,
      principalOrgId: null,
      accessKey: caller?.accessKey ?? null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: caller?.userArn ?? null,
      userAgent: request.headers.last("user-agent") ?? null,
      user: caller?.user ?? null,
      // Absent, not null, if the method does not require a key.
      ...(exchange.apiKey && { apiKey: exchange.apiKey.value, apiKeyId: exchange.apiKey.id }),
    },
    domainName,
    deploymentId: served.model.stage.deploymentId,
    apiId: served.model.id,
  };
}
