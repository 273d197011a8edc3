import assert from "node:assert/strict";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc.js";
import type { ResourceRule } from "../rule.ts";
import { judge, type TestResource } from "./judge.ts";

/** A property value that is unknown in a preview. */
export const unknown = unknownValue;

/** Properties that replace those of the compliant resource; `undefined` removes a property. */
export type Change = Readonly<Record<string, unknown>>;

/** A compliant resource, and the results for single changes to it. */
export interface RuleTable {
  readonly compliant: TestResource;
  /** Changes that are still compliant, by description. */
  readonly passing?: Readonly<Record<string, Change>>;
  /** Changes that violate the rule, with the property in the finding. */
  readonly failing: Readonly<Record<string, readonly [Change, property: string]>>;
  /** Changes for which the rule has no result before the deployment. */
  readonly undecided?: Readonly<Record<string, Change>>;
}

/** Defines a test for each line of a table. */
export function testRule(rule: ResourceRule, table: RuleTable): void {
  const { compliant, passing = {}, failing, undecided = {} } = table;
  const verdict = (change: Change) => judge(rule, changed(compliant, change));

  describe(compliant.type, () => {
    for (const [what, change] of Object.entries({ "compliant values": {}, ...passing })) {
      it(`passes with ${what}`, () => {
        assert.deepEqual(verdict(change), { violations: [], undecided: undefined });
      });
    }

    for (const [what, [change, property]] of Object.entries(failing)) {
      it(`fails with ${what}`, () => {
        const { violations, undecided } = verdict(change);

        const messages = violations.map(({ message }) => message);
        assert.equal(messages.length, 1, messages.join("\n"));
        assert.ok(messages[0]!.includes(`: ${property} is `), messages[0]);
        assert.ok(messages[0]!.endsWith(rule.fix), messages[0]);
        assert.equal(undecided, undefined);
      });
    }

    for (const [what, change] of Object.entries(undecided)) {
      it(`is undecided without knowing ${what}`, () => {
        const { violations, undecided } = verdict(change);

        assert.deepEqual(violations, []);
        assert.match(undecided ?? "", /can't be known during preview/);
      });
    }
  });
}

function changed(resource: TestResource, change: Change): TestResource {
  const props = Object.entries({ ...resource.props, ...change });
  return {
    ...resource,
    props: Object.fromEntries(props.filter(([, value]) => value !== undefined)),
  };
}
