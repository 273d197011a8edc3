import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { ask } from "./ask.ts";

describe("ask", () => {
  const never = new AbortController().signal;

  /** A terminal with this input, which stays open until the test ends it. */
  function terminal(typed = "") {
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    stdin.write(typed);
    return { stdin, stdout };
  }

  it("prints the question and returns the trimmed line", async () => {
    const streams = terminal("  yes \n");

    const answer = await ask("Deploy this? ", never, streams);

    streams.stdout.end();
    assert.equal(answer, "yes");
    assert.match(await text(streams.stdout), /^Deploy this\? /);
  });

  it("accepts a line in parts, and a last line without a line break", async () => {
    const [parts, last] = [terminal("y"), terminal("yes")];
    const answers = [ask("?", never, parts), ask("?", never, last)];

    parts.stdin.write("es\n");
    last.stdin.end();

    assert.deepEqual(await Promise.all(answers), ["yes", "yes"]);
  });

  it("accepts an empty line", async () => {
    assert.equal(await ask("?", never, terminal("\n")), "");
  });

  it("returns nothing when the input ends", async () => {
    const streams = terminal();
    streams.stdin.end();

    assert.equal(await ask("?", never, streams), undefined);
  });

  it("returns nothing when it is cancelled, before or during the question", async () => {
    const cancelling = new AbortController();
    const asked = ask("?", cancelling.signal, terminal());

    cancelling.abort();

    assert.equal(await asked, undefined);
    assert.equal(await ask("?", cancelling.signal, terminal("yes\n")), undefined);
  });
});
