import type { RegionStatus, WorldMap as MapData } from "../../../../apiTypes/platform.ts";
import { stateOf } from "../../platform.ts";
import * as css from "./overview.module.css";

/** The regions on a map. Each leads to its card. */
export function WorldMap({
  map,
  regions,
}: {
  map: MapData;
  regions: readonly (readonly [string, RegionStatus])[];
}) {
  return (
    <svg
      viewBox={`0 0 ${map.width} ${map.height}`}
      class={css.world}
      role="group"
      aria-label="Map of the regions"
    >
      <path class={css.land} d={map.land} aria-hidden="true" />
      {regions.map(([name, region]) => {
        const [x, y] = map.places[name] ?? [0, 0];
        const state = stateOf(region);
        return (
          <a key={name} href={`#region-${name}`} aria-label={`${name}: ${state}`}>
            <g class={css.place} data-state={state} transform={`translate(${x} ${y})`}>
              <circle class={css.halo} r="14" />
              <circle r="6" />
              <text x="12" y="5">
                {name}
              </text>
            </g>
          </a>
        );
      })}
    </svg>
  );
}
