import type { Changes } from "./changes.ts";
import { Definition, definitionFile } from "./definition.ts";
import { NewError } from "./newError.ts";
import { checkRoutes } from "./routeKeys.ts";
import { handledIn, withHandler } from "./serviceRoutes.ts";

/** Where a new route leads. */
export interface RouteOptions {
  /** Name of a service. */
  readonly service?: string;
  /** Name of a function. */
  readonly function?: string;
  /** Asks for the service. @returns `undefined` if nobody can be asked */
  readonly ask: (question: string) => Promise<string | undefined>;
}

/**
 * Adds a route to a service or function, and a handler for it to the service.
 *
 * @returns what is left to do
 */
export async function newRoute(
  changes: Changes,
  key: string,
  options: RouteOptions,
): Promise<string[]> {
  const definition = new Definition(await changes.read(definitionFile));
  checkRoutes(definition.names("routes"), key);
  if (options.function !== undefined) {
    if (options.service !== undefined) {
      throw new NewError("Use --service or --function: a route leads to one of them.");
    }
    const name = known("function", options.function, definition.names("functions"));
    const line = { part: "routes", key, value: `lambda("${name}")` } as const;
    await changes.change(definitionFile, () => definition.with([line], "lambda"));
    return [];
  }
  const services = definition.names("services");
  const service = known("service", await chooseService(services, options), services);
  const line = { part: "routes", key, value: `lambdaProxy("${service}")` } as const;
  await changes.change(definitionFile, () => definition.with([line], "lambdaProxy"));
  return addHandler(changes, key, service, definition.directoryOf(service));
}

async function chooseService(
  services: readonly string[],
  { service, ask }: RouteOptions,
): Promise<string> {
  if (service !== undefined) return service;
  const [only, ...others] = services;
  if (only !== undefined && others.length === 0) return only;
  const answer = await ask(`Service that answers (${services.join(", ")}): `);
  if (answer) return answer;
  throw new NewError(
    `Add --service <name> or --function <name>. Services: ${services.join(", ")}.`,
  );
}

function known(kind: "service" | "function", name: string, names: readonly string[]): string {
  if (names.includes(name)) return name;
  const fix =
    names.length > 0
      ? `Use one of: ${names.join(", ")}.`
      : `Make one: npm run new -- ${kind} ${name}`;
  throw new NewError(`There is no ${kind} "${name}". ${fix}`);
}

async function addHandler(
  changes: Changes,
  key: string,
  service: string,
  directory: string | undefined,
): Promise<string[]> {
  const byHand = [`Have the service ${service} answer ${key}: this command could not add that.`];
  const file = `${directory}/routes.js`;
  const [method = "", path = ""] = key.split(" ");
  if (directory === undefined || !changes.exists(file)) return byHand;
  const text = await changes.read(file);
  if (handledIn(text, method, path)) return [];
  const after = withHandler(text, method, path);
  if (after === undefined) return byHand;
  await changes.change(file, () => after);
  return [];
}
