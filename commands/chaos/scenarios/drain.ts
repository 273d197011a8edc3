import {
  noRequestFails,
  noWriteLost,
  noWriteTwice,
  shareComesBack,
  shareGone,
} from "./expectations.ts";
import { onTargets, type Scenario } from "./scenario.ts";

export const drain: Scenario = {
  name: "drain",
  summary: "a region is drained, as by `traffic: drain`",
  takesOut: true,
  inject: (scene) => onTargets(scene, "drain"),
  recover: (scene) => onTargets(scene, "undrain"),
  expectations: [noRequestFails, noWriteTwice, noWriteLost, shareGone, shareComesBack],
};
