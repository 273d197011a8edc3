import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkStackConfigs, readProject, readStackConfig, stacksOf } from "./stackConfig.ts";

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
    await writeFile(join(folder, "stacks", "Pulumi.dev-qa-us-gov-west-1.yaml"), "config: [");
  });
  after(() => rm(folder, { recursive: true }));

  it("are found by their environment", async () => {
    const read = await readProject(folder);

    assert.deepEqual(await stacksOf(read, "dev"), ["dev-eu-west-1", "dev-us-east-1"]);
    assert.deepEqual(await stacksOf(read, "dev-qa"), ["dev-qa-us-gov-west-1"]);
    assert.deepEqual(await stacksOf(read, "test"), []);
  });

  it("override the project's defaults; all values are strings", async () => {
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

  it("are named in the error of a missing file", async () => {
    await assert.rejects(readStackConfig(await readProject(folder), "dev-nowhere"), {
      name: "ProjectError",
      message: /Stack "dev-nowhere" does not exist: create .*Pulumi\.dev-nowhere\.yaml/,
    });
  });

  it("are named in the error of a file that is not YAML", async () => {
    await assert.rejects(readStackConfig(await readProject(folder), "dev-qa-us-gov-west-1"), {
      name: "ProjectError",
      message: /^stacks\/Pulumi\.dev-qa-us-gov-west-1\.yaml is not valid YAML: /,
    });
  });

  it("are checked by the config.ts beside them, and all faults reported at once", async () => {
    const read = await readProject(folder);
    const check = (...names: string[]) =>
      checkStackConfigs(
        read,
        names.map((name) => ({ name, config: {} })),
      );

    await check("dev-us-east-1"); // There is no config.ts.
    const program =
      "export const checkConfig = (stack) => stack === 'good' ? [] : [`${stack}: x`];";
    await writeFile(join(folder, "stacks", "config.ts"), program);
    await check("good");
    await assert.rejects(check("good", "one"), { name: "StackConfigError", message: "one: x" });
    await assert.rejects(check("one", "two"), {
      message: "The stack files have 2 faults:\n  - one: x\n  - two: x",
    });
  });

  it("are checked against each other once each is valid", async () => {
    const folder = await mkdtemp(join(tmpdir(), "project-"));
    await mkdir(join(folder, "stacks"));
    await writeFile(join(folder, "Pulumi.yaml"), project);
    const program =
      "export const checkConfig = (stack) => stack === 'bad' ? ['bad'] : [];" +
      "export const checkEnvironment = (stacks) => [`${stacks.length} stacks`];";
    await writeFile(join(folder, "stacks", "config.ts"), program);
    const read = await readProject(folder);
    const check = (...names: string[]) =>
      checkStackConfigs(
        read,
        names.map((name) => ({ name, config: {} })),
      );

    await assert.rejects(check("good", "bad"), { message: "bad" });
    await assert.rejects(check("good", "better"), { message: "2 stacks" });
    await rm(folder, { recursive: true });
  });
});
