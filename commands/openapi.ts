import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { type OpenApiDocument, publishContract } from "../components/api/index.ts";
import { offlineApi } from "../local/sources/offlineApi.ts";
import type { PlatformState } from "../local/stateFile.ts";
import { commandLine, exitCodeOf, type Io, processIo } from "../project/command.ts";
import { splitStackName, type StackName } from "../project/stackName.ts";
import { pulumiOutputs, type ReadOutputs } from "./pulumiOutputs.ts";

interface OpenApiOptions {
  readonly stack: StackName;
  readonly url?: string;
  readonly out?: string;
}

const readOptions = (argv: readonly string[], io: Io): OpenApiOptions =>
  commandLine("npm run openapi", io)
    .description(
      "Writes the contract of a stack's API, as its program declares it: OpenAPI 3.0 in JSON.",
    )
    .option("--stack <name>", "such as prod-us-east-1", stackName, stackName("local-us-east-1"))
    .option(
      "--url <address>",
      "address of the API [default: the running or deployed API's]",
      address,
    )
    .option("--out <file>", "file for the contract [default: standard output]")
    .parse(argv, { from: "user" })
    .opts<OpenApiOptions>();

/** `npm run openapi -- --stack <name> [--out <file>]`: the contract of a stack's API. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const { stack, url, out } = readOptions(argv, io);
    const { api } = await offlineApi(io.cwd, stack.environment, stack.region);
    const warn = (message: string) => io.err(`${message}\n`);
    const server = url ?? (await addressOf(io.cwd, stack, warn));
    // The document that the program compiled, in the gateway's type.
    const contract = publishContract(api.document as unknown as OpenApiDocument, server);
    const text = `${JSON.stringify(contract, null, 2)}\n`;
    if (out === undefined) io.out(text);
    else await writeContract(resolve(io.cwd, out), text);
  });

/**
 * The address of a stack's API: of the platform that runs on this machine, or the deployed stack's
 * output.
 *
 * @param warn - receives the reason if it is unknown
 * @returns `/`, the host that serves the contract, if it is unknown
 */
export async function addressOf(
  root: string,
  { environment, region }: StackName,
  warn: (message: string) => void,
  readOutputs: ReadOutputs = pulumiOutputs(root),
): Promise<string> {
  const local = await readFile(join(root, ".local", "platform.json"), "utf8").catch(() => "{}");
  const { regions } = JSON.parse(local) as Partial<PlatformState>;
  const running = environment === "local" ? regions?.[region]?.api : undefined;
  if (running !== undefined) return running;
  try {
    if (environment === "local") throw new Error(`No platform is running here.`);
    // With a domain, clients call the name that all regions share.
    const { url, apiUrl } = await readOutputs(`${environment}-${region}`);
    if (typeof url === "string") return url;
    if (typeof apiUrl === "string") return apiUrl;
    throw new Error(`The stack "${environment}-${region}" has no output apiUrl.`);
  } catch (error) {
    warn(`${(error as Error).message} The contract has no address; set it with --url.`);
    return "/";
  }
}

/** The contract cannot be written to the file. */
class ContractFileError extends Error {
  override readonly name = "ContractFileError";
}

async function writeContract(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new ContractFileError(
      `"${file}" cannot be written (${(error as Error).message}). Pass --out a file in a folder that exists and is writable.`,
    );
  }
}

function stackName(text: string): StackName {
  const name = splitStackName(text);
  if (name) return name;
  throw new InvalidArgumentError("Must be an environment and a region, such as prod-us-east-1.");
}

function address(text: string): string {
  if (/^https?:\/\/[^\s?#]+$/.test(text)) return text.replace(/\/+$/, "");
  throw new InvalidArgumentError("Must be a URL, such as https://api.example.com/live.");
}
