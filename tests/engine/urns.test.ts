import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { DeployedProject } from "../support/deployedProject.ts";

const folder = fileURLToPath(new URL("urns/", import.meta.url));
const regions = ["us-east-1", "eu-west-1"];
/** `world` has a domain and an edge. */
const stacks = [
  ...["dev", "prod", "world"].flatMap((environment) =>
    regions.map((region) => `${environment}-${region}`),
  ),
  "world-edge",
];

/**
 * A changed URN replaces a resource in somebody's account, so a reviewer must see it.
 * `UPDATE_URNS=1 npx mocha tests/engine/urns.test.ts` updates the lists.
 */
describe("the URNs of the stacks", function () {
  this.timeout(180_000);
  let deployed: DeployedProject;

  before(async function () {
    deployed = await DeployedProject.start(this, regions);
    await deployed.addEnvironment("world");
    await deployed.init(...stacks);
  });
  after(() => deployed?.close());

  for (const stack of stacks) {
    it(`of ${stack} are the listed ones`, async () => {
      const steps = await deployed.changes(stack);
      const urns = steps.map(({ urn }) => urn).sort();

      const file = `${folder}${stack}.txt`;
      const text = `${urns.join("\n")}\n`;
      if (process.env["UPDATE_URNS"]) {
        await mkdir(folder, { recursive: true });
        await writeFile(file, text);
      }
      const listed = await readFile(file, "utf8");
      assert.deepEqual(
        urns,
        listed.trimEnd().split("\n"),
        `differs from tests/engine/urns/${stack}.txt`,
      );
    });
  }
});
