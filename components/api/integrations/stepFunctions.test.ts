import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { from, RouteError, stepFunctions } from "../index.ts";
import { compiled } from "../testing/recordApi.ts";

const resources = () => ({
  import: new aws.sfn.StateMachine("import", { roleArn: "arn:role", definition: "{}" }),
});

describe("stepFunctions", () => {
  it("has a role for each action; one that describes reaches the machine's executions alone", async () => {
    const { grants } = await compiled(
      {
        "POST /a": stepFunctions("import", { action: "start" }),
        "POST /b": stepFunctions("import", { action: "startSync" }),
        "GET /a/{id}": stepFunctions("import", { action: "describe", execution: from.path("id") }),
      },
      resources,
    );

    assert.deepEqual(grants, {
      "api-import-StartExecution": "states:StartExecution arn:aws:states:::stateMachine:import",
      "api-import-StartSyncExecution":
        "states:StartSyncExecution arn:aws:states:::stateMachine:import",
      "api-import-DescribeExecution":
        "states:DescribeExecution arn:aws:states:::execution:import:*",
    });
  });

  it("refuses a method without a body, unless its input reads none", async () => {
    const input = { page: from.query("page") };

    await assert.rejects(
      compiled({ "GET /a": stepFunctions("import", { action: "startSync" }) }, resources),
      RouteError,
    );
    await compiled(
      { "GET /a": stepFunctions("import", { action: "startSync", input }) },
      resources,
    );
  });
});
