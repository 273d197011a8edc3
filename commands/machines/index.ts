import { open, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { commandLine, exitCodeOf, type Io, processIo } from "../../project/command.ts";
import { localEnvironment } from "../../local/tokens/directory.ts";
import { machinesIn } from "../../project/users/machines.ts";
import { type DirectoryChoice, openDirectory } from "../users/directory.ts";
import { directoryCommands, type OpenDirectory } from "../users/directoryCommand.ts";
import {
  addSecret,
  deleteSecret,
  findMachine,
  MachinesError,
  type Secret,
  secretsOf,
} from "./clients.ts";

/**
 * `npm run machines -- list|rotate|retire`: the secrets of an environment's machines. A machine has one secret, or two while
 * it changes from one to the other. Source: Cognito API Reference, "AddUserPoolClientSecret".
 */
export const run = (
  argv: readonly string[],
  io: Io = processIo,
  openPool: OpenDirectory = openDirectory,
): Promise<number> =>
  exitCodeOf(io, async () => {
    const program = commandLine("npm run machines", io).description(
      "Shows and replaces the secrets of machines: of the running platform, or of a deployed environment.",
    );
    const print = (text: string) => io.out(`${text}\n`);
    const command = directoryCommands(program, io.cwd, openPool);

    command(
      "list",
      "Lists machines with the ids of their clients and the times of their secrets.",
      (it) => it,
      async (directory) => {
        for (const client of await machinesIn(directory)) {
          const times = (await secretsOf(directory, client)).map(dateOf).join(" and ");
          print(`${client.machine}  ${client.clientId}  secret of ${times}`);
        }
      },
    );

    command(
      "rotate",
      "Gives a machine a second secret, beside the one that it has.",
      (it) =>
        it
          .argument("<machine>", "name in identity.machines")
          .requiredOption("--out <file>", "new file for the client's id and secret"),
      async (directory, name: string, { out, ...where }: { out: string } & DirectoryChoice) => {
        const client = await findMachine(directory, name);
        const secrets = await secretsOf(directory, client);
        if (secrets.length > 1) {
          throw new MachinesError(
            `${name} has two secrets, of ${secrets.map(dateOf).join(" and ")}. ` +
              "When nobody uses the older one any more, retire it first.",
          );
        }
        await writeSecret(resolve(io.cwd, out), client.clientId, () =>
          addSecret(directory, client),
        );
        print(`${name} has a second secret, which is in ${out}. Only you may read the file.`);
        print(
          "Both work. When the machine uses the new one: " +
            `npm run machines -- retire ${name}${optionsOf(where)}`,
        );
      },
    );

    command(
      "retire",
      "Deletes the older of a machine's two secrets.",
      (it) =>
        it
          .argument("<machine>", "name in identity.machines")
          .option("--newest", "delete the newer one, such as after its file was lost", false),
      async (directory, name: string, { newest }: { newest: boolean }) => {
        const client = await findMachine(directory, name);
        const [older, newer] = await secretsOf(directory, client);
        if (!older || !newer) {
          throw new MachinesError(`${name} has one secret, which it needs. Rotate it first.`);
        }
        const secret = newest ? newer : older;
        await deleteSecret(directory, client, secret);
        print(
          `${name}: the secret of ${dateOf(secret)} is deleted. Its tokens work until they expire.`,
        );
      },
    );

    await program.parseAsync(argv, { from: "user" });
  });

/** The options by which a command finds the same directory. */
const optionsOf = ({ env, url }: DirectoryChoice): string =>
  url ? ` --url ${url}` : env === localEnvironment ? "" : ` --env ${env}`;

const dateOf = ({ ClientSecretCreateDate: date }: Secret): string =>
  date?.toISOString() ?? "an unknown time";

/** Creates the file first: a secret that can't be written would be lost. */
async function writeSecret(
  file: string,
  clientId: string,
  create: () => Promise<string>,
): Promise<void> {
  const handle = await open(file, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") {
      throw new MachinesError(`${file} can't be written: ${error.code ?? error.message}.`);
    }
    throw new MachinesError(`${file} exists. Name another file with --out, or remove it.`);
  });
  try {
    const clientSecret = await create();
    await handle.write(`${JSON.stringify({ clientId, clientSecret }, null, 2)}\n`);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}
