import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import {
  type Contract,
  type OpenApiDocument,
  publishContract,
} from "../../components/api/index.ts";
import { offlineApi } from "../../local/sources/offlineApi.ts";
import type { PlatformState } from "../../local/stateFile.ts";
import { commandLine, exitCodeOf, type Io, processIo } from "../../project/command.ts";
import { EdgeClient } from "../running/edgeClient.ts";
import { findOrStart } from "../running/findOrStart.ts";
import { homeRegion } from "../../local/userPoolRegion.ts";
import { User } from "../running/user.ts";
import { fuzz } from "./schemathesis.ts";

interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  readonly contract?: string;
  readonly url?: string;
  readonly env?: string;
}

const readOptions = (argv: readonly string[], io: Io): FuzzOptions =>
  commandLine("npm run fuzz", io)
    .description(
      "Sends requests generated from the API's contract to the platform on this machine: the one that runs, or " +
        "one started for it. Fails if a response is a server error, or not in the contract.",
    )
    .option(
      "--requests <count>",
      "number of requests, shared among the operations; fewer for one without parameters",
      count,
      5000,
    )
    .option("--seed <number>", "seed of the generated requests", count, 1)
    .option("--contract <file>", "OpenAPI document of the API [default: the program's contract]")
    .addOption(new Option("--url <url>", "the edge of a running platform").conflicts("env"))
    .option("--env <name>", "start a platform of this environment [default: local]")
    .parse(argv, { from: "user" })
    .opts<FuzzOptions>();

function count(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Must be a whole number, 1 or greater.");
}

/**
 * `npm run fuzz -- --requests 5000`: requests generated from the API's contract, as a user who is signed
 * in. What they write stays in the platform's tables and queues.
 */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const options = readOptions(argv, io);
    const announce = (line: string) => io.out(`${line}\n`);
    const platform = await findOrStart(io.cwd, options, announce);
    const folder = await mkdtemp(join(tmpdir(), "fuzz-"));
    try {
      const { state } = platform;
      const home = state.regions[homeRegion(state)] ?? Object.values(state.regions)[0]!;
      const contract = await readContract(io.cwd, options, home.api);
      const file = join(folder, "openapi.json");
      await writeFile(file, JSON.stringify(contract));
      const operations = Object.values(contract.paths).flatMap((path) => Object.keys(path)).length;
      const examples = Math.ceil(options.requests / operations);
      const headers = await callerHeaders(state, home.apiKeys, announce);
      announce(`${operations} operations of ${home.api}, ${examples} requests each`);
      const { seed } = options;
      return await fuzz({ folder, contract: file, url: home.api, examples, seed, headers });
    } finally {
      await rm(folder, { recursive: true, force: true });
      await platform.leave();
    }
  });

/** The contract cannot be read. */
class ContractError extends Error {
  override readonly name = "ContractError";
}

async function readContract(
  root: string,
  { contract, env = "local" }: FuzzOptions,
  url: string,
): Promise<Contract> {
  if (contract === undefined) {
    const { api } = await offlineApi(root, env);
    // The document that the program compiled, in the gateway's type.
    return publishContract(api.document as unknown as OpenApiDocument, url);
  }
  try {
    const document = JSON.parse(await readFile(resolve(root, contract), "utf8")) as Contract;
    if (typeof document.paths === "object") return document;
  } catch (error) {
    throw new ContractError(`${contract} cannot be read as JSON: ${(error as Error).message}`);
  }
  throw new ContractError(`${contract} has no paths. Pass --contract an OpenAPI document in JSON.`);
}

/** The credentials of a new user and of the first API key. Without them, most routes only refuse. */
async function callerHeaders(
  state: PlatformState,
  apiKeys: Record<string, string> | undefined,
  announce: (line: string) => void,
): Promise<Record<string, string>> {
  const [key] = Object.values(apiKeys ?? {});
  const edge = await EdgeClient.of(state);
  try {
    const user = await User.signUp(state, edge);
    const token = await user.signIn();
    user.close();
    return { Authorization: token, ...(key && { "x-api-key": key }) };
  } catch (error) {
    announce(`The requests are sent without a token: ${(error as Error).message}`);
    return key ? { "x-api-key": key } : {};
  } finally {
    edge.close();
  }
}
