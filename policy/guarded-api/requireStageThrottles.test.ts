import assert from "node:assert/strict";
import { aws, judgeStack, type Declared } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { requireStageThrottles as rule } from "./requireStageThrottles.ts";

const api = aws("apigateway.RestApi", "api", { id: "r1" });
const stage = aws("apigateway.Stage", "stage", { restApi: "r1", stageName: "live" });
const settings = aws("apigateway.MethodSettings", "all", {
  restApi: "r1",
  stageName: "live",
  methodPath: "*/*",
});
const message = /^A single caller of the stage .*: no MethodSettings apply to all of its methods\./;

testStackRule(rule, {
  compliant: [api, stage, settings],
  passing: {
    "additional settings of one path": {
      add: [{ ...settings, name: "one", props: { ...settings.props, methodPath: "~1/GET" } }],
    },
    "an API of another stack": { api: null },
    "a deployment without a stage": {
      add: [aws("apigateway.Deployment", "deployment", { restApi: "r1" })],
    },
  },
  failing: {
    "no settings": [{ all: null }, "stage", message],
    "settings of one path only": [{ all: { methodPath: "~1orders/GET" } }, "stage", message],
    "settings of another stage": [{ all: { stageName: "test" } }, "stage", message],
    "settings of another API": [{ all: { restApi: "r2" } }, "stage", message],
    "a stage that a deployment makes": [
      { add: [aws("apigateway.Deployment", "deployment", { restApi: "r1", stageName: "test" })] },
      "deployment",
      message,
    ],
  },
});

describe("require-stage-throttles", () => {
  describe("before ids are known", () => {
    const later = (resource: Declared, ...restApi: string[]): Declared => ({
      ...resource,
      props: { ...resource.props, id: unknown, restApi: unknown },
      dependencies: { restApi },
    });
    const second = { ...api, name: "second" };
    const verdict = (...resources: Declared[]) =>
      judgeStack(rule, [later(api), later(second), ...resources]).violations.length;

    it("finds settings by their dependencies", () => {
      assert.equal(verdict(later(stage, "api"), later(settings, "api")), 0);
      assert.equal(verdict(later(stage, "api"), later(settings, "stage")), 0);
      assert.equal(verdict(later(stage, "api"), later(settings, "second")), 1);
      const other = { ...later(stage, "second"), name: "other" };
      assert.equal(verdict(later(stage, "api"), other, later(settings, "other")), 1);
    });

    it("treats unknown APIs of other stacks as one", () => {
      assert.equal(verdict(later(stage), later(settings)), 0);
    });
  });
});
