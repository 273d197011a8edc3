import assert from "node:assert/strict";
import { judgeExport } from "../../policy/cli/judgeExport.ts";
import { configureRules } from "../../policy/config/packConfig.ts";
import { ruleSets } from "../../policy/ruleSets.ts";
import { evaluatedStack } from "./evaluatedStack.ts";
import { bastion } from "./examples/bastion.ts";
import { kubernetes } from "./examples/kubernetes.ts";
import { serverless } from "./examples/serverless.ts";
import { staticSite } from "./examples/staticSite.ts";
import { webApp } from "./examples/webApp.ts";

// Programs of others that keep their servers private. Without an engine, so the form is AWS's but
// nothing was asked of AWS.
describe("the policies on programs of others", () => {
  const examples = { bastion, kubernetes, serverless, staticSite, webApp };
  for (const [name, program] of Object.entries(examples)) {
    it(`have nothing against ${name}`, async () => {
      const resources = await evaluatedStack(program);

      const rules = configureRules(
        ruleSets.flatMap((set) => set.rules),
        {},
      );
      const { judgements, undecided } = judgeExport(resources, rules);

      assert.ok(resources.length > 8, `${resources.length} resources`);
      assert.deepEqual(
        judgements.map(({ rule, finding, message }) => `${rule.name} ${finding.urn}: ${message}`),
        [],
      );
      assert.deepEqual(undecided, new Map());
    });
  }
});
