import { ControlError, unknownName } from "../control/index.ts";
import type { ControlRequest } from "../control/controlRequest.ts";
import type { InspectedRegion } from "./inspectedRegion.ts";

/** The regions that endpoints are about. */
export class Regions {
  readonly #read: () => readonly InspectedRegion[];

  /** @param read - called for each request, because evaluations change the regions */
  constructor(read: () => readonly InspectedRegion[]) {
    this.#read = read;
  }

  get all(): readonly InspectedRegion[] {
    return this.#read();
  }

  /** @throws ControlError 404 */
  named(name: string): InspectedRegion {
    const { all } = this;
    const found = all.find((region) => region.name === name);
    if (found) return found;
    const names = all.map((region) => region.name);
    throw unknownName("region", name, names);
  }

  /** The region that `?region=` names. @throws ControlError 400 without it, 404 for an unknown one */
  of({ query }: ControlRequest): InspectedRegion {
    const name = query.get("region");
    if (name) return this.named(name);
    const allowed = this.all.map((region) => region.name).join(", ");
    throw new ControlError(400, `The parameter ?region= is required. Use one of: ${allowed}.`);
  }
}
