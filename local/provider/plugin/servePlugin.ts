import { type ProviderServerOptions, startProviderServer } from "./server.ts";

/** Prints the port of a provider for the engine and serves until the process is killed. */
export async function servePlugin(options: ProviderServerOptions): Promise<void> {
  const { port } = await startProviderServer(options);
  // As a text: numbers get colours.
  console.log(String(port));
}
