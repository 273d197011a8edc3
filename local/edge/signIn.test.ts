import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as sendRequest, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Resource } from "../graph/resource.ts";
import { readSignInDomains } from "./signIn.ts";
import { named, stopServer, TestEdge } from "./testing/edge.ts";

const domain = (routing: object | undefined): Resource =>
  resource("aws:cloudcontrol/resource:Resource", "domain", {
    typeName: "AWS::Cognito::UserPoolDomain",
    desiredState: JSON.stringify({
      Domain: "auth.example.com",
      ...(routing && { Routing: { Failover: routing } }),
    }),
  });
const check = resource("aws:route53/healthCheck:HealthCheck", "check", {
  type: "HTTPS",
  fqdn: "cognito-idp.us-east-1.amazonaws.com",
  resourcePath: "/keys",
  failureThreshold: 1,
});
const failover = { PrimaryRoute53HealthCheckId: "check", SecondaryRegion: "eu-west-1" };

function resource(type: string, id: string, outputs: object): Resource {
  return { type, id, name: id, outputs } as unknown as Resource;
}

describe("the domain of a user pool at the edge", () => {
  const edges = new TestEdge();
  let servers: Server[] = [];
  afterEach(async () => {
    await Promise.all(servers.map(stopServer));
    servers = [];
  });
  const get = (url: string, host: string): Promise<string> =>
    new Promise((resolve, reject) => {
      sendRequest(`${url}/oauth2/token?x`, { headers: { host } })
        .once("response", (response) => resolve(text(response)))
        .once("error", reject)
        .end();
    });

  /** An edge in front of two fake AWS endpoints. */
  async function start(resources: Resource[], america: RequestListener = named("america")) {
    const endpoints = new Map<string, string>();
    for (const [region, listener] of [
      ["us-east-1", america],
      ["eu-west-1", named("europe")],
    ] as const) {
      const server = createServer(listener);
      await once(server.listen(0, "127.0.0.1"), "listening");
      servers.push(server);
      endpoints.set(region, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    }
    const domains = readSignInDomains([{ region: "us-east-1", resources }]);
    // 30 s become 50 ms.
    return edges.start(named("api"), named("api"), { speed: 600, signIn: { domains, endpoints } });
  }

  it("leads to Cognito in the pool's region, other names to the API", async () => {
    const url = await start([domain(failover), check]);

    assert.equal(await get(url, "auth.example.com"), "america GET /oauth2/token?x");
    assert.equal(await get(url, "Auth.example.com:443"), "america GET /oauth2/token?x");
    assert.equal(await get(url, "example.com"), "api GET /live/oauth2/token?x");
  });

  it("leads to the replica while the check fails, and back", async () => {
    let isUp = false;
    const seen = new Set<string>();
    const url = await start([domain(failover), check], (request, response) => {
      if (request.url === "/keys") seen.add(String(request.headers.host));
      if (isUp || request.url !== "/keys") response.end("america");
      else response.destroy();
    });
    const until = async (wanted: RegExp) => {
      while (!wanted.test(await get(url, "auth.example.com")));
    };

    await until(/^europe/);
    isUp = true;
    await until(/^america/);

    assert.deepEqual([...seen], ["cognito-idp.us-east-1.amazonaws.com"]);
  });

  it("leads to Cognito by the domain of an ordinary pool, not by Cognito's prefix", async () => {
    const type = "aws:cognito/userPoolDomain:UserPoolDomain";
    const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1";
    const url = await start([
      resource(type, "auth.example.com", { domain: "auth.example.com", certificateArn }),
      resource(type, "people", { domain: "people" }),
    ]);

    assert.equal(await get(url, "auth.example.com"), "america GET /oauth2/token?x");
    assert.equal(await get(url, "people"), "api GET /live/oauth2/token?x");
  });

  it("leads nowhere else without a failover", async () => {
    const url = await start([domain(undefined), check], (_, response) => response.destroy());

    assert.equal(await get(url, "auth.example.com"), '{"message":"No healthy region"}');
  });
});
