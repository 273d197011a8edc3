import { logPlain } from "../shared/log.ts";
import type { Call } from "./call.ts";
import type { ProxySettings } from "./settings.ts";

/**
 * Writes the single log line of each call. It contains neither paths nor queries, headers or bodies, in which clients
 * send secrets: the route tells which path was called. docs/logs.md lists the fields.
 */
export function requestLog({
  serviceName: service,
  metrics,
}: Pick<ProxySettings, "serviceName" | "metrics">): (call: Call) => void {
  return (call) => {
    const { correlationId, route, trace, failure, status = 500 } = call;
    const { requestId, extendedRequestId } = call.event.requestContext;
    const failed = (failure?.status ?? status) >= 500;
    logPlain(
      {
        level: failed ? "error" : "info",
        message: "request",
        timestamp: new Date().toISOString(),
        correlationId,
        service,
        route: route.key,
        status,
        durationMs: rounded(performance.now() - call.startedAt),
        upstreamMs: rounded(call.upstreamMs),
        attempts: call.attempts,
        coldStart: call.isColdStart,
        requestBytes: call.requestBytes,
        responseBytes: call.responseBytes,
        requestId,
        extendedRequestId,
        traceId: trace.xRayId,
        w3cTraceId: trace.id,
        // What is undefined is left out.
        fallbackFor: call.fallbackFor,
        errorType: failure?.kind,
        error: failure?.message,
      },
      metrics &&
        `,"failed":${Number(failed)},"_aws":{"Timestamp":${Date.now()},"CloudWatchMetrics":${metrics}}`,
    );
  };
}

const rounded = (ms: number): number => Math.round(ms * 100) / 100;
