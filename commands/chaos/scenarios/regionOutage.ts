import {
  noIdempotentFails,
  noticedInTime,
  noWriteLost,
  noWriteTwice,
  shareComesBack,
  shareGone,
} from "./expectations.ts";
import { onTargets, type Scenario } from "./scenario.ts";

export const regionOutage: Scenario = {
  name: "region-outage",
  summary: "a region stops without a warning",
  takesOut: true,
  inject: (scene) => onTargets(scene, "stop"),
  recover: (scene) => onTargets(scene, "start"),
  expectations: [
    noIdempotentFails,
    noWriteTwice,
    noWriteLost,
    noticedInTime,
    shareGone,
    shareComesBack,
  ],
};
