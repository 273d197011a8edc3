import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { PlatformProcess, type PlatformState, root } from "../../tests/support/platformProcess.ts";
import { onInterrupt } from "./onInterrupt.ts";

export const region = "us-east-1";

/** What an account's region lets through at most: the throttle takes part, but refuses nothing here. */
const throttle = { throttleRatePerSecond: 10_000, throttleBurst: 5_000 };

/** A platform of one region that `npm start` runs. */
export interface BenchPlatform {
  readonly state: PlatformState;
  /** Address of the private service `catalog`, which only its log tells. */
  readonly catalogUrl: string;
  stop(): Promise<unknown>;
}

/**
 * Starts the environment `bench`: the region's local stack with a throttle that lets everything
 * through. Its stack file is there only while the platform starts.
 */
export async function startBenchPlatform(): Promise<BenchPlatform> {
  const stackFile = join(root, "stacks", `Pulumi.bench-${region}.yaml`);
  const removeStackFile = () => rmSync(stackFile, { force: true });

  writeFileSync(stackFile, benchStack());
  const platform = new PlatformProcess("--port", "0", "--env", "bench");
  onInterrupt(() => {
    removeStackFile();
    return platform.stop();
  });
  try {
    const state = await platform.ready();
    return { state, catalogUrl: await findCatalog(platform), stop: () => platform.stop() };
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

async function findCatalog({ output }: PlatformProcess): Promise<string> {
  const [, logFolder] = /^logs +(.+)$/m.exec(output)!;
  const log = await readFile(join(root, logFolder!, region, "bench-catalog.log"), "utf8");
  const listening = log.split("\n").find((line) => line.includes('"listening"'))!;
  const { address } = JSON.parse(listening) as { address: { port: number } };
  return `http://127.0.0.1:${address.port}`;
}
