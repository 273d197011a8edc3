import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Authorize } from "./authorizers/index.ts";
import { createRequestIds, Exchange, type Reply } from "./exchange.ts";
import { GatewayError } from "./gatewayError.ts";
import { defaultReply } from "./gatewayResponses.ts";
import type { GatewayOptions } from "./options.ts";
import { parseRequest, type GatewayRequest } from "./request.ts";
import { ClientGoneError, readBody } from "./requestBody.ts";
import type { Route } from "./routes.ts";
import type { Stage } from "./stage.ts";

/** Where what happens is told to. */
export type Sinks = Required<Pick<GatewayOptions, "writeAccessLog" | "reportError">>;

/** The longest ARN of a method with an authorizer. (API Gateway Developer Guide, "Amazon API Gateway quotas") */
const maxMethodArnLength = 1600;

/**
 * Answers a request, whatever it is.
 *
 * @throws ClientGoneError when nobody is left to answer
 */
export async function handleRequest(
  stage: Stage,
  incoming: IncomingMessage,
  sinks: Sinks,
): Promise<Reply> {
  let exchange: Exchange | undefined;
  let reply: Reply;
  try {
    exchange = openExchange(stage, incoming);
    reply = await answer(stage, exchange, incoming);
  } catch (thrown) {
    const error = asGatewayError(thrown, sinks);
    reply = exchange === undefined ? defaultReply(error) : refuse(stage, exchange, error);
  }
  if (exchange !== undefined) {
    exchange.reply = reply;
    log(stage, exchange, sinks);
  }
  const { requestId, extendedRequestId } = exchange?.ids ?? createRequestIds();
  const ids = ["x-amzn-RequestId", requestId, "x-amz-apigw-id", extendedRequestId];
  return { ...reply, headers: [...reply.headers, ...ids] };
}

/** A request for another stage or host belongs to no API: no log, no customized response. */
function openExchange(stage: Stage, incoming: IncomingMessage): Exchange {
  const exchange = new Exchange(stage.served, parseRequest(incoming));
  const otherStage = exchange.request.target.stage !== stage.served.model.stage.name;
  if (otherStage || exchange.domainName.toLowerCase() === stage.refusedHost) {
    throw new GatewayError("DEFAULT_4XX", {
      status: 403,
      errorType: "ForbiddenException",
      message: "Forbidden",
    });
  }
  return exchange;
}

/**
 * Route, authorization, limits, integration: API Gateway's order. Because limits come after
 * authorization, callers without a valid token cannot use up what those with one may call.
 */
async function answer(stage: Stage, exchange: Exchange, incoming: IncomingMessage): Promise<Reply> {
  const { request } = exchange;
  const match = stage.router.find(request.method, request.target.path);
  if (match === undefined) {
    throw noRoute(request);
  }
  const { route, pathParameters } = match;
  exchange.route = route;
  exchange.pathParameters = pathParameters;
  if (route.authorize !== undefined) {
    await authorize(exchange, route.authorize);
  }
  if (!route.withinLimits()) {
    throw new GatewayError("THROTTLED");
  }
  exchange.body = await readBody(incoming);
  return integrate(exchange, route);
}

async function authorize(exchange: Exchange, check: Authorize): Promise<void> {
  if (exchange.methodArn.length > maxMethodArnLength) {
    throw new GatewayError("DEFAULT_4XX", { status: 414, message: "Request URI too long" });
  }
  const report = exchange.authorizerReport;
  const startedAt = Date.now();
  try {
    exchange.authorizer = await check(exchange);
    report.status = 200;
  } catch (error) {
    report.status = error instanceof GatewayError ? error.status : 500;
    report.error = error instanceof Error ? error.message : String(error);
    throw error;
  } finally {
    report.latencyMs = Date.now() - startedAt;
  }
}

async function integrate(exchange: Exchange, route: Route): Promise<Reply> {
  const startedAt = Date.now();
  try {
    return await route.integrate(exchange);
  } finally {
    exchange.integrationReport.latencyMs = Date.now() - startedAt;
  }
}

/**
 * A path or method that is no route. To API Gateway it looks like an unsigned call of an AWS API, or
 * like a badly signed one when it carries some other `Authorization`.
 */
function noRoute({ headers }: GatewayRequest): GatewayError {
  const authorization = headers.last("authorization");
  if (authorization === undefined || authorization.startsWith("AWS4-")) {
    return new GatewayError("MISSING_AUTHENTICATION_TOKEN");
  }
  // Only a hash goes back: the header may hold a token, and messages reach logs.
  const hash = createHash("sha256").update(authorization).digest("base64");
  return new GatewayError("MISSING_AUTHENTICATION_TOKEN", {
    errorType: "IncompleteSignatureException",
    message:
      `'${hash}' not a valid key=value pair (missing equal-sign) in Authorization header ` +
      "(hashed with SHA-256 and encoded with Base64).",
  });
}

function refuse(stage: Stage, exchange: Exchange, error: GatewayError): Reply {
  exchange.error = error;
  return stage.gatewayResponses(error, exchange);
}

/** What no one foresaw is told to the operator, not to the client. */
function asGatewayError(thrown: unknown, sinks: Sinks): GatewayError {
  if (thrown instanceof ClientGoneError) {
    throw thrown;
  }
  if (thrown instanceof GatewayError) {
    return thrown;
  }
  sinks.reportError(thrown);
  return new GatewayError("DEFAULT_5XX", { cause: thrown });
}

function log({ accessLog }: Stage, exchange: Exchange, sinks: Sinks): void {
  if (accessLog === undefined) {
    return;
  }
  try {
    sinks.writeAccessLog(accessLog(exchange));
  } catch (error) {
    sinks.reportError(error);
  }
}
