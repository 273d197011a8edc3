import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A project with our config schema and checks, and stack files of its own. */
export class StackProject {
  readonly folder: string;

  static async create(): Promise<StackProject> {
    const folder = await mkdtemp(join(tmpdir(), "stacks-"));
    await cp(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
    await mkdir(join(folder, "stacks"));
    // Node.js resolves its imports from the real path.
    await symlink(join(root, "stacks/config.ts"), join(folder, "stacks/config.ts"));
    return new StackProject(folder);
  }

  private constructor(folder: string) {
    this.folder = folder;
  }

  path(stack: string): string {
    return join(this.folder, "stacks", `Pulumi.${stack}.yaml`);
  }

  read(stack: string): Promise<string> {
    return readFile(this.path(stack), "utf8");
  }

  write(stack: string, text: string): Promise<void> {
    return writeFile(this.path(stack), text);
  }

  /** Writes a stack file of `dev`, whose home is us-east-1, with more lines of config. */
  writeRegion(region: string, cidrBlock: string, ...more: string[]): Promise<void> {
    const lines = [
      `aws:region: ${region}`,
      "palisade:environment: dev",
      "palisade:homeRegion: us-east-1",
      `palisade:zones: [${region}a, ${region}b]`,
      `palisade:cidrBlock: ${cidrBlock}`,
      "palisade:production: false",
      ...more,
    ];
    return this.write(`dev-${region}`, `config:\n${lines.map((line) => `  ${line}\n`).join("")}`);
  }

  delete(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }
}
