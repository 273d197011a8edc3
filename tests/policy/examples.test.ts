import assert from "node:assert/strict";
import { isMandatory, judgeExport } from "../../commands/policy/judgeExport.ts";
import { configureRules } from "../../policy/config/packConfig.ts";
import { allRules } from "../../policy/ruleSets.ts";
import { evaluatedStack } from "./evaluatedStack.ts";
import { bastion } from "./examples/bastion.ts";
import { kubernetes } from "./examples/kubernetes.ts";
import { serverless } from "./examples/serverless.ts";
import { staticSite } from "./examples/staticSite.ts";
import { webApp } from "./examples/webApp.ts";

/** Expected advisories about programs that expose nothing, for AWS's defaults. */
const advisories: Readonly<Record<string, readonly string[]>> = {
  kubernetes: ["require-log-keys cluster"],
  serverless: [
    "require-log-keys orders",
    "require-log-keys orders-api",
    "require-modern-default-endpoints orders",
  ],
  webApp: [
    "require-log-keys shop",
    "require-log-keys shop-api",
    "require-source-of-service-trust shop-execution",
  ],
};

// Typical programs with private servers. Runs without an engine, so AWS has not validated them.
describe("the policies on typical programs", () => {
  const examples = { bastion, kubernetes, serverless, staticSite, webApp };
  for (const [name, program] of Object.entries(examples)) {
    it(`raise no false alarm about ${name}`, async () => {
      const resources = await evaluatedStack(program);

      const rules = configureRules(allRules, {});
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
