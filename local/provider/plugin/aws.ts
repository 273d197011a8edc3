import { EndpointError, endpointVariable, givenEndpoint } from "../../aws/endpoint.ts";
import type { Properties } from "../../graph/resource.ts";
import { Inventories } from "../inventories.ts";
import { loadTypeSchemas } from "../schema/index.ts";
import { servePlugin } from "./server.ts";
import { ProviderService } from "./service.ts";

/** Names the folder with the resources of the local account, by region. */
const accountVariable = "PALISADE_ACCOUNT_FOLDER";

/** Minimum duration of each creation in ms, for tests of interruptions. */
const creationVariable = "PALISADE_CREATION_MS";

/** Runs the plugin `pulumi-resource-aws`: prints its port for the engine and serves until it is killed. */
export const main = (version: string): Promise<void> =>
  servePlugin({ version, configure: (inputs) => configure(inputs, process.env) });

/** @param env - names the account's folder and endpoints */
export async function configure(
  { region }: Properties,
  env: NodeJS.ProcessEnv,
): Promise<ProviderService> {
  if (typeof region !== "string" || region === "") {
    throw new Error(`The provider has no region. Set aws:region in the stack file.`);
  }
  const folder = env[accountVariable];
  if (!folder) {
    throw new Error(
      `${accountVariable} is not set. Set it to the folder with the resources of the local account, ` +
        `or use npm run deploy -- <environment> --local, which sets it.`,
    );
  }
  return new ProviderService({
    region,
    schemas: await loadTypeSchemas(region, (message) => console.error(message)),
    inventories: new Inventories(folder),
    creationMs: Number(env[creationVariable] ?? 0),
    connect: () => connect(region, env),
    elsewhere: (other) => givenEndpoint(other, env),
  });
}

async function connect(region: string, env: NodeJS.ProcessEnv) {
  const endpoint = await givenEndpoint(region, env);
  if (endpoint) return endpoint;
  throw new EndpointError(
    `No AWS endpoint is set for ${region}. Set ${endpointVariable(region)} to the address of a ` +
      `MiniStack, such as http://127.0.0.1:4566.`,
  );
}
