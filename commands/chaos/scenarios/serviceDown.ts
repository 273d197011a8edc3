import {
  noticedInTime,
  noWriteLost,
  noWriteTwice,
  shareComesBack,
  shareGone,
} from "./expectations.ts";
import { failures, toleranceMs } from "./expectations.ts";
import { type Expectation, onTargets, type Scenario } from "./scenario.ts";

/** The service of the orders, which `GET /health` asks. */
const service = "orders";

const othersWork: Expectation = {
  text: "routes of the other service do not fail",
  broken: ({ sent }) => failures(sent.filter(({ kind }) => kind === "catalog")),
};

const noFailureOnceNoticed: Expectation = {
  text: "no request fails once the checks have noticed",
  broken({ sent, marks: { detectedAt, recoveryAt } }) {
    if (detectedAt === undefined) return "never noticed";
    const since = detectedAt + toleranceMs;
    return failures(sent.filter(({ at }) => at >= since && at < recoveryAt));
  },
};

/** The gateway's own check; only with a domain. */
const shallowStaysHealthy: Expectation = {
  text: "the gateway's own check stays healthy",
  broken: ({ samples }) =>
    samples.some(({ checks }) =>
      checks.some(({ path, healthy }) => path?.endsWith("/health/gateway") && !healthy),
    )
      ? "it did not"
      : undefined,
};

export const serviceDown: Scenario = {
  name: "service-down",
  summary: `the private service "${service}" of a region stops`,
  takesOut: true,
  inject: (scene) => onTargets(scene, `services/${service}/stop`),
  recover: (scene) => onTargets(scene, `services/${service}/start`),
  expectations: [
    othersWork,
    noFailureOnceNoticed,
    shallowStaysHealthy,
    noWriteTwice,
    noWriteLost,
    noticedInTime,
    shareGone,
    shareComesBack,
  ],
};
