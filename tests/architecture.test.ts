import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./support/platformProcess.ts";

const skipped = new Set([".git", ".local", "dist", "node_modules", "testing"]);

/** A team's own: `npm run new` adds to them. */
const own = /^(?:services\/.+|handlers)$/;

const foldersIn = (path: string): string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !skipped.has(entry.name))
    .map(({ name }) => join(path, name))
    .filter((folder) => !own.test(folder));

/** The path that begins each line, with its description, which may go on to the next line. */
function readTree(): Map<string, string> {
  const document = readFileSync(join(root, "docs/architecture.md"), "utf8");
  const tree = /^## The house\n+```\n(.*?)^```/ms.exec(document)?.[1] ?? "";
  const parents: string[] = [];
  const paths = new Map<string, string>();
  for (const [, indent = "", names = "", text = ""] of tree
    .replace(/\n {8,}/g, " ")
    .matchAll(/^( *)((?:\S+, )*\S+) +(.*)/gm)) {
    const level = indent.length / 2;
    for (const name of names.split(", ")) {
      const path = join(parents[level - 1] ?? "", name.replace(/\/$/, ""));
      parents[level] = path;
      paths.set(path, text);
    }
  }
  return paths;
}

describe('the tree in docs/architecture.md, "The house"', () => {
  const tree = readTree();

  it("lists only paths that exist", () => {
    const missing = [...tree.keys()].filter((path) => !existsSync(join(root, path)));

    assert.deepEqual(missing, []);
  });

  it("lists each folder of the first two levels, on its own line or on its parent's", () => {
    const isListed = (path: string) =>
      [...tree.keys()].some((listed) => `${listed}/`.startsWith(`${path}/`)) ||
      tree.get(dirname(path))?.includes(`${path.slice(dirname(path).length + 1)}/`);
    const folders = foldersIn("").flatMap((folder) => [folder, ...foldersIn(folder)]);

    assert.deepEqual(
      folders.filter((path) => !isListed(path)),
      [],
    );
  });
});
