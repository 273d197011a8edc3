import { Argument, type Command, InvalidArgumentError } from "commander";
import { commandLine, exitCodeOf, type Io, processIo } from "../../project/command.ts";
import { addRegion, type AddOptions } from "./add.ts";
import { type Backend, pulumiBackend } from "./deployedState.ts";
import { existingEnvironment } from "./environment.ts";
import { environmentList, regionTable } from "./list.ts";
import { iamPolicy, policiesOf, type PolicyValues, type Role } from "./policy.ts";
import { removeRegion } from "./remove.ts";
import { zonesOf } from "../../project/availabilityZones.ts";

/** What the command asks outside of the project; tests replace it. */
export interface Sources {
  readonly zonesOf: AddOptions["zonesOf"];
  readonly backend: (root: string) => Backend;
}

/** `npm run region -- add|remove|list|policy|policies`: the regions of an environment, by its stack files. */
export const run = (
  argv: readonly string[],
  io: Io = processIo,
  sources: Sources = { zonesOf, backend: pulumiBackend },
): Promise<number> =>
  exitCodeOf(io, async () => {
    const print = (text: string) => io.out(`${text}\n`);
    const program = commandLine("npm run region", io).description(
      "Adds, removes and lists the regions of an environment, by its stack files.",
    );
    const environment = (command: Command) =>
      command.requiredOption("--env <name>", "environment, such as dev");

    environment(program.command("list"))
      .description("Lists the regions of an environment.")
      .option("--json", "print JSON in one line, for scripts", false)
      .action(async ({ env, json }: { env: string; json: boolean }) => {
        const listed = await existingEnvironment(io.cwd, env);
        print(json ? JSON.stringify(environmentList(listed)) : regionTable(listed));
      });

    environment(program.command("policy"))
      .description("Prints an IAM policy of CI's roles, filled with what the stack files say.")
      .argument("[name]", "of a file in docs/iam, such as deploy-network", "regions")
      .option("--account <id>", "AWS account")
      .option("--bucket <name>", "bucket of the state")
      .option("--key <id>", "key that encrypts the state's secrets")
      .option("--subject <prefix>", "GitHub's subject of the repository")
      .action(async (name: string, { env, ...values }: PolicyValues & { env: string }) =>
        print(await iamPolicy(await existingEnvironment(io.cwd, env), name, values)),
      );

    environment(program.command("policies"))
      .description("Lists the policies that a role of CI needs, one per line.")
      .addArgument(new Argument("<role>", "role of CI").choices(["preview", "deploy"]))
      .action(async (role: Role, { env }: { env: string }) =>
        print((await policiesOf(role, await existingEnvironment(io.cwd, env))).join("\n")),
      );

    environment(program.command("add"))
      .description("Writes the stack file of a new region, and says how to deploy it.")
      .argument("<region>", "such as ap-southeast-2")
      .option("--zones <names>", "its availability zones, in order [default: AWS's]", zoneList)
      .option("--cidr <range>", "IPv4 range of its VPC, /16 to /18 [default: a free one]")
      .option("--from <region>", "region whose stack file is copied [default: one beside home]")
      .option("--home", "create the environment, with this region as its home", false)
      .action(async (region: string, options: Omit<AddOptions, "root" | "region" | "zonesOf">) =>
        print(await addRegion({ ...options, root: io.cwd, region, zonesOf: sources.zonesOf })),
      );

    environment(program.command("remove"))
      .description("Says how to remove a region; once nothing of it is deployed, deletes its file.")
      .argument("<region>", "such as ap-southeast-2")
      .option("--yes", "delete the stack and its file, if nothing is deployed", false)
      .option("--never-deployed", "do not ask the backend whether it is deployed", false)
      .action(
        async (region: string, options: { env: string; yes: boolean; neverDeployed: boolean }) =>
          print(
            await removeRegion({
              ...{ ...options, region },
              ...{ root: io.cwd, backend: sources.backend(io.cwd) },
            }),
          ),
      );

    await program.parseAsync(argv, { from: "user" });
  });

function zoneList(text: string): string[] {
  const zones = text.split(",").map((zone) => zone.trim());
  if (zones.every((zone) => zone !== "")) return zones;
  throw new InvalidArgumentError("Must be a list of zones, such as us-east-1a,us-east-1b.");
}
