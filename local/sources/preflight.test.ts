import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPlatform } from "../platform.ts";

const preflight = `
  export const checkPlatform = (stack, config) => (config["shop:wrong"] ? [stack + " is wrong"] : []);
  export const secretOwners = (environment) => [
    { name: environment + "-orders", secrets: ["KEY", "TOKEN"] },
    { name: environment + "-catalog", secrets: ["KEY"] },
    { name: environment + "-plain", secrets: [] },
  ];
`;

// The program never runs, so this does not prove that it has these services.
describe("what npm start checks before anything starts", () => {
  let folder: string;
  let announced: string[];

  beforeEach(async () => {
    announced = [];
    folder = await mkdtemp(join(tmpdir(), "preflight-"));
    await mkdir(join(folder, "stacks"));
    await write("Pulumi.yaml", "name: shop\nmain: index.ts\nstackConfigDir: stacks\n");
    await write("index.ts", "export default () => { throw new Error('it ran'); };");
    await write("stacks/preflight.ts", preflight);
    await write("stacks/Pulumi.local-us-east-1.yaml", "config: { aws:region: us-east-1 }");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (path: string, text: string) =>
    writeFile(join(folder, path), text, { mode: 0o600 });

  const start = () =>
    startPlatform({
      root: folder,
      environment: "local",
      port: 0,
      announce: (message) => announced.push(message),
      onMessage: () => {},
      signal: new AbortController().signal,
    });

  it("names all missing secrets together, with the lines to add", async () => {
    await write(".env.local", "ORDERS__KEY=any\n");

    await assert.rejects(start(), {
      name: "MissingSecretsError",
      message:
        /^2 secrets have no value.*\.env\.local.*:\n {2}ORDERS__TOKEN=<value>\n {2}CATALOG__KEY=<value>$/,
    });

    assert.ok(!announced.includes("Started the AWS endpoints"), announced.join("\n"));
  });

  it("names what a stack's config has and the platform has not", async () => {
    const file = "stacks/Pulumi.local-us-east-1.yaml";
    await write(file, "config: { aws:region: us-east-1, shop:wrong: true }");

    await assert.rejects(start(), {
      name: "StackConfigError",
      message: "local-us-east-1 is wrong",
    });

    assert.deepEqual(announced, []);
  });
});
