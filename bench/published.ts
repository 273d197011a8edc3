// A published comparison of ways to private files, measured again: direct, through an HTTP proxy, and
// through functions of several sizes. bench/README.md has the published figures and the reasons.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";
import { sizes } from "./published/definition.ts";
import { files } from "./published/service/files.mjs";
import { ProcessorShares } from "./published/processorShare.ts";
import { onInterrupt } from "./support/onInterrupt.ts";
import { printTable } from "./support/results.ts";

/** Requests in 30 s for `/`, as published. Its load balancer is our direct way. */
const published: Readonly<Record<string, number>> = {
  direct: 250_109,
  "HTTP proxy": 55_325,
  "function, 1024 MB": 32_083,
  "function, 512 MB": 28_600,
  "function, 256 MB": 22_992,
};

const seconds = Number(process.argv[2] ?? 30);
if (!(seconds >= 1)) {
  console.error(
    `"${process.argv[2]}" is no number of seconds. Use one of 1 or more; the default is 30.`,
  );
  process.exit(2);
}
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

const obstacle = ProcessorShares.obstacle;
const shares = new ProcessorShares();
const child = fork(fileURLToPath(new URL("published/filesProcess.ts", import.meta.url)), {
  execArgv: [...process.execArgv, "--import", "tsx"],
});
const exited = once(child, "exit");
const failed = exited.then(([code]) => Promise.reject(new Error(`The region ended with ${code}.`)));
failed.catch(() => {});
const stop = async () => {
  if (child.connected) child.disconnect();
  await exited;
  await shares.close();
};
const forget = onInterrupt(stop);
try {
  const [{ api, direct }] = (await Promise.race([once(child, "message"), failed])) as [
    { api: string; direct: string },
  ];
  const ways: Way[] = [
    { name: "direct", url: direct },
    { name: "HTTP proxy", url: `${api}/http` },
    ...sizes.map((memoryMb) => ({
      name: `function, ${memoryMb} MB`,
      url: `${api}/f${memoryMb}`,
      memoryMb,
    })),
  ];
  for (const way of ways) await checkFiles(way);
  if (obstacle !== undefined) {
    console.log(`The functions have a whole processor each, whatever their memory: ${obstacle}.`);
  }
  for (const connections of [50, 1]) await compare(ways, connections);
} finally {
  forget();
  await stop();
}

/** A way to the files. */
interface Way {
  readonly name: string;
  readonly url: string;
  /** Of a function. */
  readonly memoryMb?: number;
}

/** @throws Error when a file does not arrive as it is, byte for byte */
async function checkFiles({ name, url }: Way): Promise<void> {
  for (const { path, content } of files) {
    const response = await fetch(addressOf(url, path));
    const received = Buffer.from(await response.arrayBuffer());
    if (response.status !== 200 || !received.equals(content)) {
      throw new Error(`${path}, ${name}: status ${response.status}, ${received.length} bytes.`);
    }
  }
}

function addressOf(url: string, path: string): string {
  return path === "/" ? url : `${url}${path}`;
}

async function compare(ways: readonly Way[], connections: number): Promise<void> {
  for (const { path, content } of files) {
    const rates: number[] = [];
    for (const way of ways) {
      const url = addressOf(way.url, path);
      await autocannon({ url, connections, amount: 20 * connections });
      if (way.memoryMb !== undefined && obstacle === undefined) {
        shares.limit(`f${way.memoryMb}`, way.memoryMb, connections);
      }
      const result = await autocannon({ url, connections, duration: seconds });
      if (result.non2xx + result.errors > 0) {
        throw new Error(
          `${way.name}: ${result.non2xx + result.errors} requests for ${path} failed.`,
        );
      }
      rates.push(result["2xx"] / result.duration);
    }
    printTable(
      `${path}, ${content.length.toLocaleString("en-US")} bytes, ${connections} connection${connections > 1 ? "s" : ""}, ${seconds} s each`,
      ["", "requests/s", "to direct", ...(path === "/" ? ["published"] : [])],
      ways.map(({ name }, index) => [
        name,
        rates[index]!.toFixed(0),
        share(rates[index]!, rates[0]!),
        ...(path === "/" ? [publishedShare(name)] : []),
      ]),
    );
  }
}

function publishedShare(name: string): string {
  const requests = published[name];
  return requests === undefined ? "–" : share(requests, published["direct"]!);
}

function share(value: number, of: number): string {
  return `${((value / of) * 100).toFixed(1)} %`;
}
