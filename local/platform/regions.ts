import type { AwsEndpoint } from "../aws/endpoint.ts";
import { type CallRecorder, callsOf, type RegionCalls } from "../calls/index.ts";
import { jwksUri } from "../jwksUri.ts";
import type { RegionMetrics } from "../metrics/index.ts";
import { Region, type RegionOptions } from "../region/index.ts";
import type { LoadedRegion } from "../sources/source.ts";
import { usageNames } from "../usagePlans.ts";

interface RegionsOptions extends Pick<
  RegionOptions,
  "root" | "folder" | "children" | "logs" | "secrets" | "watches" | "announce"
> {
  readonly recorder: CallRecorder;
  /** By region. */
  readonly metrics: ReadonlyMap<string, RegionMetrics>;
  readonly endpoints: ReadonlyMap<string, AwsEndpoint>;
  /** Port of the first region; the others use the next ones. 0 chooses free ports. */
  readonly firstPort: number;
}

/** Makes the regions of loaded stacks. They are not started yet. */
export const createRegions = (
  loaded: readonly LoadedRegion[],
  { endpoints, firstPort, recorder, metrics, ...options }: RegionsOptions,
): Region[] =>
  loaded.map(
    ({ region, resources, outputs }, index) =>
      new Region({
        ...options,
        name: region,
        ...measured(callsOf(recorder, region), metrics.get(region)),
        resources,
        usageNames: usageNames(outputs),
        aws: endpoints.get(region)!,
        port: firstPort === 0 ? 0 : firstPort + index,
        jwksUriOf: (userPoolArn) => jwksUri(endpoints, userPoolArn),
      }),
  );

const measured = (
  calls: RegionCalls,
  metrics: RegionMetrics | undefined,
): Pick<RegionOptions, "calls" | "metrics"> =>
  metrics
    ? { calls: { ...calls, gateway: metrics.countCalls(calls.gateway) }, metrics }
    : { calls };
