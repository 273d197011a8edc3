import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvalidArgumentError } from "commander";
import type { Contract } from "../components/api/index.ts";
import { startEndpoint } from "../local/aws/miniStack.ts";
import { startBackend } from "../local/gateway/testing/backend.ts";
import { Children } from "../project/children.ts";
import { commandLine, exitCodeOf, type Io, processIo } from "../project/command.ts";
import { fuzzed } from "../tests/gateway/contract/fuzz/platform.ts";
import { fuzz } from "../tests/gateway/contract/fuzz/schemathesis.ts";
import { serveShop } from "../tests/gateway/servedShop.ts";

interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
}

const readOptions = (argv: readonly string[], io: Io): FuzzOptions =>
  commandLine("npm run fuzz", io)
    .description(
      "Serves the tests' shop with its AWS endpoint, and sends it requests generated from its contract.",
    )
    .option("--requests <count>", "at least this many requests", count, 5000)
    .option("--seed <number>", "seed of the generated requests", count, 1)
    .parse(argv, { from: "user" })
    .opts<FuzzOptions>();

function count(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Must be a whole number, 1 or greater.");
}

/** `npm run fuzz -- --requests 5000`: requests generated from a contract, sent to the API behind it. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const options = readOptions(argv, io);
    const children = new Children(() => {});
    try {
      return await fuzzShop(options, children, (line) => io.out(`${line}\n`));
    } finally {
      await children.close();
    }
  });

/** @returns the exit code */
async function fuzzShop(
  { requests, seed }: FuzzOptions,
  children: Children,
  announce: (line: string) => void,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "fuzz-"));
  children.ownFolder(folder);
  const aws = await startEndpoint({ region: "eu-west-1", children, folder, announce });
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
    const { url, counters } = shop.gateway;
    const contract = (await (await fetch(`${url}/openapi.json`)).json()) as Contract;
    const file = join(folder, "openapi.json");
    await writeFile(file, JSON.stringify(contract));
    const operations = Object.values(contract.paths).flatMap((path) => Object.keys(path)).length;
    const examples = Math.ceil(requests / operations);
    const code = await fuzz({ contract: file, url, examples, seed });
    const counts = [...statuses].sort().map(([status, times]) => `${times} × ${status}`);
    announce(`${operations} operations, ${counters.Count} requests: ${counts.join(", ")}`);
    return code;
  } finally {
    await shop.close();
    backend.close();
  }
}
