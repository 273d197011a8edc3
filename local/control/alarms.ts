import type { CallRecorder } from "../calls/index.ts";
import { describeAlarms } from "../inspect/alarms/alarms.ts";
import type { MeasuredCall } from "../inspect/alarms/measures.ts";
import type { Regions } from "../inspect/regions.ts";
import type { Endpoint } from "./endpoint.ts";

/** `GET alarms`: `{ alarms }`, the alarms that the stacks declare, with their state as far as it is known here. */
export const alarmEndpoints = (regions: Regions, recorder: CallRecorder): Endpoint[] => [
  {
    method: "GET",
    path: "alarms",
    handle: () => {
      const recorded = recorder.latest();
      const oldest = recorded.at(-1)?.endedAt ?? Infinity;
      const isFull = recorded.length >= recorder.limits.calls || recorder.counts.unrecorded > 0;
      return {
        alarms: regions.all.flatMap((region) => {
          const calls = recorded
            .filter((call) => call.region === region.name)
            .flatMap(({ exchange, startedAt, endedAt }): MeasuredCall[] => {
              if (!exchange?.reply) return [];
              const { name, stage } = exchange.served.model;
              const { status } = exchange.reply;
              const durationMs = endedAt - startedAt;
              return [{ api: name, stage: stage.name, status, durationMs, endedAt }];
            });
          return describeAlarms(
            region,
            calls,
            performance.now(),
            (since) => !isFull || oldest < since,
          );
        }),
      };
    },
  },
];
