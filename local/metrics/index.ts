export { RegionMetrics } from "./regionMetrics.ts";
export { type Clock, minuteOf } from "./series.ts";
export type { MeasuredFunction, MeasuredQueue, MeasuredService } from "./sources.ts";
export { type MetricName, MetricStore } from "./store.ts";
