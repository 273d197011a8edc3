import { commandLine, exitCodeOf, type Io, processIo } from "../../project/command.ts";
import { type TokenOptions, withTokenOptions } from "./options.ts";
import { tokenOf } from "../../local/tokens/tokens.ts";
import { runningPlatform } from "./runningPlatform.ts";

/** `npm run -s token`: a token of the platform on this machine, alone on standard output. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const options = withTokenOptions(commandLine("npm run token", io))
      .description(
        "Prints a token of the platform that runs on this machine: an ID token of a user, unless the options ask for another.",
      )
      .parse(argv, { from: "user" })
      .opts<TokenOptions>();
    const state = await runningPlatform(io.cwd, options.url);
    io.out(`${await tokenOf(state, options, (text) => io.err(`${text}\n`))}\n`);
  });
