import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { PlanBuilder } from "./plan.ts";
import { Progress } from "./progress.ts";
import type { DeployedStack, OnEvent } from "./stack.ts";
import { type OpenStack, StackWork } from "./stackWork.ts";

const urn = "urn:pulumi:dev::palisade::aws:cognito/userPool:UserPool::dev-users";
const update = { resourcePreEvent: { metadata: { op: "update", urn } } } as EngineEvent;
const plan = { ...new PlanBuilder().build(), update: 1, twoUpdates: "first a, then b" };

/** A stack that records what is done with it. */
function recordingStack() {
  const done: string[] = [];
  const record = (what: string) => async (onEvent: OnEvent) => {
    done.push(what);
    onEvent(update);
  };
  const stack = {
    preview: record("preview"),
    up: (onEvent: OnEvent, { first = false } = {}) =>
      record(first ? "first update" : "update")(onEvent),
  } as unknown as DeployedStack;
  const step: OpenStack = {
    ...{ name: "dev", home: true, canary: false, edge: false, deployed: true },
    ...{ region: "us-east-1", zones: [], cidrBlock: "", stack },
  };
  return { step, done };
}

const work = () => new StackWork(new Progress(["dev"], () => {}), "npm run deploy -- dev --unlock");

describe("two updates of a stack", () => {
  it("are made with a preview in between, which must be agreed to", async () => {
    const { step, done } = recordingStack();
    const agreed: number[] = [];

    const result = await work().up(step, plan, async (now) => {
      agreed.push(now.update);
      done.push("agreement");
    });

    assert.deepEqual(done, ["first update", "preview", "agreement", "update"]);
    assert.deepEqual(agreed, [1]);
    assert.equal(result.update, 2);
  });

  it("end after the first if the second is not what was shown", async () => {
    const { step, done } = recordingStack();

    await assert.rejects(
      work().up(step, plan, () => Promise.reject(new Error("The plan has changed"))),
      /The plan has changed/,
    );
    assert.deepEqual(done, ["first update", "preview"]);
  });

  it("are one if the plan says nothing of two", async () => {
    const { step, done } = recordingStack();
    const { twoUpdates: _none, ...single } = plan;

    await work().up(step, single, () => assert.fail());

    assert.deepEqual(done, ["update"]);
  });
});
