import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readArchive } from "../../local/graph/archive.ts";
import { type CallShape, eventOf, jsonOf } from "./event.ts";
import type { ProxyFunction } from "./proxyFunction.ts";
import { TuneError } from "./tuneError.ts";

const runner = fileURLToPath(new URL("measuredFunction.mjs", import.meta.url));

const callsPerRound = 2_000;
const rounds = 5;

/** Processor times in ms on this machine. */
export interface Measured {
  /** Of a call, with code that V8 has optimized: the median of several rounds. */
  readonly processorMs: number;
  /** Of each of the first 50 calls of a new environment. */
  readonly firstMs: number;
  /** Of loading the function's code. */
  readonly loadMs: number;
}

/**
 * Measures the processor time of a proxy function as it is bundled and configured, in a process of its own.
 * Its service is a stand-in that responds at once.
 *
 * @throws TuneError when the function fails
 */
export async function measure(target: ProxyFunction, shape: CallShape): Promise<Measured> {
  const service = await startService(shape);
  const folder = await mkdtemp(join(tmpdir(), "palisade-tune-"));
  try {
    await unpack(target.code, folder);
    const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    return await runIn(folder, { ...target.environment, SERVICE_URL: url }, eventOf(shape));
  } finally {
    service.close();
    service.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startService({ responseKb }: CallShape) {
  const body = jsonOf(responseKb);
  const headers = { "content-type": "application/json", "content-length": body.length };
  const service = createServer((request, response) => {
    request.resume().once("end", () => response.writeHead(200, headers).end(body));
  });
  await once(service.listen(0, "127.0.0.1"), "listening");
  return service;
}

async function unpack(code: unknown, folder: string): Promise<void> {
  for (const [path, content] of Object.entries(await readArchive(code))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** The function writes its log to a file that nobody reads: writing it takes processor time too. */
async function runIn(
  folder: string,
  variables: Readonly<Record<string, string>>,
  payload: string,
): Promise<Measured> {
  const child = fork(runner, [join(folder, "index.js"), String(callsPerRound)], {
    env: { PATH: process.env["PATH"], AWS_REGION: "us-east-1", ...variables },
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let problem = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (problem += text));
  const ended = once(child, "close").then(() => {
    throw new TuneError(`The function could not be measured: ${problem.trim().slice(0, 500)}`);
  });
  const message = async () => (await Promise.race([once(child, "message"), ended]))[0] as unknown;
  try {
    await message();
    child.send({ payload, rounds });
    const { loadMs, firstMs, processorMs } = (await message()) as {
      loadMs: number;
      firstMs: number;
      processorMs: number[];
    };
    return { loadMs, firstMs, processorMs: processorMs.toSorted((a, b) => a - b)[rounds >> 1]! };
  } finally {
    child.kill();
    await ended.catch(() => {});
  }
}
