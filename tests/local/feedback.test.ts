import assert from "node:assert/strict";
import type { PlatformState } from "../../local/stateFile.ts";
import { PlatformProcess } from "../support/platformProcess.ts";
import { claimsOf, newUser } from "../support/users.ts";

interface HeldMessage {
  readonly MessageId: string;
  readonly Body: string;
  readonly MessageAttributes: Readonly<Record<string, { readonly StringValue: string }>>;
}

/** Messages by account, region and queue. */
interface Held {
  readonly messages: Record<string, Record<string, Record<string, HeldMessage[]>>>;
}

describe("POST /feedback of the platform", function () {
  this.timeout(120_000);
  let platform: PlatformProcess;
  let state: PlatformState;
  let idToken: string;
  before(async () => {
    platform = new PlatformProcess("--port", "0");
    state = await platform.ready();
    ({ idToken } = await newUser(state, "ada@example.com"));
  });
  after(() => platform.stop());

  const body = `{"text":"it's \\"fine\\" $x"}`;
  const send = (region: string, headers: Record<string, string>) =>
    fetch(`${state.edge}/feedback`, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "x-palisade-client-region": region,
        ...headers,
      },
    });
  const heldIn = async (region: string): Promise<HeldMessage[]> => {
    // MiniStack's own list of what queues hold.
    const { aws, accessKey } = state.regions[region]!;
    const headers = { authorization: `Bearer ${accessKey!.secretAccessKey}` };
    const list = await fetch(`${aws}/_ministack/sqs/messages`, { headers });
    const { messages } = (await list.json()) as Held;
    return Object.values(messages).flatMap((account) =>
      Object.values(account).flatMap((queues) => Object.values(queues).flat()),
    );
  };

  it("puts a message into the queue of the caller's region, with the caller's sub", async () => {
    for (const region of ["us-east-1", "eu-west-1"]) {
      const response = await send(region, { authorization: `Bearer ${idToken}` });

      const { messageId } = (await response.json()) as { messageId: string };
      assert.equal(response.status, 202);
      const [message, ...others] = await heldIn(region);
      assert.deepEqual(others, []);
      assert.equal(message?.MessageId, messageId);
      assert.equal(message.Body, body);
      assert.equal(message.MessageAttributes["user"]?.StringValue, claimsOf(idToken)["sub"]);
    }
  });

  it("puts nothing into the queue without a token", async () => {
    const before = await heldIn("us-east-1");

    const { status } = await send("us-east-1", {});

    assert.equal(status, 401);
    assert.equal((await heldIn("us-east-1")).length, before.length);
  });
});
