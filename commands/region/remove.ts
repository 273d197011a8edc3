import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Backend, DeployedState } from "./deployedState.ts";
import {
  decodedSetting,
  type Environment,
  existingEnvironment,
  type RegionStack,
  setting,
} from "./environment.ts";
import { RegionError } from "./regionError.ts";

export interface RemoveOptions {
  /** Folder with `Pulumi.yaml`. */
  readonly root: string;
  readonly region: string;
  readonly env: string;
  /** Removes the stack and its file if nothing is deployed. */
  readonly yes: boolean;
  /** Does not ask the backend. */
  readonly neverDeployed: boolean;
  readonly backend: Backend;
}

/**
 * Removes a region's empty stack and its file, or says what must happen before.
 *
 * @throws RegionError when that would lose data or break another stack
 */
export async function removeRegion(options: RemoveOptions): Promise<string> {
  const { root, region, env, yes, neverDeployed, backend } = options;
  const environment = await existingEnvironment(root, env);
  const stack = environment.regions.find((each) => each.region === region);
  if (!stack) {
    const known = environment.regions.map((each) => each.region).join(", ");
    throw new RegionError(`"${env}" has no stack in ${region}; it has ${known}.`);
  }
  refuse(environment, stack);

  const state = neverDeployed ? undefined : await backend.stateOf(stack.name);
  if (state && state.resources > 0) {
    throw new RegionError(
      `${stack.name} has ${state.resources} resources. In this order:\n` +
        numbered(stepsBefore(environment, stack, state)),
    );
  }
  const file = join(environment.project.stackDirectory, `Pulumi.${stack.name}.yaml`);
  const what = state ? "the empty stack and its file" : "its file";
  if (!yes) return `Nothing of ${stack.name} is deployed. Add --yes to delete ${what}.`;
  // Refuses a stack that was deployed since.
  if (state) await backend.remove(stack.name);
  await rm(file, { force: true });
  return `Deleted ${what} (Pulumi.${stack.name}.yaml).\n\nNext:\n${numbered(stepsAfter(environment, stack))}`;
}

/** Reasons that no order of steps removes. */
function refuse({ project, name, home, regions, edge }: Environment, stack: RegionStack): void {
  const { region } = stack;
  if (region === home && regions.length > 1) {
    throw new RegionError(
      `${region} is the home region of "${name}". Its stack has the users and the replicated tables, which ` +
        `the other regions use, so it goes last. "npm run deploy -- ${name} --destroy" deletes the whole environment.`,
    );
  }
  const shifting = regions.filter(
    (other) => (decodedSetting(project, other, "shift") as { to?: string } | null)?.to === region,
  );
  if (shifting.length > 0) {
    const names = shifting.map((other) => other.region).join(", ");
    throw new RegionError(
      `${names} shifts calls to ${region}. Remove shift from its stack file, and deploy it first.`,
    );
  }
  const origins = (edge && decodedSetting(project, edge, "originRegions")) ?? [];
  if (Array.isArray(origins) && origins.includes(region)) {
    throw new RegionError(
      `The edge reads from ${region}. Take it out of originRegions in Pulumi.${name}-edge.yaml, and deploy the edge first.`,
    );
  }
  if (setting(project, stack, "identityReplica") === region) {
    throw new RegionError(
      `Users are replicated to ${region}, and sign in there while ${home} is down. Set identityReplicaStatus to ` +
        `INACTIVE in Pulumi.${stack.name}.yaml, and deploy it. Then set identityReplica to another region or "" in ` +
        "all stack files, and deploy them.",
    );
  }
  const others = regions.filter((other) => other !== stack);
  if (others.length > 0 && others.every((other) => isDrained(project, other))) {
    throw new RegionError(
      `All other regions of "${name}" are drained. Set traffic to "on" in one, and deploy it first.`,
    );
  }
}

const isDrained = (project: Environment["project"], stack: RegionStack): boolean =>
  setting(project, stack, "traffic") === "drain";

function stepsBefore(
  { project, name, edge }: Environment,
  stack: RegionStack,
  { tables }: DeployedState,
): string[] {
  const { region } = stack;
  const deploy = `npm run deploy -- ${name} --region ${region}`;
  const hasDomain = setting(project, stack, "domainName") !== "";
  return [
    ...(hasDomain && !isDrained(project, stack)
      ? [
          `Set traffic to "drain" in Pulumi.${stack.name}.yaml, and deploy it: ${deploy}`,
          "Wait until no calls arrive: docs/regions.md, Drain a region.",
        ]
      : []),
    ...(!hasDomain && !edge ? ["Move its callers to another region's address."] : []),
    ...(tables.length > 0
      ? [`Back up what you need of its tables, which are deleted with it: ${tables.join(", ")}`]
      : []),
    ...(setting(project, stack, "production") === "true"
      ? [`Set production to false, which ends the protection of its data, and deploy it: ${deploy}`]
      : []),
    `Delete its resources: ${deploy} --destroy`,
    `Delete the stack and its file: npm run region -- remove ${region} --env ${name} --yes`,
  ];
}

function stepsAfter({ project, name, regions }: Environment, stack: RegionStack): string[] {
  const [home] = regions.filter((other) => other !== stack);
  return [
    ...(home && setting(project, home, "production") === "true"
      ? [
          `Turn off the deletion protection of replicated tables in ${stack.region}: docs/operating.md, Removing a region.`,
        ]
      : []),
    ...(home
      ? [`Deploy the others, so that tables drop their replicas there: npm run deploy -- ${name}`]
      : []),
    `If CI deployed it, take ${stack.region} out of its roles: docs/ci.md, Regions of the roles.`,
    "Commit the deletion of the stack file.",
  ];
}

const numbered = (steps: readonly string[]): string =>
  steps.map((step, index) => `  ${index + 1}. ${step}`).join("\n");
