import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { install, makeEnvironment, pipInstall } from "../../python/install.ts";

const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));

/** The kept folders of the package: types by region, their schemas, additional rules, policies. */
const kept = ["providers", "resources", "extensions", join("other", "iam")];

/**
 * Installs AWS's schemas of resource types into the user's cache folder, unless they are there.
 * They are those of the CloudFormation registry and come from the Python package `cfn-lint`, whose
 * code is neither kept nor run.
 *
 * @param announce - called before something that takes seconds
 * @returns the folder with the schemas
 * @throws InstallError when Python 3.10 or newer is missing, or the package can't be installed
 */
export function installSchemas(announce: (message: string) => void): Promise<string> {
  return install(
    {
      folder: "schemas",
      requirements,
      announcement: "Installing AWS's resource schemas (cfn-lint) into the cache folder, once",
      subject: "AWS's resource schemas",
      purpose: "AWS's resource schemas",
      otherwise: "",
      make: async (folder, systemPython) => {
        const [environment, target] = [join(folder, "environment"), join(folder, "package")];
        const python = await makeEnvironment(environment, systemPython);
        const wheels = ["--no-deps", "--only-binary", ":all:", "--no-compile"];
        await pipInstall(python, [...wheels, "--target", target, "-r", requirements]);
        await keep(join(target, "cfnlint", "data", "schemas"), folder);
        await rm(environment, { recursive: true });
        await rm(target, { recursive: true });
      },
    },
    announce,
  );
}

/** Copies the schemas without descriptions and operations, which are most of their size. */
async function keep(from: string, to: string): Promise<void> {
  for (const part of kept) {
    const names = await readdir(join(from, part), { recursive: true });
    for (const name of names.filter((name) => name.endsWith(".json"))) {
      const schema: unknown = JSON.parse(await readFile(join(from, part, name), "utf8"));
      await mkdir(dirname(join(to, part, name)), { recursive: true });
      await writeFile(join(to, part, name), JSON.stringify(schema, withoutProse));
    }
  }
}

const prose = ["description", "documentationUrl", "sourceUrl", "$comment"];
const operations = ["handlers", "propertyTransform", "tagging"];

/** Keeps properties that have such a name: their values are schemas. */
function withoutProse(key: string, value: unknown): unknown {
  if (prose.includes(key) && typeof value === "string") return undefined;
  return operations.includes(key) && isOperation(value) ? undefined : value;
}

const isOperation = (value: unknown): boolean =>
  value !== null && typeof value === "object" && !("type" in value) && !("$ref" in value);
