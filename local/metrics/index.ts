export { RegionMetrics } from "./regionMetrics.ts";
export { minuteOf } from "./series.ts";
export type { MeasuredFunction, MeasuredQueue, MeasuredService } from "./sources.ts";
export { MetricStore } from "./store.ts";
