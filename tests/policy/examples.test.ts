import assert from "node:assert/strict";
import { isMandatory, judgeExport } from "../../commands/policy/judgeExport.ts";
import { configureRules } from "../../policy/config/packConfig.ts";
import { ruleSets } from "../../policy/ruleSets.ts";
import { evaluatedStack } from "./evaluatedStack.ts";
import { bastion } from "./examples/bastion.ts";
import { kubernetes } from "./examples/kubernetes.ts";
import { serverless } from "./examples/serverless.ts";
import { staticSite } from "./examples/staticSite.ts";
import { webApp } from "./examples/webApp.ts";

/** What is to be said of a program that exposes nothing: each is a risk of its own that AWS leaves open. */
const advisories: Readonly<Record<string, readonly string[]>> = {
  serverless: ["require-modern-default-endpoints orders"],
  webApp: ["require-source-of-service-trust shop-execution"],
};

// Programs of others that keep their servers private. Without an engine, so the form is AWS's but
// nothing was asked of AWS.
describe("the policies on programs of others", () => {
  const examples = { bastion, kubernetes, serverless, staticSite, webApp };
  for (const [name, program] of Object.entries(examples)) {
    it(`raise no false alarm about ${name}`, async () => {
      const resources = await evaluatedStack(program);

      const rules = configureRules(
        ruleSets.flatMap((set) => set.rules),
        {},
      );
      const { judgements, undecided } = judgeExport(resources, rules);

      assert.ok(resources.length > 8, `${resources.length} resources`);
      const mandatory = judgements.filter(isMandatory);
      assert.deepEqual(
        mandatory.map(({ rule, message }) => `${rule.name}: ${message}`),
        [],
      );
      const found = judgements.map(
        ({ rule, finding }) => `${rule.name} ${finding.urn.split("::").at(-1)}`,
      );
      assert.deepEqual(found, advisories[name] ?? []);
      assert.deepEqual(undecided, []);
    });
  }
});
