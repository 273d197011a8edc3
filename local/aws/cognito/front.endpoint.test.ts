import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { connectEndpoint } from "../endpoint.ts";
import { type CognitoFront, startCognitoFront } from "./index.ts";
import { miniStack } from "./testing/miniStack.ts";

const region = "eu-west-1";
const credentials = { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "wrong" };

describe("a Cognito front", () => {
  describe("in front of any server", () => {
    let server: Server;
    let front: CognitoFront;
    let respond: RequestListener;

    beforeEach(async () => {
      server = createServer((request, response) => respond(request, response));
      await once(server.listen(0, "127.0.0.1"), "listening");
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      front = await startCognitoFront(connectEndpoint(url, region, credentials));
    });

    afterEach(async () => {
      await front.close();
      server.closeAllConnections();
      server.close();
    });

    it("passes a request on unchanged", async () => {
      let seen: IncomingMessage | undefined;
      respond = (request, response) => {
        seen = request;
        response.end();
      };

      await fetch(`${front.url}/a%20b/?c=d&c=e`, { method: "PUT", headers: { "X-One": "1" } });

      assert.equal(seen?.method, "PUT");
      assert.equal(seen.url, "/a%20b/?c=d&c=e");
      assert.equal(seen.headers.host, new URL(front.url).host);
      assert.equal(seen.headers["x-one"], "1");
    });

    it("passes a response on unchanged", async () => {
      respond = (_, response) => {
        response.writeHead(418, [
          ["set-cookie", "a=1"],
          ["set-cookie", "b=2"],
        ]);
        response.end("short and stout");
      };

      const response = await fetch(front.url);

      assert.equal(response.status, 418);
      assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
      assert.equal(await response.text(), "short and stout");
    });

    it("streams bodies", async () => {
      respond = (request, response) => request.pipe(response);
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const writer = writable.getWriter();
      const first = randomBytes(100_000);

      const asking = fetch(front.url, { method: "POST", body: readable, duplex: "half" });
      await writer.write(first);
      const reader = (await asking).body!.getReader();
      let received = 0;
      while (received < first.length) received += (await reader.read()).value!.length;
      await writer.close();

      assert.equal((await reader.read()).done, true);
    });

    it("ends a request whose client has disconnected", async () => {
      respond = () => {};
      const client = new AbortController();
      const arrival = once(server, "request") as Promise<[IncomingMessage]>;

      const asking = fetch(front.url, { signal: client.signal });
      const [{ socket }] = await arrival;
      client.abort();

      await assert.rejects(asking, { name: "AbortError" });
      await once(socket, "close");
    });

    it("responds 502 when the server closes the connection", async () => {
      respond = (request) => request.socket.destroy();

      const response = await fetch(front.url);

      assert.equal(response.status, 502);
    });

    it("responds 502 to an operation of Cognito with more than a megabyte", async () => {
      const headers = { "x-amz-target": "AWSCognitoIdentityProviderService.SignUp" };

      const response = await fetch(front.url, {
        method: "POST",
        headers,
        body: "x".repeat(1_100_000),
      });

      assert.equal(response.status, 502);
    });
  });

  describe("in front of MiniStack", () => {
    const stack = miniStack();

    it("keeps signatures valid", async () => {
      const { Arn } = await stack.aws.sts.send(new GetCallerIdentityCommand({}));

      assert.match(Arn!, /:root$/);
    });

    it("lets MiniStack refuse a wrong key", async () => {
      const stranger = connectEndpoint(stack.aws.url, region, credentials);

      await assert.rejects(stranger.sts.send(new GetCallerIdentityCommand({})), {
        name: "InvalidClientTokenId",
      });
    });

    it("returns errors of Cognito that pages can read", async () => {
      const response = await fetch(stack.aws.url, {
        method: "POST",
        headers: {
          origin: "http://localhost:5173",
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "AWSCognitoIdentityProviderService.RespondToAuthChallenge",
        },
        body: JSON.stringify({ ClientId: "none", ChallengeName: "CUSTOM_CHALLENGE" }),
      });

      assert.equal(response.status, 400);
      assert.ok(response.headers.get("access-control-allow-origin"));
      const { __type } = (await response.json()) as { __type: string };
      assert.equal(__type, "NotAuthorizedException");
    });
  });
});
