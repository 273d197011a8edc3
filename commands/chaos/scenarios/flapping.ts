import { countChanges } from "../figures/timeline.ts";
import { noIdempotentFails, noWriteLost, noWriteTwice, shareComesBack } from "./expectations.ts";
import { type Expectation, onTargets, type Scenario } from "./scenario.ts";

const fewerChanges: Expectation = {
  text: "DNS changes less often than the region",
  broken({ samples, targets, flaps }) {
    const changes = countChanges(samples, targets);
    // Each flap is two changes of the region.
    return changes < flaps ? undefined : `${changes} changes in DNS with ${flaps} outages`;
  },
};

export const flapping: Scenario = {
  name: "flapping",
  summary: "a region stops and starts again, over and over",
  takesOut: false,
  async inject(scene) {
    const until = performance.now() + scene.faultMs;
    do {
      scene.flap();
      await onTargets(scene, "stop");
      await onTargets(scene, "start");
      scene.event("started again");
      await scene.wait(scene.intervalMs);
    } while (performance.now() < until);
  },
  recover: (scene) => onTargets(scene, "start"),
  expectations: [noIdempotentFails, noWriteTwice, noWriteLost, fewerChanges, shareComesBack],
};
