import { dirname } from "node:path";
import { readProject, stacksOf } from "../project/stackConfig.ts";
import { splitStackName } from "../project/stackName.ts";

/** Regions of an environment, sorted: each has a stack file beside this program. */
export async function regionsOf(environment: string): Promise<string[]> {
  const project = await readProject(dirname(import.meta.dirname));
  const names = (await stacksOf(project, environment)).map(splitStackName);
  return names.flatMap((name) => (name ? [name.region] : []));
}
