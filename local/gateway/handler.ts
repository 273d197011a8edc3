import type { IncomingMessage } from "node:http";
import { refuseDenied } from "./authorizers/policies/resourcePolicy.ts";
import { unsigned } from "./authorizers/unsigned.ts";
import { decodeBody, encodeReply } from "./response/compression.ts";
import { Exchange, type Reply } from "./exchange/exchange.ts";
import { faultLine } from "./exchange/faultLog.ts";
import { createRequestIds, type RequestIds } from "./exchange/ids.ts";
import { GatewayError } from "./response/gatewayError.ts";
import { defaultReply } from "./response/gatewayResponses.ts";
import type { GatewayOptions } from "./options.ts";
import { parseRequest } from "./request/request.ts";
import { ClientGoneError, readBody } from "./request/body.ts";
import type { Stage } from "./stage.ts";
import { StreamedBody } from "./response/streamedBody.ts";

/** Receivers of log lines and internal errors. */
export type Sinks = Required<
  Pick<GatewayOptions, "writeAccessLog" | "writeFaultLog" | "reportError">
> &
  Pick<GatewayOptions, "calls">;

/** The longest ARN of a method with an authorizer. (API Gateway Developer Guide, "Amazon API Gateway quotas") */
const maxMethodArnLength = 1600;

/**
 * Responds to any request.
 *
 * @throws ClientGoneError when the client has closed the connection
 */
export async function handleRequest(
  stage: Stage,
  incoming: IncomingMessage,
  sinks: Sinks,
): Promise<Reply> {
  const startedAt = performance.now();
  let exchange: Exchange;
  try {
    exchange = openExchange(stage, incoming);
  } catch (thrown) {
    const error = asGatewayError(thrown, sinks);
    const [reply, ids] = [defaultReply(error), createRequestIds()];
    sinks.calls?.refused({ incoming, ids, error, reply, startedAt });
    return withIds(reply, ids);
  }
  sinks.calls?.begin(exchange);
  let reply: Reply;
  try {
    reply = await serve(stage, exchange, incoming);
  } catch (thrown) {
    if (thrown instanceof ClientGoneError) sinks.calls?.end(exchange);
    const error = asGatewayError(thrown, sinks);
    exchange.steps.note({ failed: true });
    reply = refuse(stage, exchange, error);
  }
  exchange.reply = reply;
  if (reply.status >= 500) sinks.writeFaultLog(faultLine(exchange, reply, exchange.error));
  if (reply.body instanceof StreamedBody) {
    void reply.body.ended.then(() => close(stage, exchange, sinks));
  } else {
    close(stage, exchange, sinks);
  }
  return withIds(reply, exchange.ids);
}

function withIds(reply: Reply, { requestId, extendedRequestId }: RequestIds): Reply {
  const ids = ["x-amzn-RequestId", requestId, "x-amz-apigw-id", extendedRequestId];
  return { ...reply, headers: [...reply.headers, ...ids] };
}

/** Requests for another stage or host belong to no API, so they get no log line or custom response. */
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
 * Firewall, route, authorization, API key, limits, integration: API Gateway's order. Limits come after
 * authorization, so callers without a valid token cannot use up the quota of callers with one.
 */
async function serve(stage: Stage, exchange: Exchange, incoming: IncomingMessage): Promise<Reply> {
  const { request } = exchange;
  const receiveBody = bodyReader(incoming);
  if (stage.firewall !== undefined) await stage.firewall(exchange, receiveBody);
  exchange.steps.enter("gateway");
  const match = stage.router.find(request.method, request.target.path);
  if (match === undefined) {
    refuseDenied(stage.resourcePolicy, exchange);
    throw unsigned(request);
  }
  const { route, pathParameters } = match;
  exchange.route = route;
  exchange.pathParameters = pathParameters;
  if (route.authorize !== undefined) {
    exchange.steps.enter("authorizer");
    if (exchange.methodArn.length > maxMethodArnLength) {
      throw new GatewayError("DEFAULT_4XX", { status: 414, message: "Request URI too long" });
    }
    await route.authorize(exchange, receiveBody);
  }
  exchange.steps.enter("throttle");
  const subscriber = route.requireKey?.(exchange);
  const exceeded = route.withinLimits();
  if (exceeded !== undefined) throw new GatewayError("THROTTLED", { cause: exceeded });
  subscriber?.counter.count();
  exchange.steps.enter("request");
  const body = await receiveBody();
  const coding = request.headers.get("content-encoding")?.values.join();
  exchange.body = body && coding !== undefined ? await decodeBody(body, coding) : body;
  if (route.validate !== undefined) {
    exchange.steps.enter("validator");
    route.validate(exchange);
  }
  exchange.steps.enter("integration");
  const reply = await route.integrate(exchange);
  exchange.steps.enter("response");
  const { minimumCompressionSize } = stage.served.model;
  const accepted = request.headers.get("accept-encoding")?.values;
  if (minimumCompressionSize === undefined || accepted === undefined) return reply;
  return encodeReply(reply, accepted, minimumCompressionSize);
}

/** Reads a body on first use. */
function bodyReader(incoming: IncomingMessage): () => Promise<Buffer | undefined> {
  let received: Promise<Buffer | undefined> | undefined;
  return () => (received ??= Promise.resolve(readBody(incoming)));
}

function refuse(stage: Stage, exchange: Exchange, error: GatewayError): Reply {
  exchange.error = error;
  return stage.gatewayResponses(error, exchange);
}

/** Reports unexpected errors to the operator, not to the client. */
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

function close(stage: Stage, exchange: Exchange, sinks: Sinks): void {
  exchange.steps.end();
  sinks.calls?.end(exchange);
  log(stage, exchange, sinks);
}

function log({ accessLog }: Stage, exchange: Exchange, sinks: Sinks): void {
  if (accessLog === undefined) {
    return;
  }
  try {
    sinks.writeAccessLog(accessLog(exchange), exchange.served.model.stage.isCanary === true);
  } catch (error) {
    sinks.reportError(error);
  }
}
