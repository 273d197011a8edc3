import type { StackFinding, StackRule } from "../rule.ts";
import {
  apiKeys,
  mayShareStage,
  restDeployment,
  restStage,
  settingsByApi,
} from "./support/references.ts";

/**
 * Every stage of a REST API has settings for all of its methods. `require-throttles` checks their
 * values.
 */
export const requireStageThrottles: StackRule = {
  name: "require-stage-throttles",
  description: "Stages of REST APIs have settings that throttle all methods.",
  why: "Without a limit, a single caller can use up the account's quota and block every API in the region.",
  fix: 'Add MethodSettings with the methodPath "*/*" for the stage, and set throttlingRateLimit and throttlingBurstLimit.',
  equivalents: [],

  *checkStack(stack): Iterable<StackFinding> {
    const byApi = stack.derived(settingsByApi);
    for (const stage of stack.ofType(restStage, restDeployment)) {
      // In earlier provider versions, deployments could create stages.
      if (stage.type === restDeployment && !stage.isSet("stageName")) continue;
      const ofApi = apiKeys(stack, stage).flatMap((key) => byApi.get(key) ?? []);
      const isLimited = ofApi.some(
        (settings) =>
          mayShareStage(settings, stage) &&
          settings.hintsAt("methodPath").every((path) => path === "*/*"),
      );
      if (isLimited) continue;
      yield {
        urn: stage.urn,
        exposed: "A single caller of the stage may use up the account's quota",
        property: "stageName",
        value: stage.valueAt("stageName"),
        detail: "no MethodSettings apply to all of its methods",
      };
    }
  },
};
