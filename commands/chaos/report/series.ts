import { percentile } from "../figures/percentile.ts";
import { isFailed, type Sent } from "../load/sent.ts";

/** The requests that were due in a part of the time. */
export interface Bucket {
  /** In ms since the load began. */
  readonly at: number;
  /** Successful responses per second, by region. */
  readonly served: Readonly<Record<string, number>>;
  /** Failed requests per second. */
  readonly failed: number;
  readonly p99: number;
}

/** Most buckets in a plot: about one in four pixels. */
const mostBuckets = 200;

/** Shortest bucket, in ms: shorter ones have too few requests. */
const shortestMs = 250;

/** The requests in equal parts of the time. */
export function bucketsOf(
  sent: readonly Sent[],
  endAt: number,
  regions: readonly string[],
): { readonly lengthMs: number; readonly buckets: readonly Bucket[] } {
  const lengthMs = Math.max(shortestMs, endAt / mostBuckets);
  const groups = Array.from({ length: Math.floor(endAt / lengthMs) }, (): Sent[] => []);
  for (const each of sent) groups[Math.floor(each.at / lengthMs)]?.push(each);
  const perSecond = (count: number) => (count * 1_000) / lengthMs;
  const buckets = groups.map((group, index) => {
    const passed = group.filter((each) => !isFailed(each));
    const counted = regions.map((region) => {
      const own = passed.filter((each) => each.region === region).length;
      return [region, perSecond(own)] as const;
    });
    const latencies = group.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
    return {
      at: index * lengthMs,
      served: Object.fromEntries(counted),
      failed: perSecond(group.length - passed.length),
      p99: percentile(latencies, 99),
    };
  });
  return { lengthMs, buckets };
}
