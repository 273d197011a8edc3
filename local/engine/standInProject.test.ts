import assert from "node:assert/strict";
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readProject } from "../../project/stackConfig.ts";
import { standInProject } from "./standInProject.ts";

describe("standInProject", () => {
  let parent: string;
  beforeEach(async () => (parent = await mkdtemp(join(tmpdir(), "stand-in-"))));
  afterEach(() => rm(parent, { recursive: true }));

  /** A project with these files, and a function that makes its copy. */
  async function projectOf(files: Record<string, string>) {
    const directory = join(parent, "program");
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), content);
    }
    const project = await readProject(directory);
    return { directory, standIn: () => standInProject(project, join(directory, ".local/deploy")) };
  }

  const manifest = "name: shop\nstackConfigDir: stacks\n";
  const stack = "config:\n  aws:region: us-east-1\n";

  it("contains everything of the project except hidden files", async () => {
    const { directory, standIn } = await projectOf({
      "Pulumi.yaml": manifest,
      "index.ts": "export {};\n",
      "components/api.ts": "export {};\n",
      ".env": "SECRET=1\n",
      "stacks/Pulumi.dev-us-east-1.yaml": stack,
      "stacks/region.ts": "export {};\n",
    });

    const folder = await standIn();

    assert.deepEqual((await readdir(folder)).sort(), [
      "Pulumi.yaml",
      "components",
      "index.ts",
      "stacks",
    ]);
    assert.deepEqual(await readdir(join(folder, "stacks")), ["Pulumi.dev-us-east-1.yaml"]);
    await writeFile(join(directory, "components/api.ts"), "changed");
    assert.equal(await readFile(join(folder, "components/api.ts"), "utf8"), "changed");
  });

  it("keeps the engine's changes to a stack file", async () => {
    const { directory, standIn } = await projectOf({
      "Pulumi.yaml": manifest,
      "stacks/Pulumi.dev-us-east-1.yaml": stack,
    });
    const own = join(directory, "stacks/Pulumi.dev-us-east-1.yaml");
    const copy = join(await standIn(), "stacks/Pulumi.dev-us-east-1.yaml");
    await writeFile(copy, `${stack}encryptionsalt: v1:abc:v1:def\n`);
    await writeFile(own, `${stack}  shop:zones: [a]\n`);

    await standIn();
    await standIn();

    const text = `encryptionsalt: v1:abc:v1:def\n${stack}  shop:zones: [a]\n`;
    assert.equal(await readFile(copy, "utf8"), text);
    assert.equal(await readFile(own, "utf8"), `${stack}  shop:zones: [a]\n`);
  });

  it("does not copy the key to the secrets of the project's stacks", async () => {
    const { standIn } = await projectOf({
      "Pulumi.yaml": manifest,
      "stacks/Pulumi.a.yaml": `encryptionsalt: v1:own:v1:own\n${stack}`,
      "stacks/Pulumi.b.yaml": `secretsprovider: awskms://alias/x\nencryptedkey: abc=\n${stack}`,
    });

    const folder = await standIn();

    assert.equal(await readFile(join(folder, "stacks/Pulumi.a.yaml"), "utf8"), stack);
    assert.equal(await readFile(join(folder, "stacks/Pulumi.b.yaml"), "utf8"), stack);
  });

  it("copies stack files in the project's root folder too", async () => {
    const { standIn } = await projectOf({
      "Pulumi.yaml": "name: shop\n",
      "Pulumi.dev.yaml": stack,
    });

    const folder = await standIn();

    assert.ok((await lstat(join(folder, "Pulumi.yaml"))).isSymbolicLink());
    assert.ok((await lstat(join(folder, "Pulumi.dev.yaml"))).isFile());
  });
});
