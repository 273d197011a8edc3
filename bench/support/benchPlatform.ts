import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { Children } from "../../project/children.ts";
import { freePort } from "../../local/process/freePort.ts";
import { untilResponds } from "../../local/process/untilReady.ts";
import type { PlatformState } from "../../local/stateFile.ts";
import { PlatformProcess, root } from "../../tests/support/platformProcess.ts";
import { onInterrupt } from "./onInterrupt.ts";

export const region = "us-east-1";

/** The maximum of an account's region: the throttle runs but refuses nothing. */
const throttle = { throttleRatePerSecond: 10_000, throttleBurst: 5_000 };

/** A platform of one region that `npm start` runs. */
export interface BenchPlatform {
  readonly state: PlatformState;
  /** Address of another instance of the service `catalog`. */
  readonly catalogUrl: string;
  stop(): Promise<unknown>;
}

/**
 * Starts the environment `bench`: the region's local stack with a throttle that refuses nothing. Its
 * stack file exists only while the platform starts.
 */
export async function startBenchPlatform(): Promise<BenchPlatform> {
  const stackFile = join(root, "stacks", `Pulumi.bench-${region}.yaml`);
  const removeStackFile = () => rmSync(stackFile, { force: true });

  writeFileSync(stackFile, benchStack());
  const platform = new PlatformProcess("--port", "0", "--env", "bench");
  const catalog = await startCatalog();
  const stop = () => Promise.all([platform.stop(), catalog.stop()]);
  onInterrupt(() => {
    removeStackFile();
    return stop();
  });
  try {
    return { state: await platform.ready(), catalogUrl: catalog.url, stop };
  } finally {
    removeStackFile();
  }
}

function benchStack(): string {
  const local = readFileSync(join(root, "stacks", `Pulumi.local-${region}.yaml`), "utf8");
  const { config } = parse(local) as { config: Record<string, unknown> };
  config["palisade:environment"] = "bench";
  for (const [key, value] of Object.entries(throttle)) config[`palisade:${key}`] = value;
  return stringify({ config });
}

/**
 * Starts a second instance of the service `catalog`: the platform's instance listens on a socket that
 * only the platform can reach.
 */
async function startCatalog(): Promise<{ url: string; stop(): Promise<void> }> {
  const children = new Children(() => {});
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { exited } = children.spawn("catalog", process.execPath, ["server.js"], {
    cwd: join(root, "services", "catalog"),
    env: { HOST: "127.0.0.1", PORT: String(port), AWS_REGION: region },
  });
  const started = await untilResponds(`${url}/health`, exited, ({ ok }) => ok, 30_000);
  if (started === "ready") return { url, stop: () => children.close() };
  await children.close();
  throw new Error("The service catalog did not start.");
}
