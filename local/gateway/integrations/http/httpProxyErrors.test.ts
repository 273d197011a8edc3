import assert from "node:assert/strict";
import type { LinkTarget } from "../integration.ts";
import { createScene } from "./testing/scene.ts";

describe("an http_proxy integration", () => {
  const scene = createScene();
  const { servePath, serveRoot, call } = scene;

  it("responds with 504 when nothing listens at the endpoint", async () => {
    await serveRoot();
    scene.backend.close();

    const response = await call("/dev");

    assert.equal(response.status, 504);
    assert.equal(response.text, '{"message": "Network error communicating with endpoint"}');
  });

  it("responds with 504 when the endpoint takes longer than the timeout", async () => {
    await servePath(
      "/",
      (url) => ({ uri: url, timeoutInMillis: 50 }),
      (_, response) => response.write("never complete"),
    );

    const response = await call("/dev");

    assert.equal(response.status, 504);
    assert.equal(response.text, '{"message": "Endpoint request timed out"}');
  });

  it("responds with 504 when the response is cut off", async () => {
    await serveRoot((_, response) => {
      response.writeHead(200, { "Content-Length": "10" });
      response.write("half", () => response.destroy());
    });

    assert.equal((await call("/dev")).status, 504);
  });

  it("responds with 500 for more than 10 MB", async () => {
    await serveRoot((_, response) => response.end(Buffer.alloc(10_485_761)));

    assert.equal((await call("/dev")).status, 500);
  });

  it("repeats a request when a reused connection is closed", async () => {
    let calls = 0;
    await serveRoot((request, response) => {
      calls += 1;
      if (calls === 2) request.socket.destroy();
      else response.end("{}");
    });

    await call("/dev");
    const response = await call("/dev");

    assert.equal(response.status, 200);
    assert.equal(calls, 3);
  });

  describe("over a VPC link", () => {
    const viaLink = (url: string) => ({
      connectionType: "VPC_LINK",
      connectionId: "link1",
      integrationTarget: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/orders/1",
      uri: `http://internal-orders.example:${new URL(url).port}/orders`,
    });

    it("calls the target with the URI's host name", async () => {
      const targets: LinkTarget[] = [];
      const locateTarget = (target: LinkTarget) => {
        targets.push(target);
        return { host: "127.0.0.1", port: scene.backend.port };
      };
      await servePath("/", viaLink, undefined, { locateTarget });

      const response = await call("/dev");

      assert.equal(response.status, 200);
      assert.equal(
        scene.backend.received[0]!.headers["host"],
        `internal-orders.example:${scene.backend.port}`,
      );
      assert.deepEqual(targets, [
        {
          linkId: "link1",
          targetArn: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/orders/1",
          host: "internal-orders.example",
          port: scene.backend.port,
        },
      ]);
    });

    it("responds with 504 while it has no target", async () => {
      await servePath("/", viaLink, undefined, { locateTarget: () => null });

      const response = await call("/dev");

      assert.equal(response.status, 504);
      assert.equal(response.text, '{"message": "Network error communicating with endpoint"}');
    });
  });

  for (const [title, integration] of [
    ["an unsupported URI", { uri: "ftp://example.com" }],
    ["a link without an id", { connectionType: "VPC_LINK", uri: "http://a.example" }],
    // Source: "Set up a private integration", API Gateway Developer Guide.
    [
      "the ARN of a listener",
      {
        connectionType: "VPC_LINK",
        connectionId: "link1",
        integrationTarget: "arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/orders/1/2",
        uri: "http://a.example",
      },
    ],
    ["an unknown connection type", { connectionType: "X", uri: "http://a.example" }],
    ["an unknown transfer mode", { responseTransferMode: "X", uri: "http://a.example" }],
  ] as const) {
    it(`does not serve ${title}`, async () => {
      await assert.rejects(
        servePath("/", () => integration),
        { name: "RestApiDefinitionError" },
      );
    });
  }

  for (const [title, integration] of [
    ["a host from the request", { uri: "http://{host}.example/" }],
    [
      "unchecked certificates",
      { uri: "https://a.example/", tlsConfig: { insecureSkipVerification: true } },
    ],
  ] as const) {
    it(`does not serve ${title}`, async () => {
      await assert.rejects(
        servePath("/", () => integration),
        { name: "NotServedError" },
      );
    });
  }
});
