import { eventHeaders } from "../../exchange/eventHeaders.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { requestContext } from "../../integrations/lambdaProxy/event.ts";

/** (API Gateway Developer Guide, "Input to an API Gateway Lambda authorizer") */
export const tokenEvent = ({ methodArn }: Exchange, authorizationToken: string): object => ({
  type: "TOKEN",
  authorizationToken,
  methodArn,
});

/** The request without its body. (Same page) */
export function requestEvent(exchange: Exchange): object {
  const { request, route, served, methodArn } = exchange;
  const { single: headers, multi: multiValueHeaders } = eventHeaders(exchange);
  return {
    type: "REQUEST",
    methodArn,
    resource: route?.resourcePath,
    path: request.target.path,
    httpMethod: request.method,
    headers,
    multiValueHeaders,
    queryStringParameters: request.target.query?.single ?? {},
    multiValueQueryStringParameters: request.target.query?.multi ?? {},
    pathParameters: exchange.pathParameters ?? {},
    stageVariables: served.model.stage.variables,
    requestContext: requestContext(exchange),
  };
}
