import assert from "node:assert/strict";
import { captureLog } from "../../testing/captureLog.ts";
import { testContext, testTrigger } from "../../testing/trigger.ts";
import type { SenderRequest } from "./request.ts";
import { withOwnSender } from "./withOwnSender.ts";

const code = `Temp "1" <&'4' 5`;
const to = "jane+1@example.com";
const event = {
  ...testTrigger,
  triggerSource: "CustomEmailSender_SignUp",
  request: { code: "encrypted", userAttributes: { sub: "s-1", email: to } },
};
const request = { code, to } as SenderRequest;

describe("a team's own sender", () => {
  it("gets the request, and the log says only whose and why", async () => {
    const seen: unknown[] = [];
    const send = withOwnSender(
      async () => request,
      async (given, { awsRequestId }) => seen.push(given, awsRequestId),
    );
    const { lines } = await captureLog(() => send(event, testContext));

    assert.deepEqual(seen, [request, "r-1"]);
    const [{ timestamp: _, ...line }] = lines as [Record<string, unknown>];
    assert.deepEqual(line, {
      level: "info",
      message: "message sent",
      correlationId: "r-1",
      sub: "s-1",
      triggerSource: "CustomEmailSender_SignUp",
    });
  });

  const repeated: readonly (readonly [string, string])[] = [
    ["as they are", `${to}: ${code}`],
    ["in JSON", JSON.stringify({ text: `Your code: ${code}`, to })],
    ["in HTML", "<p>Temp &quot;1&quot; &lt;&amp;&#39;4&#39; 5</p>"],
    ["in a URL", `https://example.com/?${new URLSearchParams({ code, to }).toString()}`],
    ["in a path", `https://example.com/${encodeURIComponent(to)}/${encodeURIComponent(code)}`],
    ["in base64", Buffer.from(code).toString("base64")],
  ];
  for (const [how, text] of repeated) {
    it(`fails without a word about code and address, which its error repeats ${how}`, async () => {
      const send = withOwnSender(
        async () => request,
        async () => {
          throw new Error("the provider said", { cause: text });
        },
      );
      const { lines } = await captureLog(() =>
        assert.rejects(send(event, testContext), (error: Error) => {
          assert.equal(error.message, "The message was not sent. The line before has the reason.");
          return true;
        }),
      );

      assert.match(String(lines[0]!["error"]), /the provider said: .*\[(code|address)\]/);
      for (const each of [code, to, encodeURIComponent(code), "jane", "&quot;1", text]) {
        assert.ok(!JSON.stringify(lines).includes(JSON.stringify(each).slice(1, -1)), each);
      }
    });
  }

  it("is not called without an address, or for a code that can't be decrypted", async () => {
    const own = () => assert.fail("own code ran");
    const { lines } = await captureLog(async () => {
      await withOwnSender(async () => undefined, own)(event, testContext);
      const failing = withOwnSender(async () => {
        throw new Error("it was changed");
      }, own);
      await assert.rejects(failing(event, testContext));
    });

    assert.deepEqual(
      lines.map(({ message, error }) => [message, error]),
      [
        ["no address for this event", undefined],
        ["message not sent", "Error: it was changed"],
      ],
    );
  });
});
