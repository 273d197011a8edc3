import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Environment, setting } from "./environment.ts";

/** Region of CloudFront's certificate, firewall and logs, and of the alarms on Route 53's checks. */
const globalRegion = "us-east-1";

/**
 * The IAM policy that limits CI's roles to the regions of an environment's stacks:
 * `docs/iam/regions.json` with their names.
 */
export async function regionsPolicy({ project, regions, edge }: Environment): Promise<string> {
  const hasDomain = regions.some((stack) => setting(project, stack, "domainName") !== "");
  const names = new Set([
    ...regions.map(({ region }) => region),
    ...(hasDomain || edge ? [globalRegion] : []),
  ]);
  const template = await readFile(join(project.directory, "docs/iam/regions.json"), "utf8");
  const policy = template.replace('"REGIONS"', JSON.stringify([...names]));
  return JSON.stringify(JSON.parse(policy), null, 2);
}
