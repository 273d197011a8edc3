import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createModel, serve, type TestGateway } from "../../testing/gateway.ts";
import { send } from "../../testing/http.ts";

const integration = {
  type: "http_proxy" as const,
  httpMethod: "ANY",
  connectionType: "VPC_LINK",
  connectionId: "link1",
  integrationTarget: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/orders/1",
  uri: "http://internal-orders.example/orders",
};
const paths = {
  "/": { "x-amazon-apigateway-any-method": { "x-amazon-apigateway-integration": integration } },
};
const model = createModel({ paths }, { accessLogFormat: "$context.integration.error" });

describe("a VPC link to a service's socket", () => {
  let folder: string;
  let path: string;
  let service: Server;
  let connections: number;
  let gateway: TestGateway;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "link-"));
    path = join(folder, "socket");
    connections = 0;
    service = createServer(({ headers, url }, response) => {
      response.end(JSON.stringify([headers.host, url]));
    }).on("connection", () => connections++);
    await new Promise<void>((resolve) => service.listen(path, resolve));
    gateway = await serve(model, {}, { locateTarget: () => ({ path }) });
  });
  afterEach(async () => {
    await gateway.abort();
    service.close();
    service.closeAllConnections();
    await rm(folder, { recursive: true });
  });

  it("sends the URI's host name and reuses the connection", async () => {
    const first = await send(gateway.port, "/dev");
    const second = await send(gateway.port, "/dev");

    const response = '["internal-orders.example","/orders"]';
    assert.deepEqual([first.text, second.text, connections], [response, response, 1]);
  });

  it("responds with 504 while the socket is missing, without revealing its path", async () => {
    await rm(path);

    const response = await send(gateway.port, "/dev");

    assert.equal(response.status, 504);
    assert.equal(response.text, '{"message": "Network error communicating with endpoint"}');
    assert.deepEqual(gateway.logLines, ["connect ECONNREFUSED: nothing listens there"]);
  });
});
