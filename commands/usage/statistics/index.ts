import type { Io } from "../../../project/command.ts";
import { readProject, readStackConfig, stacksOf } from "../../../project/stackConfig.ts";
import { pulumiOutputs } from "../../pulumiOutputs.ts";
import { UsageError } from "../usageError.ts";
import { awsStatistics } from "./awsStatistics.ts";
import { localStatistics } from "./localStatistics.ts";
import type { Dimension, Statistics } from "./statistics.ts";

const dayMs = 86_400_000;

export interface StatisticsOptions {
  /** `local` is the platform on this machine. */
  readonly env: string;
  /** `--stack`, which only usage plans have. */
  readonly stack?: string;
  /** @default all regions */
  readonly region?: string;
  /** How far back, in ms. @default a day; on this machine since the platform's start */
  readonly since?: number;
  readonly by: readonly Dimension[];
}

/**
 * Who called what, from the access logs of an environment's regions or of this machine.
 *
 * @throws UsageError if the environment has no such stack, or nothing ran on this machine
 */
export async function usageStatistics(options: StatisticsOptions, io: Io): Promise<Statistics> {
  const { env, stack, region, by } = options;
  if (stack !== undefined) {
    throw new UsageError("--stack needs --plan. Use --env and --region to see who calls what.");
  }
  const until = Date.now();
  if (env === "local") {
    const since = options.since === undefined ? undefined : until - options.since;
    return localStatistics(io.cwd, { since, until }, by, region);
  }
  const period = { since: until - (options.since ?? dayMs), until };
  const { regions, edgeStack } = await stacksIn(io.cwd, env, region);
  const outputs =
    edgeStack !== undefined && by.includes("country") ? await pulumiOutputs(io.cwd)(edgeStack) : {};
  const { distributionId } = outputs as { distributionId?: string };
  const progress = (message: string) => io.err(`${message}\n`);
  return awsStatistics({ environment: env, regions, by, ...period, distributionId, progress });
}

async function stacksIn(root: string, env: string, region: string | undefined) {
  const project = await readProject(root);
  const stacks = await stacksOf(project, env);
  const edgeStack = stacks.find((stack) => stack === `${env}-edge`);
  const all = await Promise.all(
    stacks
      .filter((stack) => stack !== edgeStack)
      .map(async (stack) => (await readStackConfig(project, stack))["aws:region"] ?? ""),
  );
  const regions = all.filter((name) => region === undefined || name === region);
  if (regions.length > 0) return { regions, edgeStack };
  const there = all.length > 0 ? `it has ${all.join(", ")}` : "it has no stacks";
  const where = region === undefined ? "" : ` in ${region}`;
  throw new UsageError(`The environment "${env}" has no stack${where}; ${there}.`);
}
