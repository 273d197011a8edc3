import assert from "node:assert/strict";
import { lambdaProxy, vpcLink } from "../../components/api/index.ts";
import { definePlatform } from "../../components/platform.ts";
import { useServedRegion } from "../support/servedRegion.ts";

const open = { auth: "none" } as const;
const health = { ...open, servicePath: "/health" };

const platform = definePlatform({
  name: "Closed",
  services: {
    orders: { directory: "services/catalog" },
    catalog: { directory: "services/catalog" },
  },
  routes: {
    "GET /function": lambdaProxy("orders", health),
    "GET /health": vpcLink("orders", open),
    "GET /catalog/function": lambdaProxy("catalog", health),
    "GET /catalog/link": vpcLink("catalog", open),
  },
});

/** Names of rules. The way of the link to `orders` remains. */
const taken = [
  "test-orders-proxy-to-service",
  "test-catalog-to-tasks",
  "test-link-catalog-to-service",
];

// It does not prove that AWS's network decides alike, nor after which time.
describe("calls that a region's network does not carry", function () {
  this.timeout(90_000);
  const { call, messages, log } = useServedRegion(platform, "eu-west-1", (resources) =>
    resources.filter(({ name }) => !taken.includes(name)),
  );

  const statuses: Readonly<Record<string, number>> = {
    "/function": 503,
    "/health": 200,
    "/catalog/function": 504,
    "/catalog/link": 504,
  };
  it("fail, and others get through", async () => {
    const given = await Promise.all(
      Object.keys(statuses).map(async (path) => [path, (await call(path)).status]),
    );

    assert.deepEqual(Object.fromEntries(given), statuses);
  });

  it("are explained once, to the user and in the log", async () => {
    const dropped = messages.filter((message) => message.includes("drops connections")).sort();

    assert.equal(dropped.length, 3, dropped.join("\n"));
    assert.match(
      dropped[1]!,
      /^eu-west-1: The network drops connections: function "test-orders-proxy" does not reach load balancer "test-orders" .* no egress rule for tcp\/80/,
    );
    assert.match(
      dropped[2]!,
      /load balancer "test-catalog" does not reach service "test-catalog" on port 8080\. .* no egress rule for tcp\/8080/,
    );
    assert.match(
      dropped[0]!,
      /VPC link "test-link" does not reach load balancer "test-catalog" .* no egress rule/,
    );
    assert.equal((await log("network")).trim().split("\n").length, 3);
  });
});
