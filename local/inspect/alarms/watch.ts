import type { DescribedAlarm } from "../../apiTypes/alarms.ts";
import type { RegionMetrics } from "../../metrics/index.ts";
import type { InspectedRegion } from "../inspectedRegion.ts";
import { Alarms } from "./alarms.ts";

export interface AlarmWatchOptions {
  /** The regions as they are now; called for each evaluation. */
  readonly regions: () => readonly InspectedRegion[];
  /** A region's metrics; `undefined` for a stack in front of the regions, whose alarms are left out. */
  readonly metricsOf: (region: string) => RegionMetrics | undefined;
  /** Receives a line when an alarm begins or ends. */
  readonly announce: (line: string) => void;
}

/** Evaluates the alarms of all regions, and tells when one begins and ends. */
export class AlarmWatch {
  readonly #options: AlarmWatchOptions;
  readonly #alarms = new Map<string, Alarms>();
  /** The alarms that were told. */
  readonly #ringing = new Set<string>();

  constructor(options: AlarmWatchOptions) {
    this.#options = options;
  }

  /** Every alarm as it is now. */
  evaluate(): DescribedAlarm[] {
    const all = this.#options.regions().flatMap(({ name, resources }) => {
      const metrics = this.#options.metricsOf(name);
      if (!metrics) return [];
      let alarms = this.#alarms.get(name);
      if (!alarms) this.#alarms.set(name, (alarms = new Alarms(name, metrics)));
      return alarms.describe(resources);
    });
    for (const alarm of all) this.#tell(alarm);
    const known = new Set(all.map(({ urn }) => urn));
    for (const urn of this.#ringing) if (!known.has(urn)) this.#ringing.delete(urn);
    return all;
  }

  #tell({ urn, kind, name, region, state, description, reason }: DescribedAlarm): void {
    // A composite alarm begins with the alarm that it is for.
    if (kind === "composite") return;
    if (state === "ALARM" && !this.#ringing.has(urn)) {
      this.#ringing.add(urn);
      this.#options.announce(`${region}: alarm ${name} is on. ${reason} ${description}`);
    } else if (state !== "ALARM" && this.#ringing.delete(urn)) {
      this.#options.announce(`${region}: alarm ${name} has ended.`);
    }
  }
}
