import assert from "node:assert/strict";
import type { Policies } from "@pulumi/policy";
import * as server from "@pulumi/policy/server.js";
import { unknownValue } from "../../project/signatures.ts";
import type { ResourceRule, StackRule } from "../rule.ts";
import { analyzeRequest, analyzeStackRequest, found, stackResource } from "../testing/requests.ts";
import { policiesOf } from "./policies.ts";

// The framework's own functions run the policies, in this process. Requests are not noted here, as in
// a project's test of its policies: see pack.test.ts for served packs.

const texts = {
  name: "forbid-things",
  description: "Nothing is a thing.",
  why: "",
  fix: "Remove it.",
  equivalents: [],
};
const bucket = "aws:s3/bucket:Bucket";

const reading = (path: string): ResourceRule => ({
  ...texts,
  types: [bucket],
  check: (resource) =>
    resource
      .valuesAt(path)
      .map(({ path: property, value }) => ({ exposed: "A thing", property, value })),
});

/** Internal, so not in the framework's types. */
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = server as unknown as Record<
  "makeAnalyzeRpcFun" | "makeAnalyzeStackRpcFun",
  (pack: string, version: string, level: string, policies: Policies) => Method
>;
type Method = (call: object, callback: (error: Error | undefined, response: never) => void) => void;

const [pack, version, level] = ["pack", "1.0.0", "mandatory"] as const;

describe("policies of the framework", () => {
  const analyze = (rule: ResourceRule, inputs: object) =>
    answer(
      makeAnalyzeRpcFun(pack, version, level, policiesOf([configured(rule)])),
      analyzeRequest(bucket, "test", inputs),
    );

  it("report findings", async () => {
    const [finding] = await analyze(reading("tags.thing"), { tags: { thing: "1" } });

    assert.equal(finding?.level, "MANDATORY");
    assert.match(
      finding.message,
      /^Nothing is a thing\.\nA thing: tags\.thing is "1"\. Remove it\./,
    );
  });

  for (const [what, path, inputs] of [
    ["a value", "acl", { acl: unknownValue }],
    ["a list's element", "rules.id", { rules: [{ id: "a" }, { id: unknownValue }] }],
  ] as const) {
    it(`let the framework name ${what} that is unknown`, async () => {
      const results = await analyze(
        { ...reading(path), check: (resource) => resource.valuesAt(path).slice(0, 0) as never[] },
        inputs,
      );

      assert.deepEqual(
        results.map((each) => each.level),
        ["ADVISORY"],
      );
      const last = path.split(".").at(-1)!;
      assert.match(results[0]!.message, new RegExp(`string value at \\..*${last} can't be known`));
    });
  }

  it("report an advisory where a stack does not show enough", async () => {
    const rule: StackRule = {
      ...texts,
      checkStack(stack) {
        stack.miss("The VPC belongs to another stack: check that one too");
        return [];
      },
    };
    const policies = policiesOf([configured(rule)]);
    const results = await answer(
      makeAnalyzeStackRpcFun(pack, version, level, policies),
      analyzeStackRequest([stackResource(bucket, "test", {})]),
    );

    assert.deepEqual(
      results.map((each) => [each.level, each.message]),
      [["ADVISORY", "Nothing is a thing.\nThe VPC belongs to another stack: check that one too."]],
    );
  });
});

const configured = <R>(rule: R) => ({ rule, level, exemptions: [], settings: {} });

const answer = (method: Method, request: object) =>
  new Promise<ReturnType<typeof found>>((resolve, reject) => {
    method({ request }, (error, response) => (error ? reject(error) : resolve(found(response))));
  });
