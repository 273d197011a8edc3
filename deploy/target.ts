import { join } from "node:path";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { zonesOf } from "../project/availabilityZones.ts";
import { findPulumi, installedPulumi } from "../project/engine/findPulumi.ts";
import { startLocalAccount } from "../local/engine/localAccount.ts";
import { localAccountFolder, standInProject } from "../local/engine/standInProject.ts";
import { deleteUnfinished } from "../local/engine/unfinished.ts";
import type { Project } from "../project/stackConfig.ts";
import { Children } from "../project/children.ts";
import type { EnvironmentStack } from "./environment.ts";
import { releaseEndedLocks } from "./locks.ts";
import type { DeployOptions } from "./options.ts";
import { servedHealth, type ServedStack } from "./servedHealth.ts";

/** The destination of a deployment: an AWS account, or this machine. */
export interface Target {
  /** Command that releases locks which killed deployments have left. */
  readonly unlock: string;
  /** The Pulumi CLI. */
  readonly command: string;
  /** Folder that the CLI runs in. */
  readonly workDir: string;
  /** The complete environment of the CLI. */
  readonly env: Readonly<Record<string, string>>;
  /** Its processes, which end with this one. */
  readonly children: Children;
  /** Asks AWS for a region's availability zones. Not on this machine, where the provider knows them. */
  readonly zonesOf?: (region: string) => Promise<string[]>;
  readonly cloudWatch: (region: string) => CloudWatchClient;
  /**
   * Makes a deployed region's health route reachable during its check.
   *
   * @param home - the home region, if it is deployed
   * @param url - the route's address in the stack's outputs
   */
  reach(
    checked: ServedStack,
    home: ServedStack | undefined,
    url: string,
    signal: AbortSignal,
  ): Promise<{ url: string; close(): Promise<void> }>;
  close(): Promise<void>;
}

/** No installed Pulumi CLI can deploy to AWS. */
class NoPulumiError extends Error {
  override readonly name = "NoPulumiError";
}

/**
 * The account of the user's AWS credentials, deployed to with the installed Pulumi CLI.
 *
 * @throws NoPulumiError
 */
export async function awsTarget(
  project: Project,
  { environment }: Pick<DeployOptions, "environment">,
): Promise<Target> {
  const pulumi = await installedPulumi();
  if (!pulumi?.hasNodeHost) {
    throw new NoPulumiError(
      `${pulumi ? `${pulumi.command} has no Node.js language host` : "No Pulumi CLI, or only an outdated one, is on PATH"}. ` +
        `Install Pulumi (pulumi.com/docs/install), or add --local to deploy to this machine.`,
    );
  }
  const { command } = pulumi;
  const children = new Children(() => {});
  return {
    unlock: `npm run deploy -- ${environment} --unlock`,
    command,
    children,
    workDir: project.directory,
    env: Object.fromEntries(
      Object.entries(process.env).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    ),
    zonesOf,
    cloudWatch: (region) => new CloudWatchClient({ region }),
    reach: async (_, _home, url) => ({ url, close: async () => {} }),
    close: () => children.close(),
  };
}

/** An account on this machine, whose state is kept in `.local/deploy`. */
export async function localTarget(
  project: Project,
  stacks: readonly EnvironmentStack[],
  options: Pick<DeployOptions, "environment" | "unlock">,
  announce: (message: string) => void,
): Promise<Target> {
  const folder = localAccountFolder(project.directory);
  const unlock = `npm run deploy -- ${options.environment} --local --unlock`;
  const names = stacks.map(({ name }) => name);
  if (!options.unlock) {
    await releaseEndedLocks({
      state: join(folder, "state"),
      project: project.name,
      stacks: names,
      unlock,
      announce,
    });
  }
  const children = new Children(() => {});
  const announceOnce = once(announce);
  try {
    const [pulumi, workDir] = await Promise.all([
      findPulumi(announce),
      standInProject(project, folder),
    ]);
    const regions = [...new Set(stacks.map(({ region }) => region))];
    const account = { pulumi, folder, regions, children, announce };
    const { env, endpoints } = await startLocalAccount(account);
    if (!options.unlock) {
      await deleteUnfinished({ folder, project: project.name, stacks: names, endpoints, announce });
    }
    return {
      unlock,
      command: pulumi.command,
      children,
      workDir,
      env,
      cloudWatch: (region) => endpoints.get(region)!.cloudwatch,
      reach: (...region) => servedHealth(workDir, ...region, announceOnce),
      close: () => children.close(),
    };
  } catch (error) {
    await children.close();
    throw error;
  }
}

/** Passes each message on once: the home region is served with each of the others. */
function once(announce: (message: string) => void): (message: string) => void {
  const told = new Set<string>();
  return (message) => {
    if (told.has(message)) return;
    told.add(message);
    announce(message);
  };
}

/** @returns the names of the alarms that are firing */
export async function firingAlarms(
  client: CloudWatchClient,
  names: readonly string[],
): Promise<string[]> {
  const firing: string[] = [];
  for (let start = 0; start < names.length; start += mostAlarms) {
    const AlarmNames = names.slice(start, start + mostAlarms);
    const { CompositeAlarms = [], MetricAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({
        AlarmNames,
        // Without it, CloudWatch returns no composite alarm.
        AlarmTypes: ["CompositeAlarm", "MetricAlarm"],
        StateValue: "ALARM",
        MaxRecords: mostAlarms,
      }),
    );
    firing.push(...[...CompositeAlarms, ...MetricAlarms].map(({ AlarmName }) => AlarmName!));
  }
  return firing;
}

/** Maximum of DescribeAlarms, for names and results. */
const mostAlarms = 100;
