import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { connectEndpoint } from "../endpoint.ts";
import { type CognitoFront, startCognitoFront } from "./index.ts";
import { startTestStack, type TestStack } from "./testing/miniStack.ts";

const region = "eu-west-1";
const credentials = { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "wrong" };

describe("a Cognito front", () => {
  describe("before any server", () => {
    let server: Server;
    let front: CognitoFront;
    let answer: RequestListener;

    beforeEach(async () => {
      server = createServer((request, response) => answer(request, response));
      await once(server.listen(0, "127.0.0.1"), "listening");
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      front = await startCognitoFront(connectEndpoint(url, region, credentials));
    });

    afterEach(async () => {
      await front.close();
      server.closeAllConnections();
      server.close();
    });

    it("passes a request on as it came", async () => {
      let seen: IncomingMessage | undefined;
      answer = (request, response) => {
        seen = request;
        response.end();
      };

      await fetch(`${front.url}/a%20b/?c=d&c=e`, { method: "PUT", headers: { "X-One": "1" } });

      assert.equal(seen?.method, "PUT");
      assert.equal(seen.url, "/a%20b/?c=d&c=e");
      assert.equal(seen.headers.host, new URL(front.url).host);
      assert.equal(seen.headers["x-one"], "1");
    });

    it("passes an answer on as it came", async () => {
      answer = (_, response) => {
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

    it("passes bodies on while they flow", async () => {
      answer = (request, response) => request.pipe(response);
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

    it("ends a request whose client has gone", async () => {
      answer = () => {};
      const client = new AbortController();
      const arrival = once(server, "request") as Promise<[IncomingMessage]>;

      const asking = fetch(front.url, { signal: client.signal });
      const [{ socket }] = await arrival;
      client.abort();

      await assert.rejects(asking, { name: "AbortError" });
      await once(socket, "close");
    });

    it("answers 502 when the server breaks off", async () => {
      answer = (request) => request.socket.destroy();

      const response = await fetch(front.url);

      assert.equal(response.status, 502);
    });

    it("answers 502 to an operation of Cognito's with more than a megabyte", async () => {
      const headers = { "x-amz-target": "AWSCognitoIdentityProviderService.SignUp" };

      const response = await fetch(front.url, {
        method: "POST",
        headers,
        body: "x".repeat(1_100_000),
      });

      assert.equal(response.status, 502);
    });
  });

  describe("before MiniStack", function () {
    this.timeout(120_000); // MiniStack may have to be installed.

    let stack: TestStack;

    before(async () => {
      stack = await startTestStack();
    });

    after(() => stack.close());

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
  });
});
