import assert from "node:assert/strict";
import type { StackRule } from "../rule.ts";
import { encryptedVariants } from "./encrypted.ts";
import { type Declared, judgeStack } from "./judge.ts";
import { type Change, changed } from "./ruleTable.ts";

/**
 * A change to a stack: properties of resources by name (`undefined` removes a property, `null` the
 * resource), and additional resources.
 */
export interface StackChange {
  readonly add?: readonly Declared[];
  readonly [name: string]: Change | null | readonly Declared[] | undefined;
}

/** A compliant stack, and the results for single changes to it. */
interface StackTable {
  readonly compliant: readonly Declared[];
  /** Settings of the rule, instead of the defaults. */
  readonly settings?: object;
  readonly passing?: Readonly<Record<string, StackChange>>;
  /** Changes that violate the rule, with the name of the resource and the message. */
  readonly failing: Readonly<
    Record<string, readonly [StackChange, resource: string, message: RegExp]>
  >;
}

/** Defines a test for each line of a table. */
export function testStackRule(rule: StackRule, table: StackTable): void {
  const { compliant, settings = {}, passing = {}, failing } = table;
  const verdict = (change: StackChange) =>
    judgeStack(rule, changedStack(compliant, change), settings);

  describe(rule.name, () => {
    for (const [what, change] of Object.entries({ "compliant values": {}, ...passing })) {
      it(`passes with ${what}`, () => {
        assert.deepEqual(verdict(change).violations, []);
      });
    }

    for (const [what, [change, resource, message]] of Object.entries(failing)) {
      it(`fails with ${what}`, () => {
        const { violations } = verdict(change);

        const messages = violations.map((violation) => violation.message);
        assert.equal(messages.length, 1, messages.join("\n"));
        assert.ok(violations[0]!.urn?.endsWith(`::${resource}`), violations[0]!.urn);
        assert.match(messages[0]!, message);
      });
    }

    it("is never silent about an encrypted value where its plain text fails", () => {
      for (const [what, [change]] of Object.entries(failing)) {
        const stack = changedStack(compliant, change);
        for (const [index, resource] of stack.entries()) {
          for (const [path, props] of encryptedVariants(resource.props)) {
            const variant = { ...resource, props: props as Change };
            const { violations, undecided } = judgeStack(
              rule,
              stack.with(index, variant),
              settings,
            );
            const where = `${what}: ${path} of ${resource.name} is encrypted`;
            assert.ok(violations.length > 0 || undecided, where);
          }
        }
      }
    });
  });
}

/** The resources with a change applied. */
export function changedStack(
  resources: readonly Declared[],
  { add = [], ...change }: StackChange,
): Declared[] {
  const names = resources.map(({ name }) => name);
  const strangers = Object.keys(change).filter((name) => !names.includes(name));
  assert.deepEqual(strangers, [], "The stack has no such resources.");
  const kept = resources.filter(({ name }) => change[name] !== null);
  const applied = kept.map((resource) => {
    const props = changed(resource.props, change[resource.name] as Change | undefined);
    return { ...resource, props };
  });
  return [...applied, ...add];
}
