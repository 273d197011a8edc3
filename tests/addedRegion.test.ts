import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { EnvironmentList } from "../commands/region/list.ts";
import { run } from "../commands/region/index.ts";
import { readEnvironment } from "../deploy/environment.ts";
import { runCommand } from "../project/testing/runCommand.ts";
import { readProject } from "../project/stackConfig.ts";
import { root } from "./support/platformProcess.ts";
import { copyProject } from "./support/projectCopy.ts";

// A region is added by its stack file and by nothing else. That AWS and GitHub then do as the workflows and
// policies say is not proven here.

const added = "ap-southeast-2";

describe("a region that is added to a copy of the project", () => {
  let folder: string;

  const region = async (line: string): Promise<string> => {
    const sources = {
      zonesOf: async (name: string) => ["a", "b", "c"].map((letter) => name + letter),
      backend: () => ({ stateOf: async () => undefined, remove: async () => {} }),
    };
    const command = (argv: readonly string[], io: Parameters<typeof run>[1]) =>
      run(argv, io, sources);
    const { code, stdout, stderr } = await runCommand(command, line.split(" "), folder);
    assert.equal(code, 0, stderr);
    return stdout;
  };

  before(async () => {
    folder = await copyProject();
    for (const environment of ["dev", "prod"]) await region(`add ${added} --env ${environment}`);
  });
  after(() => rm(folder, { recursive: true }));

  for (const environment of ["dev", "prod"]) {
    it(`is in the matrices of the workflows: ${environment}`, async () => {
      const list = JSON.parse(await region(`list --env ${environment} --json`)) as EnvironmentList;

      assert.ok(list.others.includes(added));
      assert.ok(list.stacks.some(({ name }) => name === `${environment}-${added}`));
    });

    it(`is in the policy of CI's roles: ${environment}`, async () => {
      assert.match(await region(`policy --env ${environment}`), new RegExp(`"${added}"`));
    });

    it(`is deployed: ${environment}`, async () => {
      const { stacks } = await readEnvironment(await readProject(folder), environment, undefined);

      assert.ok(stacks.some(({ region }) => region === added));
    });

    it(`is known to the program and to the local platform: ${environment}`, async () => {
      const file = pathToFileURL(join(folder, "stacks/regions.ts")).href;
      const { regionsOf } = (await import(file)) as typeof import("../stacks/regions.ts");

      assert.ok((await regionsOf(environment)).includes(added));
    });
  }

  /** Files that name both regions of the stack files for another reason. */
  const notLists: Readonly<Record<string, string>> = {
    "components/endpoint/healthCheckArgs.ts": "regions of Route 53's health checkers",
    "components/identity/replication/args.ts": "regions in which Cognito has replicas",
    "commands/reset/index.ts": "an example in the help",
    "deploy/options.ts": "an example in the help",
    "local/main.ts": "an example in the help",
    "project/awsRegions.ts": "all regions of AWS",
    "project/regionList.ts": "an example in an error",
    "stacks/environment.ts": "an example in a comment",
  };

  it("is missing nowhere: nothing but the stack files lists regions", async () => {
    const { stdout } = await promisify(execFile)("git", ["ls-files"], { cwd: root });
    const lists = stdout
      .split("\n")
      .filter((file) => /\.(ts|mjs|json|ya?ml|sh|run)$|^\.ci\//.test(file))
      .filter((file) => !/\.test\.ts$|\/testing\/|^(tests|bench|stacks\/Pulumi)/.test(file))
      .filter((file) => {
        const text = readFileSync(join(root, file), "utf8");
        return ["us-east-1", "eu-west-1"].every((name) => text.includes(name));
      });

    assert.deepEqual(
      lists.filter((file) => !(file in notLists)),
      [],
    );
  });
});
