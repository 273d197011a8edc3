import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Project, readProject } from "../../project/stackConfig.ts";
import { environmentStacks } from "./stacks.ts";

describe("environmentStacks", () => {
  let folder: string;
  let project: Project;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "stacks-"));
    await mkdir(join(folder, "stacks"));
    await writeFile(join(folder, "Pulumi.yaml"), "name: shop\nstackConfigDir: stacks\n");
    const files = {
      "qa-eu-west-1": ["eu-west-1", "us-east-1"],
      "qa-us-east-1": ["us-east-1", "us-east-1"],
      "qa-edge": ["us-east-1", "us-east-1"],
      "qa-two-eu-west-1": ["eu-west-1", "eu-west-1"],
    };
    for (const [stack, [region, home]] of Object.entries(files)) {
      const text = `config:\n  aws:region: ${region}\n  shop:homeRegion: ${home}\n`;
      await writeFile(join(folder, "stacks", `Pulumi.${stack}.yaml`), text);
    }
    project = await readProject(folder);
  });
  after(() => rm(folder, { recursive: true }));

  for (const [regions, expected] of [
    [undefined, ["qa-us-east-1", "qa-eu-west-1", "qa-edge"]],
    [["us-east-1"], ["qa-us-east-1", "qa-edge"]],
    [["eu-west-1"], ["qa-eu-west-1", "qa-edge"]],
  ] as const) {
    it(`has the home region first and the edge last, of ${regions?.join() ?? "all regions"}`, async () => {
      const stacks = await environmentStacks(project, "qa", regions && [...regions]);

      assert.deepEqual(
        stacks.map(({ name }) => name),
        expected,
      );
      assert.deepEqual(
        stacks.map(({ edge }) => edge),
        expected.map((name) => name === "qa-edge"),
      );
      const home = stacks[0]!.region;
      assert.ok(stacks.every(({ config }) => config["shop:homeRegion"] === home));
    });
  }

  it("names the environments for one that has no stacks", async () => {
    await assert.rejects(environmentStacks(project, "nope"), {
      name: "ProjectError",
      message: /no stack of environment "nope"; the environments are .*qa/,
    });
  });

  it("does not take the edge for a region", async () => {
    await assert.rejects(environmentStacks(project, "qa", ["edge"]), {
      name: "ProjectError",
      message: /has no stack "qa-edge"; "qa" has the regions eu-west-1, us-east-1/,
    });
  });
});
