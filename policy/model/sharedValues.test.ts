import assert from "node:assert/strict";
import { Judge } from "../judge.ts";
import type { StackRule } from "../rule.ts";
import { encrypted } from "../testing/encrypted.ts";
import type { Subject } from "./resourceView.ts";
import type { StackView } from "./stackView.ts";
import { readProperties } from "./values.ts";
import { unknown } from "../testing/ruleTable.ts";

/** A stack of one bucket, whose name nobody can see. */
const bucketNamed = (bucket: unknown): readonly Subject[] => [
  {
    type: "aws:s3/bucket:Bucket",
    name: "orders",
    urn: "urn:orders",
    props: readProperties({ bucket }),
  },
];

const namesIn = (stack: StackView): unknown[] =>
  stack.resources.flatMap((resource) => resource.valuesAt("bucket"));

const rule = (name: string, read: (stack: StackView) => unknown): StackRule => ({
  name,
  description: "",
  why: "",
  fix: "",
  equivalents: [],
  checkStack: (stack) => {
    read(stack);
    return [];
  },
});

/** What each of several rules misses, in the order in which they run. */
function missed(bucket: unknown, ...reads: readonly ((stack: StackView) => unknown)[]) {
  const rules = reads.map((read, index) => rule(`rule-${index}`, read));
  const judge = new Judge(
    rules.map((rule) => ({ rule, level: "mandatory", settings: {}, exemptions: [] })),
  );
  return judge.stack(bucketNamed(bucket)).map(({ undecided }) => undecided);
}

const derived = (stack: StackView) => stack.derived(namesIn);

const reason = "bucket can't be known during preview";

describe("what rules share", () => {
  it("tells each of them what it could not see", () => {
    assert.deepEqual(missed(unknown, derived, derived), [reason, reason]);
  });

  it("tells the same about encrypted values and about references", () => {
    const referring = (stack: StackView) =>
      stack.referring(stack.resources[0]!, "aws:s3/bucket:Bucket", "bucket");
    const [first, second] = missed(encrypted, referring, referring);
    assert.match(first ?? "", /^bucket of "orders" is encrypted/);
    assert.equal(second, first);
  });

  it("tells it through what is computed from other shared values, and only to those that use it", () => {
    const twice = (stack: StackView) => [derived(stack)];
    const both = (stack: StackView) => stack.derived(twice);
    const none = (stack: StackView) => stack.resources.length;
    const [own, other, outer, again] = missed(unknown, derived, none, both, both);
    assert.deepEqual([own, other, outer, again], [reason, undefined, reason, reason]);
  });
});
