// @ts-check
/** @import { AssertionCheck } from "./assertion.js" */
/** @import { Caller } from "./caller.js" */
/** @import { Log } from "./log.js" */
/** @import { Reply, Routes } from "./router.js" */
import { createServer } from "node:http";
import { callerOf } from "./caller.js";
import { closeIfUnread } from "./closeInStages.js";
import { HttpError } from "./errors.js";
import { createRouter } from "./router.js";
import { traceOf } from "./trace.js";

/**
 * An idle connection must outlive the load balancer's idle timeout (60 s by default; "Edit attributes for your
 * Application Load Balancer"). Otherwise the balancer may send a request to a closing connection and respond
 * with 502. headersTimeout also applies before a connection's first request, and Node.js refuses a
 * requestTimeout below it.
 */
const TIMEOUTS = { keepAliveTimeout: 65_000, headersTimeout: 66_000, requestTimeout: 70_000 };

/** Status to log, as in nginx, if the client disconnects before the response. */
const CLIENT_CLOSED_REQUEST = 499;

/**
 * An HTTP server that serves the routes and `GET /health` as JSON, and logs one line per request.
 *
 * @param {{ service: string, region: string, routes: Routes, log: Log, checkAssertion?: AssertionCheck }} definition
 *   With `checkAssertion`, the caller comes from the assertion, and only `/health` works without one.
 */
export function createService({ service, region, routes, log, checkAssertion }) {
  const route = createRouter({
    "/health": { GET: () => ({ body: { status: "ok", service, region } }) },
    ...routes,
  });

  const server = createServer(TIMEOUTS, async (request, response) => {
    const startedAt = performance.now();
    const { method = "", url = "", headers } = request;
    const [path = "", search] = url.split(/\?(.*)/s);
    /** @type {Caller} */
    let caller = {};
    /** @type {unknown} */
    let failure;

    response.on("close", () => {
      const status = response.headersSent ? response.statusCode : CLIENT_CLOSED_REQUEST;
      log(status >= 500 ? "error" : "info", {
        method,
        path,
        status,
        durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
        correlationId: headers["x-correlation-id"],
        ...traceOf(headers),
        caller: caller.sub,
        error: failure instanceof Error ? failure.stack : failure,
      });
    });

    /** @param {Reply} reply */
    const send = ({ status = 200, headers = {}, body }) => {
      const text = body === undefined ? "" : JSON.stringify(body);
      if (text) {
        response.setHeader("content-type", "application/json");
        response.setHeader("content-length", Buffer.byteLength(text));
      }
      // While the server is stopping, a kept-alive connection would delay it.
      if (!server.listening) response.setHeader("connection", "close");
      closeIfUnread(response);
      response.writeHead(status, headers).end(text);
    };

    try {
      const isChecked = checkAssertion && path !== "/health";
      caller = callerOf(isChecked ? checkAssertion(request) : headers);
      const { handler, params } = route(method, path);
      send(await handler({ request, params, query: new URLSearchParams(search), caller }));
    } catch (error) {
      if (!(error instanceof HttpError)) failure = error;
      send(errorReply(error));
    }
  });
  return server;
}

/**
 * The response to an error. Unexpected errors are only logged.
 *
 * @param {unknown} error
 * @returns {Reply}
 */
function errorReply(error) {
  if (!(error instanceof HttpError)) {
    return { status: 500, body: { message: "Internal server error" } };
  }
  const { status, headers, message } = error;
  return { status, headers, body: { message } };
}
