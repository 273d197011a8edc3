import assert from "node:assert/strict";
import { join } from "node:path";
import program from "../../index.ts";
import { readProject } from "../../project/stackConfig.ts";
import { environmentStacks } from "../../local/sources/stacks.ts";
import { judgeExport } from "../../commands/policy/judgeExport.ts";
import { configureRules } from "../../policy/config/packConfig.ts";
import { counts } from "../../policy/judgement.ts";
import { allRules } from "../../policy/ruleSets.ts";
import { root } from "../support/platformProcess.ts";
import { evaluatedStack } from "./evaluatedStack.ts";
import { projectPolicyConfig } from "./projectConfig.ts";

const fixture = join(root, "tests/support/world");
/** Its users are not protected from deletion. */
const temporary = { "require-user-pool-deletion-protection": { temporaryStacks: ["world"] } };

const lambda = "aws:lambda/function:Function";
const distribution = "aws:cloudfront/distribution:Distribution";

// Runs without an engine; tests/engine/policy.test.ts covers stacks that the engine has deployed.
describe("the policies on our stacks", () => {
  for (const environment of ["dev", "prod", "local", "world"]) {
    it(`find only exempt violations in ${environment}`, async () => {
      const own = await readProject(root);
      const isFixture = environment === "world";
      const project = isFixture ? { ...own, stackDirectory: fixture } : own;
      const regions = isFixture ? ["us-east-1", "eu-west-1"] : undefined;
      const stacks = await environmentStacks(project, environment, regions);
      const config = { ...(await projectPolicyConfig()), ...(isFixture && temporary) };
      const rules = configureRules(allRules, config);

      for (const { name, config, edge } of stacks) {
        const stack = { project: project.name, name };
        const resources = await evaluatedStack(program, config, stack);
        const { judgements, undecided } = judgeExport(resources, rules);

        assert.ok(
          resources.some(({ asked }) => asked.type === (edge ? distribution : lambda)),
          name,
        );
        const counted = judgements.filter(counts);
        assert.deepEqual(
          counted.map(({ rule, message }) => `${name} ${rule.name}: ${message}`),
          [],
        );
        assert.deepEqual(undecided, []);
      }
    });
  }
});
