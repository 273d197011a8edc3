import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import type { Contract } from "../components/api/index.ts";
import { startEndpoint } from "../local/aws/miniStack.ts";
import { startBackend } from "../local/gateway/testing/backend.ts";
import { Children } from "../project/children.ts";
import { serveShop } from "../tests/gateway/servedShop.ts";
import { fuzzed } from "../tests/gateway/contract/fuzz/platform.ts";
import { fuzz } from "../tests/gateway/contract/fuzz/schemathesis.ts";

const { requests, seed } = new Command("npm run fuzz --")
  .description(
    "Serves the tests' shop with its AWS endpoint, and sends it requests made of its own contract.",
  )
  .option("--requests <count>", "how many requests at least", count, 5000)
  .option("--seed <number>", "tells one run from another", count, 1)
  .parse()
  .opts<{ requests: number; seed: number }>();

const region = "eu-west-1";
const children = new Children(() => {});
const folder = await mkdtemp(join(tmpdir(), "fuzz-"));
children.ownFolder(folder);
const aws = await startEndpoint({ region, children, folder, announce: console.log });
const backend = await startBackend();
const statuses = new Map<string, number>();
const shop = await serveShop(aws, fuzzed, {
  invoke: async () => ({ payload: JSON.stringify({ statusCode: 200, body: "{}" }) }),
  locateTarget: () => ({ host: "127.0.0.1", port: backend.port }),
  writeAccessLog: (line) => {
    const { status } = JSON.parse(line) as { status: string };
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  },
});

try {
  const { url } = shop.gateway;
  const contract = (await (await fetch(`${url}/openapi.json`)).json()) as Contract;
  const file = join(folder, "openapi.json");
  await writeFile(file, JSON.stringify(contract));
  const operations = Object.values(contract.paths).flatMap((path) => Object.keys(path)).length;
  const examples = Math.ceil(requests / operations);
  process.exitCode = await fuzz({ contract: file, url, examples, seed });
  const told = [...statuses].sort().map(([status, times]) => `${times} × ${status}`);
  console.log(
    `${operations} operations, ${shop.gateway.counters.Count} requests: ${told.join(", ")}`,
  );
} finally {
  await shop.close();
  backend.close();
  await children.close();
}

function count(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is a whole number.");
}
