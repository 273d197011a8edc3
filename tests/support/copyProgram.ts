import { existsSync } from "node:fs";
import { cp, mkdir, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

const parts = [
  "index.ts",
  "Pulumi.yaml",
  "package.json",
  "tsconfig.json",
  "components",
  "functions",
  // Of `npm run new -- function`, where there are any.
  "handlers",
  "messages",
  "project",
  "services",
  "site",
  "stacks",
];

/**
 * Copies this project's program to a folder, without its tests.
 *
 * @param more - further parts of the project
 */
export async function copyProgram(folder: string, ...more: string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const filter = (path: string) =>
    !/\.test\.(ts|js|mjs)$/.test(path) && basename(path) !== "node_modules";
  for (const part of [...parts, ...more].filter((each) => existsSync(join(root, each)))) {
    await cp(join(root, part), join(folder, part), { recursive: true, filter });
  }
}

/** Links a folder's `node_modules` to this project's packages. */
export const linkPackages = (folder: string): Promise<void> =>
  symlink(join(root, "node_modules"), join(folder, "node_modules"));

/** Adds the stack files of a fixture, such as `world`: an environment with a domain. */
export const addEnvironment = (folder: string, environment: string): Promise<void> =>
  cp(fileURLToPath(new URL(environment, import.meta.url)), join(folder, "stacks"), {
    recursive: true,
  });
