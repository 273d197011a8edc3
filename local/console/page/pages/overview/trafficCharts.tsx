import type { TrafficReport } from "../../../../apiTypes/platform.ts";
import { useApi } from "../../api.ts";
import { Chart, type Line } from "../../parts/chart.tsx";
import { Load } from "../../parts/states.tsx";
import { duration } from "../../parts/time.tsx";
import * as css from "./overview.module.css";

const colours = ["--series-1", "--series-2", "--series-3", "--series-4", "--series-5"];

const colourAt = (index: number): string => colours[index % colours.length]!;

const perSecond = (value: number): string => `${Number(value.toPrecision(3))}/s`;

/** Calls, errors and latency of the last 15 minutes at the edge. */
export function TrafficCharts() {
  const traffic = useApi<TrafficReport>("traffic", { everyMs: 5_000 });
  return (
    <div class={`card ${css.charts}`}>
      <Load from={traffic}>
        {({ from, intervalSeconds, regions }) => {
          const all = Object.entries(regions);
          // The last interval is not over.
          const length = (all[0]?.[1].requests.length ?? 1) - 1;
          const times = Array.from({ length }, (_, index) => from + index * intervalSeconds);
          const seconds = length * intervalSeconds;
          const rate = (counts: readonly number[]) =>
            counts.slice(0, length).map((count) => count / intervalSeconds);
          const calls: Line[] = all.map(([label, { requests }], index) => {
            return { label, colour: colourAt(index), values: rate(requests) };
          });
          const errors = all.map(([, each]) => rate(each.errors));
          const failed = {
            label: "errors (5xx)",
            colour: "--bad",
            values: times.map((_, index) => errors.reduce((sum, each) => sum + each[index]!, 0)),
          };
          const latencies: Line[] = all.map(([label, { p95 }], index) => {
            return { label, colour: colourAt(index), values: p95.slice(0, length) };
          });
          return (
            <>
              <h2>Calls per second</h2>
              <Chart
                label="Calls per second by region, last 15 minutes"
                {...{ times, seconds, lines: [...calls, failed], format: perSecond }}
              />
              <h2>Latency, 95th percentile</h2>
              <Chart
                label="Latency by region, last 15 minutes"
                {...{ times, seconds, lines: latencies, format: duration }}
              />
            </>
          );
        }}
      </Load>
    </div>
  );
}
