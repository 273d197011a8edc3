import type { Measurement } from "../measurement.ts";
import { noRequestFails, noWriteLost, noWriteTwice, staysHealthy } from "./expectations.ts";
import type { Expectation, Scenario } from "./scenario.ts";

const signInFails: Expectation = {
  text: "sign-in fails meanwhile",
  broken: (measurement) =>
    outcomes(measurement, "fault").some((succeeded) => succeeded) ? "it did not" : undefined,
};

const signInWorksAgain: Expectation = {
  text: "sign-in works before and after",
  broken: (measurement) =>
    (["before", "after"] as const).every((phase) => outcomes(measurement, phase).every(Boolean))
      ? undefined
      : "it did not",
};

const outcomes = ({ signIns }: Measurement, phase: string): boolean[] =>
  signIns.filter((each) => each.phase === phase).map(({ succeeded }) => succeeded);

export const homeIdentityDown: Scenario = {
  name: "home-identity-down",
  summary: "the home region's user pool does not respond",
  takesOut: false,
  targets: "home",
  async inject(scene) {
    await scene.signIn("before");
    await scene.control(`${scene.home}/identity/stop`);
    await scene.signIn("fault");
    await scene.wait(scene.faultMs / 2);
    await scene.signIn("fault");
  },
  recover: ({ home, control }) => control(`${home}/identity/start`),
  afterwards: ({ signIn }) => signIn("after"),
  expectations: [
    noRequestFails,
    noWriteTwice,
    noWriteLost,
    signInFails,
    signInWorksAgain,
    staysHealthy,
  ],
};
