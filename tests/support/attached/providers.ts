import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../../local/graph/resource.ts";
import { configure } from "../../../local/provider/plugin/aws.ts";
import { main as serveAwsx } from "../../../local/provider/plugin/awsx.ts";
import { images } from "../../../local/provider/plugin/docker-build.ts";
import { passwords } from "../../../local/provider/plugin/random.ts";
import { type EngineProvider, startProviderServer } from "../../../local/provider/plugin/server.ts";

const packageOf = createRequire(import.meta.url);
const versionOf = (name: string) =>
  (packageOf(`@pulumi/${name}/package.json`) as { version: string }).version;

/** A provider that serves one command. */
export interface ServedProvider {
  readonly name: string;
  readonly port: number;
  close(): void;
}

/**
 * Starts the providers for one command. They read files relative to this process's folder, as plugins do.
 *
 * @param env - of the account
 */
export async function startProviders(env: NodeJS.ProcessEnv): Promise<ServedProvider[]> {
  const providers: Record<string, (inputs: Properties) => Promise<EngineProvider>> = {
    aws: once((inputs) => configure(inputs, env)),
    "docker-build": async () => images,
    random: async () => passwords,
  };
  const starts = Object.entries(providers).map(async ([name, configureIt]) => {
    const options = { version: versionOf(name), configure: configureIt };
    return { name, ...(await startProviderServer(options)) };
  });
  return [...(await Promise.all(starts)), { name: "awsx", port: await awsx(), close: () => {} }];
}

let awsxPort: Promise<number> | undefined;

/** Pulumi's server for awsx has no state, so all commands share one. It prints its port. */
function awsx(): Promise<number> {
  return (awsxPort ??= (async () => {
    const { log } = console;
    let printed = "";
    console.log = (text: string) => (printed = text);
    await serveAwsx(versionOf("awsx"), []);
    console.log = log;
    return Number(printed);
  })());
}

/** An engine starts a process for each configuration; here, all of a command's must be the same. */
function once(configureIt: (inputs: Properties) => Promise<EngineProvider>): typeof configureIt {
  let first: { inputs: Properties; provider: Promise<EngineProvider> } | undefined;
  return (inputs) => {
    first ??= { inputs, provider: configureIt(inputs) };
    if (isDeepStrictEqual(first.inputs, inputs)) return first.provider;
    throw new Error(
      "This command configures several aws providers. Start the project with own processes.",
    );
  };
}
