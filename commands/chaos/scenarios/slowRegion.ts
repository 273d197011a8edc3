import {
  noRequestFails,
  noticedInTime,
  noWriteLost,
  noWriteTwice,
  shareComesBack,
  shareGone,
} from "./expectations.ts";
import { onTargets, type Scenario } from "./scenario.ts";

/** Longer than a health check waits, in ms: two seconds on AWS. */
const delayMs = 3_000;

export const slowRegion: Scenario = {
  name: "slow-region",
  summary: `a region responds ${delayMs / 1_000} seconds late`,
  takesOut: true,
  inject: (scene) => onTargets(scene, `slow?ms=${delayMs}`),
  recover: (scene) => onTargets(scene, "slow?ms=0"),
  expectations: [
    noRequestFails,
    noWriteTwice,
    noWriteLost,
    noticedInTime,
    shareGone,
    shareComesBack,
  ],
};
