import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resource } from "../../tests/support/foreignExport.ts";
import { fakeEndpoint } from "../../tests/support/plausibleOutputs.ts";
import { exportSource } from "./exports.ts";

const account = "111122223333";

/** A stack export of a region. */
const stackExport = (region: string, resources: object[]): string => {
  const provider = resource("pulumi:providers:aws", "default_7_0_0", {
    id: "5a9f1c",
    inputs: { region },
    outputs: { region },
  });
  const stack = { ...resource("pulumi:pulumi:Stack", "shop", { outputs: {} }), custom: false };
  const all = [stack, provider, ...resources];
  return JSON.stringify({ version: 3, deployment: { resources: all } });
};

const api = [
  resource("aws:apigateway/restApi:RestApi", "shop", {
    id: "a1b2c3",
    inputs: {},
    outputs: {
      arn: `arn:aws:apigateway:eu-west-1::/restapis/a1b2c3`,
      name: "shop",
      body: JSON.stringify({
        openapi: "3.0.1",
        paths: {
          "/": { get: { "x-amazon-apigateway-integration": { type: "mock" } } },
        },
      }),
    },
  }),
  resource("aws:apigateway/stage:Stage", "shop", {
    id: "ags-a1b2c3-live",
    inputs: { restApi: "a1b2c3", stageName: "live" },
    outputs: { restApi: "a1b2c3", stageName: "live" },
  }),
];

const distribution = resource("aws:cloudfront/distribution:Distribution", "shop", {
  id: "E1",
  inputs: {},
  outputs: { arn: `arn:aws:cloudfront::${account}:distribution/E1` },
});

describe("exportSource", () => {
  let folder: string;
  before(async () => void (folder = await mkdtemp(join(tmpdir(), "exports-"))));
  after(() => rm(folder, { recursive: true }));

  it("tells a stack with a distribution and no API from the regions", async () => {
    const files = [join(folder, "region.json"), join(folder, "edge.json")];
    await writeFile(files[0]!, stackExport("eu-west-1", api));
    await writeFile(files[1]!, stackExport("us-east-1", [distribution]));
    const unserved: string[] = [];

    const source = await exportSource({
      files,
      root: folder,
      onUnserved: ({ name, reason }) => unserved.push(`${name} ${reason}`),
    });
    const endpoints = source.regions.map(
      (region) => [region, fakeEndpoint(region, account)] as const,
    );
    const { regions, edges } = await source.load(new Map(endpoints));

    assert.deepEqual(unserved, []);
    assert.deepEqual(
      regions.map(({ region }) => region),
      ["eu-west-1"],
    );
    assert.deepEqual(
      edges.map(({ region }) => region),
      ["us-east-1"],
    );
    assert.ok(edges[0]!.resources.some(({ id }) => id === "E1"));
  });
});
