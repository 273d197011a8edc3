import assert from "node:assert/strict";
import { aws, judgeStack } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { requireFirewalls as rule } from "./requireFirewalls.ts";

const arn = "arn:aws:apigateway:us-east-1::/restapis/r1/stages/live";
const api = aws("apigateway.RestApi", "api", {
  id: "r1",
  endpointConfiguration: { types: "REGIONAL" },
});
const stage = aws("apigateway.Stage", "stage", { restApi: "r1", stageName: "live", arn });
const association = aws("wafv2.WebAclAssociation", "association", {
  resourceArn: arn,
  webAclArn: "arn:aws:wafv2:…",
});
const message = /^The stage has no web ACL: no WebAclAssociation references it\. Add a/;

testStackRule(rule, {
  compliant: [api, stage, association],
  passing: {
    "a classic web ACL": {
      association: null,
      add: [{ ...association, type: "aws:wafregional/webAclAssociation:WebAclAssociation" }],
    },
    "an ARN put together, while the stage's is not known": { stage: { arn: unknown } },
    "a private API": {
      api: { endpointConfiguration: { types: "PRIVATE" } },
      association: null,
    },
    "a deployment without a stage": {
      add: [aws("apigateway.Deployment", "made", { restApi: "r1" })],
    },
    "an HTTP API": { add: [aws("apigatewayv2.Stage", "http", { apiId: "h1", name: "$default" })] },
  },
  failing: {
    "a stage that its deployment creates": [
      { add: [aws("apigateway.Deployment", "made", { restApi: "r1", stageName: "dev" })] },
      "made",
      message,
    ],
    "no web ACL": [{ association: null }, "stage", message],
    "a web ACL of another stage": [
      { association: { resourceArn: arn.replace("live", "test") } },
      "stage",
      message,
    ],
    "a web ACL of another API": [
      { association: { resourceArn: arn.replace("r1", "r2") } },
      "stage",
      message,
    ],
    "a web ACL of a load balancer": [
      { association: { resourceArn: "arn:aws:elasticloadbalancing:…" } },
      "stage",
      message,
    ],
  },
});

describe("require-firewalls", () => {
  it("finds web ACLs by dependencies if ids are unknown", () => {
    const open = (...madeOf: string[]) =>
      judgeStack(rule, [
        { ...api, props: { ...api.props, id: unknown } },
        {
          ...stage,
          props: { restApi: unknown, stageName: "live", arn: unknown },
          dependencies: { restApi: ["api"] },
        },
        {
          ...stage,
          name: "second",
          props: { restApi: unknown, stageName: "test", arn: unknown },
          dependencies: { restApi: ["api"] },
        },
        {
          ...association,
          props: { resourceArn: unknown },
          dependencies: { resourceArn: madeOf },
        },
      ]).violations.map(({ urn }) => urn?.split("::").at(-1));

    assert.deepEqual(open("stage"), ["second"]);
    assert.deepEqual(open("api", "second"), ["stage"]);
    assert.deepEqual(open("api"), [], "either of them may be meant");
    assert.deepEqual(open(), ["stage", "second"]);
  });
});
