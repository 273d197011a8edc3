import type { RegionParts, WorldMap as MapData } from "../../../../apiTypes/platform.ts";
import { useApi } from "../../api.ts";
import { PageHead } from "../../parts/pageHead.tsx";
import { Empty, Load } from "../../parts/states.tsx";
import { platform } from "../../platform.ts";
import { AlarmCount } from "./alarmCount.tsx";
import { RegionCard } from "./regionCard.tsx";
import { TrafficCharts } from "./trafficCharts.tsx";
import { WorldMap } from "./worldMap.tsx";
import * as css from "./overview.module.css";

/** The regions: how they are, what they do, and what is done to them. */
export function Overview() {
  const map = useApi<MapData>("map");
  const parts = useApi<{ regions: Readonly<Record<string, RegionParts>> }>("regions", {
    everyMs: 2_000,
  });
  const status = platform.value;
  const regions = Object.entries(status?.regions ?? {});
  const note = status && counters(status.edge);
  return (
    <>
      <PageHead title="Overview" note={note} />
      <AlarmCount />
      {status && regions.length === 0 && (
        <Empty title="No region runs.">
          Add one: <code>npm run region -- add eu-west-1 --env local</code>
        </Empty>
      )}
      <div class={css.top}>
        <div class={`card ${css.map}`}>
          <Load from={map}>{(data) => <WorldMap map={data} regions={regions} />}</Load>
        </div>
        <TrafficCharts />
      </div>
      <div class="cards">
        {regions.map(([name, region]) => (
          <RegionCard
            key={name}
            name={name}
            region={region}
            parts={parts.data?.regions[name]}
            onChange={parts.reload}
          />
        ))}
      </div>
    </>
  );
}

const counters = ({ requests, failovers }: { requests: number; failovers: number }): string =>
  `${requests.toLocaleString()} ${requests === 1 ? "call" : "calls"} at the edge since the start, ` +
  `${failovers.toLocaleString()} sent on to another region`;
