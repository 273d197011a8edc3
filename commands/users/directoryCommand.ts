import { type Command, Option } from "commander";
import { localEnvironment } from "../../local/tokens/directory.ts";
import type { Directory } from "../../project/users/directory.ts";
import type { DirectoryChoice, openDirectory } from "./directory.ts";

/** Opens a user pool; tests replace it. */
export type OpenDirectory = (...args: Parameters<typeof openDirectory>) => Promise<Directory>;

/** Adds commands to a program, each with what it does with an environment's user pool. */
export const directoryCommands =
  (program: Command, root: string, open: OpenDirectory) =>
  <Args extends unknown[]>(
    name: string,
    description: string,
    prepare: (command: Command) => Command,
    action: (directory: Directory, ...args: Args) => Promise<void>,
  ): Command =>
    prepare(program.command(name).description(description))
      .option("--env <name>", "deployed environment, such as prod", localEnvironment)
      .addOption(new Option("--url <edge>", "running platform, if several run").conflicts("env"))
      .action(async (...args: unknown[]) => {
        const [choice] = args.slice(-2) as [DirectoryChoice];
        const directory = await open(root, choice);
        try {
          await action(directory, ...(args.slice(0, -1) as Args));
        } finally {
          directory.close();
        }
      });
