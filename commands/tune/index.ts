import { InvalidArgumentError } from "commander";
import { commandLine, exitCodeOf, type Io, numberFrom, processIo } from "../../project/command.ts";
import { looksLikeRegion } from "../../project/stackName.ts";
import { estimate } from "./estimate.ts";
import { measure } from "./measure.ts";
import { proxyFunctionOf } from "./proxyFunction.ts";
import { type Tuning, tuningReport } from "./report.ts";

interface TuneOptions {
  readonly env: string;
  readonly region?: string;
  readonly memory: readonly number[];
  readonly serviceMs: number;
  readonly requestKb: number;
  readonly responseKb: number;
  readonly processor: number;
  readonly rps?: number;
  readonly json: boolean;
}

/** Up to one vCPU: more memory does not make the function faster. */
const defaultSizes = [128, 192, 256, 384, 512, 768, 1_024, 1_769];

const describe = (io: Io) =>
  commandLine("npm run tune", io)
    .description(
      "Shows what memory the proxy function of a service needs: measures its processor time here.",
    )
    .argument("<service>", "a service of stacks/platform.ts, such as orders")
    .option("--env <name>", "take its settings from an environment's stack files", "local")
    .option("--region <name>", "a region of the environment [default: its home]", region)
    .option("--memory <list>", "sizes in MB, such as 256,512", sizes, defaultSizes)
    .option("--service-ms <number>", "time that the service takes", numberFrom(0, 900_000), 20)
    .option("--request-kb <number>", "body of a request", numberFrom(0, 4_000), 0)
    .option("--response-kb <number>", "body of a response", numberFrom(0, 4_000), 2)
    .option(
      "--processor <number>",
      "speed of Lambda's vCPU, in cores of this machine",
      numberFrom(0.05, 20),
      1,
    )
    .option(
      "--rps <number>",
      "calls per second, to show how many environments they need",
      numberFrom(0.01, 1_000_000),
    )
    .option("--json", "print JSON", false);

/** `npm run tune -- orders`: memory, throughput and cost of a service's proxy function. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const command = describe(io).parse(argv, { from: "user" });
    const [service = ""] = command.args;
    const options = command.opts<TuneOptions>();
    const target = await proxyFunctionOf(io.cwd, service, options.env, options.region);
    const measured = await measure(target, options);
    const times = {
      processorMs: measured.processorMs / options.processor,
      waitMs: options.serviceMs,
    };
    const { region, memoryMb, provisionedConcurrency } = target;
    const all = [...new Set([...options.memory, memoryMb])].toSorted((a, b) => a - b);
    const tuning: Tuning = {
      ...{ service, measured, rps: options.rps },
      function: { region, memoryMb, provisionedConcurrency },
      ...{ serviceMs: options.serviceMs, processor: options.processor },
      estimates: all.map((size) => estimate(size, times, region)),
    };
    io.out(options.json ? `${JSON.stringify(tuning, null, 2)}\n` : `${tuningReport(tuning)}\n`);
  });

function region(text: string): string {
  if (looksLikeRegion(text)) return text;
  throw new InvalidArgumentError("Must be a region, such as us-east-1.");
}

function sizes(text: string): number[] {
  const all = text.split(",").map(Number);
  if (all.every((size) => Number.isInteger(size) && size >= 128 && size <= 10_240)) return all;
  throw new InvalidArgumentError("Must be whole numbers of MB from 128 to 10240, such as 256,512.");
}
