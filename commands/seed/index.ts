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
      const answer = await stored(edge, (line) => io.err(`${line}\n`));
      answer.warnings.forEach((warning) => io.err(`${warning}\n`));
      io.out(`Stored ${describeSeeded(answer)}.\n`);
    } finally {
      edge.close();
    }
  });

type Progress =
  | { readonly what: string; readonly seconds: number }
  | { readonly seeded: Seeded }
  | { readonly message: string };

/** Waits for as long as it takes. */
async function stored(edge: EdgeClient, tell: (line: string) => void): Promise<Seeded> {
  const path = "/_palisade/seeds?follow=true";
  for await (const event of edge.events<Progress>(path, { method: "POST" })) {
    if ("seeded" in event) return event.seeded;
    if ("message" in event) throw new RunningError(event.message);
    tell(`Storing ${event.what}, for ${event.seconds} s`);
  }
  throw new RunningError("The platform ended before all seeds were stored.");
}
