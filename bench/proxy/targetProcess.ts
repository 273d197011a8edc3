// One target of the benchmark in a process of its own, where no other target's garbage is collected.
// Arguments: a CommonJS file and the name of the handler in it, or `client` or `socket` for the bare ones.
import { createRequire } from "node:module";
import { clientOf } from "./bareClient.ts";
import { withLogsDiscarded } from "./discardedLogs.ts";
import { context, proxyEvent } from "./event.ts";
import { socketTo } from "./rawSocket.ts";

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const [file = "", name = ""] = process.argv.slice(2);
const url = process.env["SERVICE_URL"]!;
const handler: Handler =
  file === "socket"
    ? await socketTo(url)
    : file === "client"
      ? clientOf(url)
      : (createRequire(import.meta.url)(file) as Record<string, Handler>)[name]!;

process.on("message", (calls: number) => {
  void withLogsDiscarded(() => measure(calls)).then((times) => process.send!(times));
});
process.once("disconnect", () => process.exit());

/** Times of calls one after the other, in ms. */
async function measure(calls: number): Promise<number[]> {
  const times: number[] = [];
  for (let made = 0; made < calls; made++) {
    const event = proxyEvent();
    const startedAt = performance.now();
    await handler(event, context);
    times.push(performance.now() - startedAt);
  }
  return times;
}
