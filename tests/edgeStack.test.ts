import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import program from "../index.ts";
import { evaluateStack, type Provider } from "../local/graph/evaluate.ts";
import type { Properties } from "../local/graph/resource.ts";
import { readProject } from "../project/stackConfig.ts";
import { root } from "./support/platformProcess.ts";
import { Recorded } from "./support/recordResources.ts";

/** Returns made-up outputs: the tests show what the stack declares, not that AWS accepts it. */
const provider: Provider = {
  owns: (type) => type.startsWith("aws:"),
  create: async (type, name) => ({
    id: name,
    outputs: {
      arn: `arn:${type}/${name}`,
      domainName: "d1.cloudfront.net",
      domainValidationOptions: [{ domainName: "www.world.example" }],
    },
  }),
  call: async () => ({}),
};

/** @param homeOutputs - outputs of the home region's stack */
async function evaluate(homeOutputs: Properties, changes: Record<string, string> = {}) {
  const { name: project, defaults } = await readProject(root);
  const file = await readFile(`${root}/tests/support/world/Pulumi.world-edge.yaml`, "utf8");
  const settings = (parse(file) as { config: object }).config;
  const values = Object.entries({ ...defaults, ...settings, ...changes });
  const config = Object.fromEntries(
    values.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
  const { resources, outputs } = await evaluateStack(
    { project, stack: "world-edge", config, program },
    provider,
    () => homeOutputs,
  );
  return { recorded: new Recorded(resources), outputs };
}

describe("the edge's stack", () => {
  it("sends the newest secret to the name that the regions share", async () => {
    const { recorded, outputs } = await evaluate({ edgeSecrets: ["new", "old"] });

    const { aliases, origins } = recorded.inputs("Distribution", "world-edge");
    assert.deepEqual(aliases, ["www.world.example"]);
    const [api] = origins as Properties[];
    assert.equal(api!["domainName"], "api.world.example");
    assert.deepEqual(api!["customHeaders"], [{ name: "x-edge-secret", value: "new" }]);
    assert.equal(outputs["url"], "https://www.world.example");
    assert.equal(outputs["distributionId"], "world-edge");
    assert.equal(outputs["distributionDomain"], "d1.cloudfront.net");
  });

  it("outputs the site, for its own next deployment", async () => {
    const { outputs } = await evaluate({ edgeSecrets: ["new"] });

    const { release, ...files } = outputs["site"] as Properties;
    assert.match(String(release), /^[0-9a-f]{16}$/);
    assert.deepEqual(files, {
      files: ["assets/routes.js", "assets/style.css", "index.html"],
      kept: [],
      retired: [],
    });
  });

  it("can't be deployed before the home region's, or if that has no secret", async () => {
    for (const outputs of [{}, { userPoolId: "pool" }]) {
      await assert.rejects(evaluate(outputs), {
        name: "HomeStackError",
        message: /Stack "world-us-east-1" has no edgeSecrets.*"open" or "only".*Deploy it first/,
      });
    }
  });

  it("refuses a wrong setting before any resource", async () => {
    await assert.rejects(
      evaluate({ edgeSecrets: ["new"] }, { "palisade:originDomain": "www.world.example" }),
      (error) =>
        pulumi.RunError.isInstance(error) && /CloudFront would call itself/.test(error.message),
    );
  });
});
