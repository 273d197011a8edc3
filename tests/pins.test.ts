import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./support/platformProcess.ts";

// Downloaded code is pinned by its content, because a name or version could later refer to other
// content. tests/workflows.test.ts does the same for the workflows' actions.

const skipped = ["node_modules", ".git", ".local", "dist"];

/** Paths of the repository's files with this name. */
const filesNamed = (name: string, folder = ""): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.includes(entry.name) ? [] : filesNamed(name, path);
    return entry.name === name ? [path] : [];
  });

const read = (path: string) => readFileSync(join(root, path), "utf8");

/** Lines of a requirements file, without comments, and with continued lines joined. */
const requirementsOf = (path: string) =>
  read(path)
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*/, "").trim())
    .filter((line) => line !== "");

describe("downloaded code", () => {
  const locked = filesNamed("requirements.txt");

  it("has a lock file beside each file of Python requirements", () => {
    assert.ok(locked.length > 0);
    assert.deepEqual(locked.map(dirname), filesNamed("requirements.in").map(dirname));
  });

  for (const path of locked) {
    it(`${path} pins each package's version and hashes, and names no index`, () => {
      for (const requirement of requirementsOf(path)) {
        assert.match(requirement, /^[\w.-]+==[\w.]+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+$/);
      }
    });

    it(`${path} has the versions that requirements.in requires`, () => {
      const asked = requirementsOf(join(dirname(path), "requirements.in"));
      const held = requirementsOf(path).map((requirement) => requirement.split(" ")[0]);

      for (const requirement of asked) assert.ok(held.includes(requirement), requirement);
    });
  }

  for (const path of filesNamed("Dockerfile")) {
    it(`${path} names its base images by tag and digest`, () => {
      const images = [...read(path).matchAll(/^FROM (?:--\S+ )*(\S+)/gm)].map(([, image]) => image);

      assert.ok(images.length > 0);
      for (const image of images) assert.match(image!, /:[\w.-]+@sha256:[0-9a-f]{64}$/);
    });

    it(`${path} runs no install scripts of packages`, () => {
      for (const [command] of read(path).matchAll(/\bnpm (ci|i|install)\b[^&|;\n]*/g))
        assert.match(command, /--ignore-scripts/);
    });
  }

  it("runs no install scripts of npm packages", () => {
    assert.match(read(".npmrc"), /^ignore-scripts=true$/m);
  });

  it("has the integrity of each npm package in the lock file", () => {
    for (const path of filesNamed("package-lock.json")) {
      const { packages } = JSON.parse(read(path)) as {
        packages: Record<string, { link?: boolean; integrity?: string }>;
      };
      for (const [name, { link, integrity }] of Object.entries(packages)) {
        if (!name.includes("node_modules/") || link) continue;
        assert.match(integrity ?? "none", /^sha512-/, `${path} ${name}`);
      }
    }
  });

  it("is kept up to date by Dependabot, folder by folder", () => {
    const config = read(".github/dependabot.yml");
    const folders = [...locked, ...filesNamed("Dockerfile")].map((path) => `/${dirname(path)}`);

    for (const folder of folders) assert.match(config, new RegExp(`^ +- ${folder}$`, "m"));
  });
});
