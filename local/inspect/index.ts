import { logEndpoints } from "../control/logs.ts";
import { resourceEndpoints } from "../control/resources.ts";
import type { Endpoint } from "../control/index.ts";
import type { InspectedRegion } from "./inspectedRegion.ts";
import { Regions } from "./regions.ts";
import { PolicyFindings } from "./resources/findings.ts";
import { Graphs } from "./resources/graphs.ts";

export type { InspectedRegion } from "./inspectedRegion.ts";

interface InspectOptions {
  readonly regions: readonly InspectedRegion[];
  /** Folder with the logs of this start. */
  readonly logFolder: string;
  /** Values to mask wherever they appear. */
  readonly secrets: () => readonly string[];
}

/** The endpoints that show what there is in the regions. */
export function inspectEndpoints({ secrets, logFolder, ...options }: InspectOptions): Endpoint[] {
  const regions = new Regions(options.regions);
  const graphs = new Graphs(secrets);
  return [
    ...resourceEndpoints({ regions, graphs, policies: new PolicyFindings() }),
    ...logEndpoints({ folder: logFolder, maskings: () => regions.all.map(graphs.maskingOf) }),
  ];
}
