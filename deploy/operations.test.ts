import assert from "node:assert/strict";
import type { StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import { operationOf } from "./operations.ts";

const step = (more: object): StepEventMetadata =>
  ({ op: "update", urn: "urn:pulumi:dev::palisade::aws:ec2/vpc:Vpc::main", ...more }) as never;

describe("operationOf", () => {
  it("has the inputs that change, from the paths of the differences", () => {
    const operation = operationOf(
      step({
        old: { inputs: { tags: { a: 1 }, rules: [1], same: 1, gone: true } },
        new: { inputs: { tags: { a: 2 }, rules: [2], same: 1 } },
        diffs: ["tags", "gone"],
        detailedDiff: { "tags.a": {}, "rules[0]": {} },
      }),
    );

    assert.deepEqual(operation, {
      kind: "update",
      urn: "urn:pulumi:dev::palisade::aws:ec2/vpc:Vpc::main",
      type: "aws:ec2/vpc:Vpc",
      name: "main",
      inputs: {
        gone: { before: true },
        rules: { before: [1], after: [2] },
        tags: { before: { a: 1 }, after: { a: 2 } },
      },
    });
  });

  it("has all inputs of a creation, and none of a deletion", () => {
    const create = operationOf(
      step({ op: "create", new: { inputs: { cidrBlock: "10.0.0.0/16" } } }),
    );
    const removal = operationOf(step({ op: "delete", old: { inputs: { a: 1 } } }));

    assert.deepEqual(create?.inputs, { cidrBlock: { after: "10.0.0.0/16" } });
    assert.deepEqual(removal?.inputs, {});
  });

  for (const op of ["same", "read", "create-replacement", "delete-replaced"]) {
    it(`does not count ${op}`, () => assert.equal(operationOf(step({ op })), undefined));
  }
});
