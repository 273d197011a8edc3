import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:http2";
import { text } from "node:stream/consumers";
import { selfSigned } from "../selfSigned.ts";
import { listen } from "./listen.ts";

const tls = selfSigned("edge", 1, ["localhost", "127.0.0.1"]);

describe("a listener of the edge", () => {
  it("closes an idle connection of HTTP/2, but no request in progress", async () => {
    let respond = () => {};
    const idleMs = 500;
    const listener = await listen(
      0,
      tls,
      (_, response) => void (respond = () => void response.end("late")),
      idleMs,
    );
    const [idle, busy] = [0, 1].map(() => connect(listener.url, { ca: tls.certificate }));
    const stream = busy!.request({ ":path": "/" });

    await Promise.all([once(idle!, "close"), once(busy!, "goaway")]);
    respond();

    assert.equal(await text(stream), "late");
    await listener.close(0);
  });
});
