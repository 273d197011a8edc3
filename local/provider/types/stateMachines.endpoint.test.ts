import assert from "node:assert/strict";
import type { Properties } from "../../graph/resource.ts";
import { useCloud } from "../testing/cloud.ts";
import type { Provided } from "../testing/provided.ts";

describe("resources that run", function () {
  this.timeout(60_000);
  const cloud = useCloud();

  describe("a state machine", () => {
    const definition = (Result: string) =>
      JSON.stringify({ StartAt: "Say", States: { Say: { Type: "Pass", Result, End: true } } });
    let role: Provided;

    before(async () => {
      role = await cloud.create("aws:iam/role:Role", "executions", {
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "states.amazonaws.com" },
              Action: "sts:AssumeRole",
            },
          ],
        }),
      });
    });
    const machine = (name: string, type: string, more: Properties = {}) =>
      cloud.create("aws:sfn/stateMachine:StateMachine", name, {
        roleArn: role.outputs["arn"],
        definition: definition("hello"),
        type,
        ...more,
      });

    it("that is express responds at once, with its latest definition", async () => {
      const express = await machine("greet", "EXPRESS", {
        loggingConfiguration: {
          level: "ALL",
          logDestination: `${cloud.arn("logs", "log-group:greet")}:*`,
        },
      });
      const sfn = await cloud.aws.sfn();
      const run = async () =>
        (await sfn.startSyncExecution({ stateMachineArn: express.id, input: "{}" })).output;
      const before = await run();
      const { type } = await sfn.describeStateMachine({ stateMachineArn: express.id });

      await express.update({ roleArn: role.outputs["arn"], definition: definition("bye") });

      assert.deepEqual([before, await run()], ['"hello"', '"bye"']);
      assert.equal(type, "EXPRESS");
      const { arn: machineArn, name, status, creationDate } = express.outputs;
      assert.equal(machineArn, cloud.arn("states", `stateMachine:${String(name)}`));
      assert.equal(express.id, machineArn);
      assert.equal(status, "ACTIVE");
      assert.ok(Date.parse(String(creationDate)) > 0);
      await express.delete();
    });

    it("that is standard runs in the background, until it is deleted", async () => {
      const standard = await machine("process", "STANDARD", { publish: true });
      const sfn = await cloud.aws.sfn();

      const { executionArn } = await sfn.startExecution({ stateMachineArn: standard.id });
      let execution;
      do execution = await sfn.describeExecution({ executionArn });
      while (execution.status === "RUNNING");
      await standard.delete();

      assert.equal(execution.status, "SUCCEEDED");
      assert.equal(execution.output, '"hello"');
      assert.equal(standard.outputs["stateMachineVersionArn"], `${standard.id}:1`);
      await assert.rejects(sfn.describeStateMachine({ stateMachineArn: standard.id }), {
        name: "StateMachineDoesNotExist",
      });
    });
  });
});
