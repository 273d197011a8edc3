import { drain } from "./drain.ts";
import { flapping } from "./flapping.ts";
import { homeIdentityDown } from "./homeIdentityDown.ts";
import { regionOutage } from "./regionOutage.ts";
import type { Scenario } from "./scenario.ts";
import { serviceDown } from "./serviceDown.ts";
import { slowRegion } from "./slowRegion.ts";

/** In the order of `--scenario all`. */
export const scenarios: readonly Scenario[] = [
  regionOutage,
  slowRegion,
  flapping,
  homeIdentityDown,
  serviceDown,
  drain,
];
