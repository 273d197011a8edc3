import type { InspectedRegion } from "../inspectedRegion.ts";
import { Masking } from "../../masking/masking.ts";
import { RegionGraph } from "./regionGraph.ts";

/** The graphs of the regions, each made once for each evaluation. */
export class Graphs {
  readonly #secrets: () => readonly string[];
  readonly #known = new WeakMap<
    InspectedRegion["resources"],
    { graph: RegionGraph; masking: Masking }
  >();

  /** @param secrets - values to mask that no resource shows, such as those of `.env.local` */
  constructor(secrets: () => readonly string[]) {
    this.#secrets = secrets;
  }

  of = (region: InspectedRegion): RegionGraph => this.#made(region).graph;

  maskingOf = (region: InspectedRegion): Masking => this.#made(region).masking;

  #made(region: InspectedRegion) {
    let made = this.#known.get(region.resources);
    if (!made) {
      const key = region.aws.accessKey?.secretAccessKey;
      const masking = new Masking(region.resources, [...this.#secrets(), ...(key ? [key] : [])]);
      made = { graph: new RegionGraph({ ...region }, masking), masking };
      this.#known.set(region.resources, made);
    }
    return made;
  }
}
