import { cp, mkdtemp, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./platformProcess.ts";

/** Copies the project to a temporary folder, which the caller changes and removes. */
export async function copyProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "palisade-copy-"));
  const left = /\/(node_modules|\.git|\.local|dist)$/;
  await cp(root, folder, { recursive: true, filter: (path) => !left.test(path) });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}
