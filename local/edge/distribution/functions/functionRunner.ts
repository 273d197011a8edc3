import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Resource } from "../../../graph/resource.ts";
import { createFunctionRuntime } from "../../../lambda/index.ts";
import { functionProgram } from "./program.ts";
import type { RequestEvent, ResponseEvent } from "./event.ts";

/** An origin group that a function chose for a request. */
export interface ChosenGroup {
  readonly originIds: readonly { readonly originId: string }[];
  readonly failoverCriteria?: { readonly statusCodes?: readonly number[] };
}

interface FunctionResult {
  readonly result: RequestEvent | ResponseEvent;
  readonly chosen?: ChosenGroup;
}

/** Runs the CloudFront functions of a distribution. */
export interface FunctionRunner {
  /**
   * @param event - without its version
   * @returns undefined when the function failed
   */
  run(arn: string, event: object): Promise<FunctionResult | undefined>;
  close(): Promise<void>;
}

export interface FunctionFiles {
  /** Parent of the folders with the functions' code. */
  readonly folder: string;
  readonly logFileOf: (name: string) => string;
}

/** CloudFront allows 1 ms of computing time; a process of its own needs longer to start. */
const timeoutMs = 1_000;

/**
 * Runs functions in processes of their own, with the confinement of Lambda functions.
 *
 * @param resources - of type `aws:cloudfront/function:Function`
 * @throws Error when the code of a function can't be run
 */
export async function startFunctions(
  resources: readonly Resource[],
  { folder, logFileOf }: FunctionFiles,
): Promise<FunctionRunner> {
  const runtimes = new Map(
    await Promise.all(
      resources.map(async ({ id, inputs, outputs }) => {
        const name = `cloudfront-${id.replaceAll(/[^\w-]/g, "-")}`;
        const codeDirectory = join(folder, name);
        await mkdir(codeDirectory, { recursive: true });
        await writeFile(join(codeDirectory, "index.js"), functionProgram(String(inputs["code"])));
        const arn = String(outputs["arn"]);
        const spec = {
          name,
          arn,
          region: "us-east-1",
          handler: "index.handler",
          codeDirectory,
          environment: {},
          timeoutMs,
          memoryMb: 128,
          logFile: logFileOf(name),
        };
        return [arn, createFunctionRuntime(spec, { temporaryFolder: folder })] as const;
      }),
    ),
  );
  // The first request would wait for the process.
  await Promise.all([...runtimes.values()].map((runtime) => runtime.warm()));
  return {
    run: async (arn, event) => {
      const runtime = runtimes.get(arn);
      if (runtime === undefined) return undefined;
      const { payload, functionError } = await runtime.invoke(
        JSON.stringify({ version: "1.0", ...event }),
      );
      if (functionError) return undefined;
      const outcome = JSON.parse(payload) as Partial<FunctionResult> | null;
      return isObject(outcome?.result) ? (outcome as FunctionResult) : undefined;
    },
    close: async () => {
      await Promise.all([...runtimes.values()].map((runtime) => runtime.close()));
    },
  };
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
