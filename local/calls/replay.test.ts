import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { ControlError } from "../control/index.ts";
import type { RecordedCall } from "./recorded.ts";
import { replay } from "./replay.ts";
import type { Caller } from "./signInAgain.ts";

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
const token = (exp: number) =>
  `${encoded({ alg: "RS256" })}.${encoded({ sub: "ada-sub", "cognito:username": "ada", aud: "web", token_use: "id", exp })}.x`;
const inSeconds = (seconds: number) => Math.trunc(Date.now() / 1000) + seconds;

describe("replay", () => {
  let server: Server;
  let received: { request: IncomingMessage; body: string };
  let url: string;
  let signedIn: Caller[];

  before(async () => {
    server = createServer((request, response) => {
      void text(request).then((body) => {
        received = { request, body };
        response.writeHead(201, { "x-amzn-requestid": "new-1" }).end();
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());
  beforeEach(() => (signedIn = []));

  const signIn = (caller: Caller) => {
    signedIn.push(caller);
    return Promise.resolve("fresh");
  };
  /** A call as the recorder keeps it. @param claims - what the gateway's authorizer has found */
  const recorded = (authorization: string, claims?: object, isWhole = true) =>
    ({
      edge: {
        method: "POST",
        target: "/a%2Fb/../c?x=%20",
        rawHeaders: [
          "Host",
          "api",
          "Authorization",
          authorization,
          "X-A",
          "1",
          "x-a",
          "2",
          "Content-Length",
          "99",
        ],
      },
      exchange: { authorizer: claims && { claims } },
      requestBody: { bytes: Buffer.from("körper"), length: 7, isWhole },
    }) as unknown as RecordedCall;

  it("sends what the client sent, to the byte", async () => {
    const result = await replay(recorded(`Bearer ${token(inSeconds(600))}`), { url, signIn });

    const { request, body } = received;
    assert.deepEqual(result, { id: "new-1", status: 201, signedIn: false });
    assert.deepEqual([request.method, request.url, body], ["POST", "/a%2Fb/../c?x=%20", "körper"]);
    assert.equal(request.headers["x-a"], "1, 2");
    assert.deepEqual(signedIn, []);
  });

  it("signs the same user in again when the token has expired", async () => {
    const call = recorded(`Bearer ${token(inSeconds(-600))}`, { sub: "ada-sub" });

    const result = await replay(call, { url, signIn });

    assert.equal(received.request.headers.authorization, "Bearer fresh");
    assert.equal(result.signedIn, true);
    assert.deepEqual(signedIn, [{ username: "ada", clientId: "web", use: "id", scopes: [] }]);
  });

  it("signs nobody in for an expired token that the gateway has not accepted", async () => {
    const forged = recorded(`Bearer ${token(inSeconds(-600))}`);

    await assert.rejects(replay(forged, { url, signIn }), (error: ControlError) => {
      assert.match(error.message, /the gateway did not accept it/);
      return error.status === 409;
    });
    assert.deepEqual(signedIn, []);
  });

  it("says that a long body was not kept", async () => {
    const call = recorded("none", undefined, false);

    await assert.rejects(replay(call, { url, signIn }), /7 bytes was not kept whole/);
  });
});
