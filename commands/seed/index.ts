import { describeSeeded } from "../../local/seeds/describe.ts";
import type { Seeded } from "../../local/seeds/index.ts";
import { commandLine, exitCodeOf, type Io, processIo } from "../../project/command.ts";
import { EdgeClient } from "../running/edgeClient.ts";
import { findRunning } from "../running/findOrStart.ts";
import { RunningError } from "../running/runningError.ts";

/** `npm run seed`: stores the seeds of `seeds/` in the platform that runs on this machine. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const { url } = commandLine("npm run seed", io)
      .description(
        "Stores the users, items, objects and messages of seeds/ in the running platform.",
      )
      .option("--url <edge>", "the platform's edge, such as http://127.0.0.1:8080")
      .parse(argv, { from: "user" })
      .opts<{ url?: string }>();
    const state = await findRunning(io.cwd, url);
    if (!state)
      throw new RunningError('No platform runs on this machine. Start one with "npm start".');
    const edge = await EdgeClient.of(state);
    try {
      const { status, body } = await edge.send("/_palisade/seeds", { method: "POST" });
      const answer = JSON.parse(body) as Seeded & { message?: string };
      if (status !== 200) throw new RunningError(answer.message ?? body);
      answer.warnings.forEach((warning) => io.err(`${warning}\n`));
      io.out(`Stored ${describeSeeded(answer)}.\n`);
    } finally {
      edge.close();
    }
  });
