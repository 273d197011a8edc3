import assert from "node:assert/strict";
import { unknownValue } from "../project/signatures.ts";
import type { Operation, OperationKind } from "./operations.ts";
import { planDifference } from "./planDifference.ts";

const operation = (
  kind: OperationKind,
  name: string,
  after: Record<string, unknown> = {},
): Operation => ({
  kind,
  urn: `urn:pulumi:dev::palisade::aws:ec2/vpc:Vpc::${name}`,
  type: "aws:ec2/vpc:Vpc",
  name,
  inputs: Object.fromEntries(Object.entries(after).map(([key, value]) => [key, { after: value }])),
});

const shown = [
  operation("create", "a", {
    cidrBlock: "10.0.0.0/16",
    name: "a-0123abc",
    image: "v1-0123abc",
    log: "aws-waf-logs-a-0123abc",
  }),
  operation("update", "b", {
    tags: { owner: "ada" },
    list: [1, { url: `https://${unknownValue}` }],
  }),
  operation("replace", "c", { cidrBlock: "10.1.0.0/16" }),
  operation("delete", "d"),
];

/** Names of the operations that the shown plan does not have. */
const difference = (now: Operation[], outputsChange = false): string[] =>
  planDifference(shown, now, outputsChange).map(({ kind, name }) => `${kind} ${name}`);

describe("planDifference", () => {
  it("finds none in the same plan, in another order", () => {
    assert.deepEqual(difference(shown.toReversed()), []);
  });

  for (const [what, now] of [
    ["fewer operations", []],
    [
      "an update in place of a replacement",
      [operation("update", "c", { cidrBlock: "10.1.0.0/16" })],
    ],
    ["a new generated name", [operation("create", "a", { name: "a-fedcba9" })]],
    [
      "a new generated name in that of a firewall's log",
      [operation("create", "a", { log: "aws-waf-logs-a-fedcba9" })],
    ],
    [
      "values that were not known",
      [operation("update", "b", { list: [1, { url: "https://abc.example" }] })],
    ],
  ] as const) {
    it(`ignores ${what}`, () => assert.deepEqual(difference([...now]), []));
  }

  for (const [what, now] of [
    ["another value", operation("create", "a", { cidrBlock: "10.9.0.0/16" })],
    ["another commit", operation("create", "a", { image: "v1-fedcba9" })],
    ["another nested value", operation("update", "b", { tags: { owner: "bob" } })],
    ["another input", operation("update", "b", { enableDnsSupport: false })],
    ["an input that is removed", operation("update", "b", { tags: undefined })],
    ["a longer list", operation("update", "b", { list: [1, { url: "https://x" }, 2] })],
    ["a replacement in place of an update", operation("replace", "b", {})],
    ["a deletion in place of a replacement", operation("delete", "c")],
    ["a deletion in place of a creation", operation("delete", "a")],
    ["another resource", operation("create", "z")],
  ] as const) {
    it(`finds ${what}`, () => {
      assert.deepEqual(difference([now]), [`${now.kind} ${now.name}`]);
    });
  }

  it("lets creations and updates follow from new outputs of the home region, and nothing else", () => {
    const now = (["create", "update", "replace", "delete"] as const).map((kind) =>
      operation(kind, "z", { cidrBlock: "10.9.0.0/16" }),
    );

    assert.deepEqual(difference(now, true), ["replace z", "delete z"]);
  });
});
