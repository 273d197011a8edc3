import type { Finding, ResourceRule } from "../rule.ts";

/** Types that implicitly create a stage, which cannot have an access log. */
const stagesByTheWay: Readonly<Record<string, string>> = {
  // Property of earlier provider versions.
  "aws:apigateway/deployment:Deployment": "stageName",
  "aws:apigatewayv2/api:Api": "target",
};

/** Every stage logs who called what, and with which result. */
export const requireAccessLogs: ResourceRule = {
  name: "require-access-logs",
  description: "Stages have an access log.",
  why: "Without an access log, nobody can find out afterwards who called what, or who tried to.",
  fix: "Declare a Stage and set accessLogSettings with the ARN of a log group and a format.",
  equivalents: [
    "CKV_AWS_76",
    "CKV_AWS_95",
    "api-gwv2-access-logs-enabled",
    "apigateway-stage-access-logs-enabled",
  ],
  types: [
    "aws:apigateway/stage:Stage",
    "aws:apigatewayv2/stage:Stage",
    ...Object.keys(stagesByTheWay),
  ],

  *check(stage): Iterable<Finding> {
    const exposed = "Calls are not logged";
    const byTheWay = stagesByTheWay[stage.type];
    if (byTheWay) {
      if (!stage.isSet(byTheWay)) return;
      const detail = `${byTheWay} creates a stage without an access log`;
      yield { exposed, property: byTheWay, value: undefined, detail };
    } else if (!stage.isSet("accessLogSettings.destinationArn")) {
      yield { exposed, property: "accessLogSettings.destinationArn", value: undefined };
    }
  },
};
