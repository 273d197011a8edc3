import { readProject, readStackConfig, stacksOf } from "../../project/stackConfig.ts";
import { planIds, type PlanIds } from "../../local/usagePlans.ts";
import type { ReadOutputs } from "../pulumiOutputs.ts";
import { table } from "../table.ts";
import { UsageError } from "./usageError.ts";

export interface DeployedOptions {
  /** Folder with `Pulumi.yaml`. */
  readonly root: string;
  readonly plan: string;
  readonly env: string;
  /** @default all regions of the environment */
  readonly region?: string | undefined;
  /** Replaces environment and region. */
  readonly stack?: string | undefined;
  readonly readOutputs: ReadOutputs;
  /** @default now */
  readonly today?: Date;
}

/**
 * The commands that show today's usage of a deployed plan's keys. They need credentials that may read
 * the account's API Gateway; this function needs none.
 *
 * @throws UsageError when there is no such stack or plan
 * @throws ProjectError when a stack has no file
 */
export async function deployedUsage(options: DeployedOptions): Promise<string> {
  const { root, plan, readOutputs, today = new Date() } = options;
  const project = await readProject(root);
  const stacks = options.stack
    ? [options.stack]
    : stacksIn(options, await stacksOf(project, options.env));
  const parts: string[] = [];
  for (const stack of stacks) {
    const region = (await readStackConfig(project, stack))["aws:region"] ?? "";
    const ids = pick(stack, plan, planIds(await readOutputs(stack)));
    parts.push(describe(stack, region, ids, today.toISOString().slice(0, 10)));
  }
  return parts.join("\n\n");
}

function stacksIn({ env, region }: DeployedOptions, all: string[]): string[] {
  // The edge stack has no API.
  const ofRegions = all.filter((stack) => stack !== `${env}-edge`);
  const chosen = ofRegions.filter((stack) => !region || stack === `${env}-${region}`);
  if (chosen.length > 0) return chosen;
  const there = ofRegions.length > 0 ? `it has ${ofRegions.join(", ")}` : "it has no stacks";
  const where = region ? ` in ${region}` : "";
  throw new UsageError(`The environment "${env}" has no stack${where}; ${there}.`);
}

function pick(stack: string, plan: string, plans: Record<string, PlanIds>): PlanIds {
  if (Object.hasOwn(plans, plan)) return plans[plan]!;
  const known = Object.keys(plans);
  const there = known.length > 0 ? `it has ${known.join(", ")}` : "it has none";
  throw new UsageError(`Stack "${stack}" has no usage plan "${plan}"; ${there}.`);
}

/** Source: AWS CLI Command Reference, "get-usage". */
function describe(stack: string, region: string, { id, keys }: PlanIds, day: string): string {
  const command =
    `aws apigateway get-usage --region ${region} --usage-plan-id ${id} ` +
    `--start-date ${day} --end-date ${day}`;
  const rows = Object.entries(keys).map(([key, keyId]) => [key, keyId]);
  return (
    `${stack}: run this for [used today, remaining] by key id:\n\n  ${command}\n\n` +
    table(["key", "key id"], rows)
  );
}
