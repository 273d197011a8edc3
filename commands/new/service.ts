import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { serviceNames } from "../../components/platform/names.ts";
import type { Changes } from "./changes.ts";
import { Definition, definitionFile } from "./definition.ts";
import { withWorkspace } from "./lockFile.ts";
import { NewError } from "./newError.ts";
import { checkRoutes } from "./routeKeys.ts";
import { serviceFiles } from "./templates/service.ts";

/** Folders of `services/` that are none. */
const reserved = ["testing", "runtime"];

/**
 * Adds a service with one route, `GET /<name>`.
 *
 * @param root - the project's folder
 * @returns its routes
 */
export async function newService(root: string, changes: Changes, name: string): Promise<string[]> {
  if (!serviceNames.pattern.test(name) || reserved.includes(name)) {
    const except = reserved.includes(name) ? `, and none of ${reserved.join(", ")}` : "";
    throw new NewError(`"${name}" is no name for a service. Use ${serviceNames.allowed}${except}.`);
  }
  const definition = new Definition(await changes.read(definitionFile));
  const key = `GET /${name}`;
  if (definition.names("services").includes(name)) {
    throw new NewError(
      `There is a service "${name}" already, in ${definitionFile}. Choose another name.`,
    );
  }
  checkRoutes(definition.names("routes"), key);
  const directory = `services/${name}`;
  const model = await modelService(root);
  for (const [path, text] of Object.entries(
    serviceFiles(name, await dockerfileOf(changes, model)),
  )) {
    changes.create(`${directory}/${path}`, text);
  }
  for (const file of await readdir(join(root, model, "runtime"))) {
    if (/\.test\.\w+$/.test(file)) continue;
    changes.create(`${directory}/runtime/${file}`, await changes.read(`${model}/runtime/${file}`));
  }
  const lines = [
    { part: "services", key: name, value: `{ directory: "${directory}" }` },
    { part: "routes", key, value: `lambdaProxy("${name}")` },
  ] as const;
  await changes.change(definitionFile, () => definition.with(lines, "lambdaProxy"));
  await changes.change("package-lock.json", (text) => withWorkspace(text, directory, name));
  return [key];
}

/** A service whose runtime is copied: an image contains only its own folder. */
async function modelService(root: string): Promise<string> {
  const services = await readdir(join(root, "services"), { withFileTypes: true }).catch(() => []);
  for (const { name } of services.filter((entry) => entry.isDirectory())) {
    const parts: string[] = await readdir(join(root, "services", name));
    if (parts.includes("runtime") && parts.includes("Dockerfile")) return `services/${name}`;
  }
  throw new NewError(
    "No folder in services/ has runtime/ and a Dockerfile, which a new service copies. Bring back services/catalog.",
  );
}

/** The first line of its Dockerfile: the pinned image of Node.js. */
async function dockerfileOf(changes: Changes, model: string): Promise<string> {
  const [image] = /^FROM \S+/m.exec(await changes.read(`${model}/Dockerfile`)) ?? [];
  if (image === undefined) throw new NewError(`${model}/Dockerfile has no line FROM.`);
  return image;
}
