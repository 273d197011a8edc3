import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readProject, readStackConfig, stacksOf } from "./stackConfig.ts";

const project = `
name: shop
main: program.ts
stackConfigDir: stacks
config:
  size: { type: integer, default: 3 }
  zones: { type: array, items: { type: string }, default: [a, b] }
  domain: { type: string }
`;

const stack = `
config:
  aws:region: us-east-1
  shop:size: 5
  shop:flags: { fast: true }
`;

describe("a project's stacks", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "project-"));
    await mkdir(join(folder, "stacks"));
    await writeFile(join(folder, "Pulumi.yaml"), project);
    await writeFile(join(folder, "stacks", "Pulumi.dev-us-east-1.yaml"), stack);
    await writeFile(join(folder, "stacks", "Pulumi.dev-eu-west-1.yaml"), "");
    await writeFile(join(folder, "stacks", "Pulumi.prod-us-east-1.yaml"), stack);
  });
  after(() => rm(folder, { recursive: true }));

  it("are those whose name begins with the environment", async () => {
    const read = await readProject(folder);

    assert.deepEqual(await stacksOf(read, "dev"), ["dev-eu-west-1", "dev-us-east-1"]);
    assert.deepEqual(await stacksOf(read, "test"), []);
  });

  it("have their own values before the project's defaults, all as texts", async () => {
    const config = await readStackConfig(await readProject(folder), "dev-us-east-1");

    assert.deepEqual(config, {
      "aws:region": "us-east-1",
      "shop:size": "5",
      "shop:zones": '["a","b"]',
      "shop:flags": '{"fast":true}',
    });
  });

  it("may be empty", async () => {
    const config = await readStackConfig(await readProject(folder), "dev-eu-west-1");

    assert.deepEqual(config, { "shop:size": "3", "shop:zones": '["a","b"]' });
  });

  it("are missed by name", async () => {
    await assert.rejects(readStackConfig(await readProject(folder), "dev-nowhere"), {
      name: "ProjectError",
      message: /There is no stack "dev-nowhere"/,
    });
  });
});
