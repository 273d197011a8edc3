import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** A project with a stack `local-eu-west-1`, in a temporary folder. */
export interface TestProject {
  readonly root: string;
  /** Path of the program. */
  readonly main: string;
  /** Writes the program: its imports are `aws` and `pulumi`, its body is that of an async function. */
  write(body: string, declarations?: string): Promise<void>;
  remove(): Promise<void>;
}

export async function testProject(): Promise<TestProject> {
  const root = await mkdtemp(join(tmpdir(), "project-"));
  const main = join(root, "index.ts");
  await mkdir(join(root, "stacks"));
  await symlink(resolve("node_modules"), join(root, "node_modules"));
  await writeFile(join(root, "package.json"), '{ "type": "module" }');
  await writeFile(join(root, "Pulumi.yaml"), "name: shop\nstackConfigDir: stacks\n");
  await writeFile(
    join(root, "stacks/Pulumi.local-eu-west-1.yaml"),
    "config: { aws:region: eu-west-1 }\n",
  );
  return {
    root,
    main,
    write: (body, declarations = "") =>
      writeFile(
        main,
        'import * as aws from "@pulumi/aws";\nimport * as pulumi from "@pulumi/pulumi";\n' +
          `${declarations}\nexport default async () => {\n${body}\n};\n`,
      ),
    remove: () => rm(root, { recursive: true }),
  };
}
