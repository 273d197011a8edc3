import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Project, readProject } from "../project/stackConfig.ts";
import { readEnvironment } from "./environment.ts";

describe("readEnvironment", () => {
  let folder: string;
  let project: Project;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "environment-"));
    await mkdir(join(folder, "stacks"));
    const config = "config: { canary: { default: false } }";
    const file = `name: shop\nruntime: nodejs\nstackConfigDir: stacks\n${config}\n`;
    await writeFile(join(folder, "Pulumi.yaml"), file);
    project = await readProject(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (stack: string, config: Record<string, string>, more = "") => {
    const lines = Object.entries(config).map(([key, value]) => `  ${key}: ${value}\n`);
    const text = `${more}config:\n${lines.join("")}`;
    return writeFile(join(folder, "stacks", `Pulumi.${stack}.yaml`), text);
  };

  /** A stack's file as it usually is. */
  const writeRegion = (environment: string, region: string, more: Record<string, string> = {}) =>
    write(`${environment}-${region}`, {
      "aws:region": region,
      "shop:environment": environment,
      "shop:homeRegion": "us-east-1",
      ...more,
    });

  const namesIn = async (environment: string, regions?: string[]) =>
    (await readEnvironment(project, environment, regions)).stacks.map(({ name }) => name);

  it("reads each stack's region, the home region, canary regions and the edge", async () => {
    await writeRegion("prod", "us-east-1");
    await writeRegion("prod", "eu-west-1", { "shop:canary": "true" });
    await write("prod-edge", { "aws:region": "us-east-1", "shop:homeRegion": "us-east-1" });

    const { stacks } = await readEnvironment(project, "prod", undefined);

    const one = {
      ...{ home: false, canary: false, edge: false, secretsProvider: undefined },
      ...{ zones: [], cidrBlock: "" },
    };
    assert.deepEqual(stacks, [
      { ...one, name: "prod-us-east-1", region: "us-east-1", home: true },
      { ...one, name: "prod-eu-west-1", region: "eu-west-1", canary: true },
      { ...one, name: "prod-edge", region: "us-east-1", edge: true },
    ]);
  });

  it("reads only the requested regions, without the edge", async () => {
    await writeRegion("prod", "us-east-1");
    await writeRegion("prod", "eu-west-1");
    await write("prod-edge", { "aws:region": "us-east-1" });

    assert.deepEqual(await namesIn("prod", ["us-east-1"]), ["prod-us-east-1"]);
  });

  it("lists the existing environments in the error of an unknown one", async () => {
    await writeRegion("prod", "us-east-1");
    await writeRegion("dev", "us-east-1");
    await writeRegion("dev", "eu-west-1");

    await assert.rejects(readEnvironment(project, "staging", undefined), {
      name: "ProjectError",
      message:
        /Environment "staging" does not exist: .*Pulumi\.staging-<region>\.yaml.* dev, prod\./,
    });
  });

  it("reports a project without stacks", async () => {
    await assert.rejects(readEnvironment(project, "dev", undefined), {
      message: /Its environments: none\./,
    });
  });

  it("lists the existing regions in the error of an unknown one", async () => {
    await writeRegion("prod", "us-east-1");
    await writeRegion("prod", "eu-west-1");
    await write("prod-edge", { "aws:region": "ap-south-1" });

    await assert.rejects(readEnvironment(project, "prod", ["us-east-1", "ap-south-1"]), {
      name: "ProjectError",
      message: `"prod" has no stack in ap-south-1; it has us-east-1, eu-west-1.`,
    });
  });

  it("leaves out stacks of an environment whose name starts the same", async () => {
    await writeRegion("dev", "us-east-1");
    await writeRegion("dev-qa", "us-east-1");

    assert.deepEqual(await namesIn("dev"), ["dev-us-east-1"]);
    assert.deepEqual(await namesIn("dev-qa"), ["dev-qa-us-east-1"]);
  });

  it("refuses a stack whose name and config have different regions", async () => {
    await writeRegion("dev", "us-east-1");
    await write("dev-eu-west-1", { "aws:region": "us-east-1", "shop:environment": "dev" });

    await assert.rejects(readEnvironment(project, "dev", undefined), {
      name: "ProjectError",
      message: /"dev-eu-west-1" has aws:region us-east-1.* Pulumi\.dev-us-east-1\.yaml/,
    });
  });

  it("refuses a stack without a region", async () => {
    await write("dev-us-east-1", { "shop:environment": "dev" });

    await assert.rejects(readEnvironment(project, "dev", undefined), {
      name: "ProjectError",
      message: /"dev-us-east-1" has no region: set aws:region/,
    });
  });

  it("reads the key that encrypts a stack's secrets", async () => {
    const config = { "aws:region": "us-east-1", "shop:environment": "dev" };
    await write("dev-us-east-1", config, "secretsprovider: awskms://alias/stacks\n");

    const { stacks } = await readEnvironment(project, "dev", undefined);

    assert.equal(stacks[0]?.secretsProvider, "awskms://alias/stacks");
  });
});
