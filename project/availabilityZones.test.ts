import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { zonesOf } from "./availabilityZones.ts";

// A MiniStack with the guard accepted this request and its signature once, by hand.

const zone = (name: string) =>
  `<item><optInStatus>opt-in-not-required</optInStatus><zoneName>${name}</zoneName></item>`;

describe("zonesOf", () => {
  let server: Server;
  let response: { status: number; body: string };
  let received: { authorization: string; body: string };

  before(async () => {
    server = createServer(async (request, out) => {
      received = { authorization: request.headers.authorization!, body: await text(request) };
      out.writeHead(response.status).end(response.body);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  after(() => server.close());

  const ask = () =>
    zonesOf("eu-west-1", {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: async () => ({ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" }),
    });

  it("asks for standard zones that are available, signed for the region", async () => {
    response = { status: 200, body: `<r>${zone("eu-west-1b")}${zone("eu-west-1a")}</r>` };

    assert.deepEqual(await ask(), ["eu-west-1a", "eu-west-1b"]);
    assert.match(received.authorization, /Credential=AKIAEXAMPLE\/\d{8}\/eu-west-1\/ec2\//);
    const query = new URLSearchParams(received.body);
    const filters = [1, 2, 3].map((n) => [
      query.get(`Filter.${n}.Name`),
      query.get(`Filter.${n}.Value.1`),
    ]);
    assert.deepEqual(filters, [
      ["zone-type", "availability-zone"],
      ["opt-in-status", "opt-in-not-required"],
      ["state", "available"],
    ]);
  });

  for (const [body, status, reason] of [
    ["<r><Message>You may not.</Message></r>", 403, /\(You may not\.\)/],
    ["", 503, /\(EC2 returns 503\)/],
    ["<r></r>", 200, /\(its response has none\)/],
  ] as const) {
    it(`reports the response ${status} "${body}", and the region`, async () => {
      response = { status, body };

      await assert.rejects(ask(), (error: Error) => {
        assert.match(error.message, reason);
        assert.match(error.message, /^AWS does not list the zones of eu-west-1 /);
        return true;
      });
    });
  }
});
