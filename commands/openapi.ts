import { Command, InvalidArgumentError } from "commander";
import { type OpenApiDocument, publishContract } from "../components/api/index.ts";
import { explain } from "../project/explain.ts";
import { offlineApi } from "../local/sources/offlineApi.ts";
import { addressOf } from "./addressOf.ts";
import { writeContract } from "./writeContract.ts";

const command = new Command("npm run openapi --")
  .description(
    "Writes the contract of a stack's API, as its program declares it: OpenAPI 3.0 in JSON.",
  )
  .option("--stack <name>", "such as prod-us-east-1", stackName, stackName("local-us-east-1"))
  .option("--url <address>", "where the API is [default: the running or deployed API's]", address)
  .option("--out <file>", "where the contract goes [default: standard output]")
  .parse();

const { stack, url, out } = command.opts<{ stack: StackName; url?: string; out?: string }>();
const root = process.cwd();

try {
  const { api } = await offlineApi(root, stack.environment, stack.region);
  const where = url ?? (await addressOf(root, stack, (message) => console.error(message)));
  // What the program has compiled, as the gateway reads it.
  const contract = publishContract(api.document as unknown as OpenApiDocument, where);
  const text = `${JSON.stringify(contract, null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else await writeContract(out, text);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

interface StackName {
  readonly environment: string;
  readonly region: string;
}

function stackName(text: string): StackName {
  const [, environment, region] = /^(.+?)-([a-z]{2}(?:-[a-z]+)+-\d)$/.exec(text) ?? [];
  if (environment && region) return { environment, region };
  throw new InvalidArgumentError("It is an environment and a region, such as prod-us-east-1.");
}

function address(text: string): string {
  if (/^https?:\/\/[^\s?#]+$/.test(text)) return text.replace(/\/+$/, "");
  throw new InvalidArgumentError("Write it as https://api.example.com/live.");
}
