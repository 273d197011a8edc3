import type { CallSink } from "../gateway/exchange/callSink.ts";
import type { Exchange } from "../gateway/exchange/exchange.ts";
import type { RestApiModel } from "../gateway/index.ts";
import type { Series } from "./series.ts";
import type { MetricStore } from "./store.ts";

interface ApiSeries {
  readonly count: Series;
  readonly clientErrors: Series;
  readonly serverErrors: Series;
  readonly latency: Series;
  readonly integrationLatency: Series;
}

/**
 * Counts the calls of gateways as API Gateway does, by API and stage, health checks included.
 *
 * @param sink - receives the calls too
 */
export function countCalls(store: MetricStore, sink: CallSink): CallSink {
  const byModel = new WeakMap<RestApiModel, ApiSeries[]>();
  const seriesFor = (model: RestApiModel): ApiSeries[] => {
    let known = byModel.get(model);
    if (known === undefined) byModel.set(model, (known = seriesOf(store, model)));
    return known;
  };
  return {
    begin: (exchange) => sink.begin(exchange),
    end: (exchange) => {
      for (const series of seriesFor(exchange.served.model)) count(series, exchange);
      sink.end(exchange);
    },
    // Belongs to no stage, so no metric counts it.
    refused: (request) => sink.refused(request),
  };
}

/** Those of the API, and those of its stage. */
function seriesOf(store: MetricStore, { name: ApiName, stage }: RestApiModel): ApiSeries[] {
  const byDimensions: Record<string, string>[] = [{ ApiName }, { ApiName, Stage: stage.name }];
  return byDimensions.map((dimensions) => {
    const series = (name: string, percentiles = false) =>
      store.series({ namespace: "AWS/ApiGateway", name, dimensions }, { percentiles });
    return {
      count: series("Count"),
      clientErrors: series("4XXError"),
      serverErrors: series("5XXError"),
      latency: series("Latency", true),
      integrationLatency: series("IntegrationLatency", true),
    };
  });
}

function count(series: ApiSeries, { reply, steps, integrationReport }: Exchange): void {
  // The client has disconnected before: no response, no metric.
  if (reply === undefined) return;
  const { status } = reply;
  series.count.add(1);
  series.clientErrors.add(status >= 400 && status < 500 ? 1 : 0);
  series.serverErrors.add(status >= 500 ? 1 : 0);
  const { list } = steps;
  series.latency.add((list.at(-1)!.endedAt || performance.now()) - list[0]!.startedAt);
  if (integrationReport.latencyMs !== undefined) {
    series.integrationLatency.add(integrationReport.latencyMs);
  }
}
