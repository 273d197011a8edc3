import assert from "node:assert/strict";
import { type Outcome, runCommand } from "../../../project/testing/runCommand.ts";
import { StackProject } from "../../testing/stackProject.ts";
import type { DeployedState } from "../deployedState.ts";
import { run } from "../index.ts";

/** `npm run region` in a project of its own, with the regions us-east-1 (home) and eu-west-1 of `dev`. */
export interface RegionCommand {
  project: StackProject;
  /** What the backend has, by stack. */
  deployed: Record<string, DeployedState | undefined>;
  /** Stacks that were removed from the backend. */
  removed: string[];
  /** Zones that AWS has in each region, by their letters. */
  zones: string[];
  /** Set if AWS does not list them. */
  zonesError: Error | undefined;
  run(line: string): Promise<Outcome>;
  /** Requires that the command fails and prints only the error. */
  refuses(line: string, message: RegExp): Promise<void>;
}

/** Creates the project before each test of a suite, and deletes it after. */
export function regionCommand(): RegionCommand {
  const command: RegionCommand = {
    project: undefined as unknown as StackProject,
    deployed: {},
    removed: [],
    zones: [],
    zonesError: undefined,
    run: (line) =>
      runCommand(
        (argv, io) =>
          run(argv, io, {
            zonesOf: async (region) => {
              if (command.zonesError) throw command.zonesError;
              return command.zones.map((letter) => region + letter);
            },
            backend: () => ({
              stateOf: async (stack) => command.deployed[stack],
              remove: async (stack) => void command.removed.push(stack),
            }),
          }),
        line.split(" "),
        command.project.folder,
      ),
    refuses: async (line, message) => {
      const { code, stdout, stderr } = await command.run(line);
      assert.match(stderr, message);
      assert.deepEqual([code, stdout], [1, ""]);
    },
  };
  beforeEach(async () => {
    const project = await StackProject.create();
    await project.writeRegion("us-east-1", "10.0.0.0/16");
    await project.writeRegion("eu-west-1", "10.1.0.0/16");
    Object.assign(command, {
      project,
      deployed: {},
      removed: [],
      zones: ["a", "b", "c"],
      zonesError: undefined,
    });
  });
  afterEach(() => command.project.delete());
  return command;
}
