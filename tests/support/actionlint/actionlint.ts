import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildGoTool } from "../../../project/engine/buildGoTool.ts";

/**
 * Builds actionlint, a checker of GitHub workflow files, into the cache folder unless it is there.
 *
 * @throws GoBuildError when Go is not installed, or its modules cannot be downloaded
 */
export function buildActionlint(announce: (message: string) => void): Promise<string> {
  return buildGoTool(
    {
      name: "actionlint",
      version: "1.7.12",
      moduleDirectory: fileURLToPath(new URL(".", import.meta.url)),
      package: "github.com/rhysd/actionlint/cmd/actionlint",
      ldflags: "-s -w",
    },
    announce,
  );
}

/** The faults that actionlint finds in workflow files; empty if none. */
export function findings(actionlint: string, files: string[], cwd: string): Promise<string> {
  // Without shellcheck and pyflakes, whose presence depends on the machine.
  const args = ["-no-color", "-shellcheck=", "-pyflakes=", ...files];
  return new Promise((resolve, reject) => {
    execFile(actionlint, args, { cwd }, (error, stdout, stderr) => {
      // Its exit code is 1 for findings, more for its own failures.
      if (error && error.code !== 1) reject(new Error(stderr || error.message));
      else resolve(stdout);
    });
  });
}
