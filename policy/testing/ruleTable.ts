import assert from "node:assert/strict";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc.js";
import type { ResourceRule } from "../rule.ts";
import { encryptedVariants } from "./encrypted.ts";
import { judge } from "./judge.ts";

/** A property value that is unknown in a preview. */
export const unknown = unknownValue;

/** Properties that replace those of the compliant resource; `undefined` removes a property. */
export type Change = Readonly<Record<string, unknown>>;

/** A compliant resource, and the results for single changes to it. */
export interface RuleTable {
  /** Properties of the compliant resource. */
  readonly compliant: Change;
  /** Changes that are still compliant, by description. */
  readonly passing?: Readonly<Record<string, Change>>;
  /** Changes that violate the rule. The finding names the only changed value, or this property. */
  readonly failing?: Readonly<Record<string, Change | readonly [Change, property: string]>>;
  /** Changes for which the rule has no result before the deployment. */
  readonly undecided?: Readonly<Record<string, Change>>;
}

/** Defines a test for each line of a table. */
export function testRule(rule: ResourceRule, type: string, table: RuleTable): void {
  const { compliant, passing = {}, failing = {}, undecided = {} } = table;
  const verdict = (change: Change) => judge(rule, { type, props: changed(compliant, change) });

  describe(`${rule.name} on ${type}`, () => {
    for (const [what, change] of Object.entries({ "compliant values": {}, ...passing })) {
      it(`passes with ${what}`, () => {
        assert.deepEqual(verdict(change), { violations: [], undecided: undefined });
      });
    }

    for (const [what, row] of Object.entries(failing)) {
      it(`fails with ${what}`, () => {
        const [change, property] = isPair(row) ? row : [row, pathOf(row)];
        const { violations, undecided } = verdict(change);

        const messages = violations.map(({ message }) => message);
        assert.equal(messages.length, 1, messages.join("\n"));
        assert.ok(messages[0]!.includes(`: ${property} is `), messages[0]);
        assert.ok(messages[0]!.endsWith(rule.fix), messages[0]);
        assert.equal(undecided, undefined);
      });
    }

    it("is never silent about an encrypted value where its plain text fails", () => {
      for (const [what, row] of Object.entries(failing)) {
        const props = changed(compliant, isPair(row) ? row[0] : row);
        for (const [path, variant] of encryptedVariants(props)) {
          const { violations, undecided } = judge(rule, { type, props: variant as Change });
          assert.ok(violations.length > 0 || undecided, `${what}: ${path} is encrypted`);
        }
      }
    });

    it("does not take an encrypted value for a wrong one", () => {
      for (const [what, change] of Object.entries({ "compliant values": {}, ...passing })) {
        for (const [path, variant] of encryptedVariants(changed(compliant, change))) {
          const { violations } = judge(rule, { type, props: variant as Change });
          const wrong = violations.filter(({ message }) => !decidesByPresence.test(message));
          assert.deepEqual(wrong, [], `${what}: ${path} is encrypted`);
        }
      }
    });

    for (const [what, change] of Object.entries(undecided)) {
      it(`is undecided without knowing ${what}`, () => {
        const { violations, undecided } = verdict(change);

        assert.deepEqual(violations, []);
        assert.match(undecided ?? "", /can't be known during preview/);
      });
    }
  });
}

/** Findings about values whose name or presence decides. */
const decidesByPresence = /the program marks it as one|endpointConfigurations\.endpointId/;

/** The properties with a change applied. */
export const changed = (props: object, change: Change | undefined): Change =>
  Object.fromEntries(
    Object.entries({ ...props, ...change }).filter(([, value]) => value !== undefined),
  );

const isPair = (row: Change | readonly [Change, string]): row is readonly [Change, string] =>
  Array.isArray(row);

/** The path of the only value in a change: `ingress[0].protocol` for `{ ingress: [{ protocol: 6 }] }`. */
function pathOf(value: unknown): string {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) return "";
  const [key, member] = entry;
  const rest = pathOf(member);
  const separator = rest === "" || rest.startsWith("[") ? "" : ".";
  return `${Array.isArray(value) ? `[${key}]` : key}${separator}${rest}`;
}
