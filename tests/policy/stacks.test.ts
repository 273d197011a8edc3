import assert from "node:assert/strict";
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

// Runs without an engine; tests/engine/policy.test.ts covers stacks that the engine has deployed.
describe("the policies on our stacks", () => {
  for (const environment of ["dev", "prod", "local"]) {
    it(`find only exempt violations in ${environment}`, async () => {
      const project = await readProject(root);
      const stacks = await environmentStacks(project, environment);
      const rules = configureRules(allRules, await projectPolicyConfig());

      for (const { name, config } of stacks) {
        const stack = { project: project.name, name };
        const resources = await evaluatedStack(program, config, stack);
        const { judgements, undecided } = judgeExport(resources, rules);

        assert.ok(
          resources.some(({ asked }) => asked.type === "aws:lambda/function:Function"),
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
