import assert from "node:assert/strict";
import { httpProxy } from "../integrations/httpProxy.ts";
import { vpcLink } from "../integrations/vpcLink.ts";
import { boundParts } from "../testing/documentOf.ts";
import { compiled } from "../testing/recordApi.ts";
import { parseRoutes } from "../route/parseRoutes.ts";
import { from } from "../templates/source.ts";

const url = "https://rates.example/v1";

/** The conditions of a client that the route's integration replaces. */
async function replaced(route: Parameters<typeof compiled>[0][string]) {
  const api = await compiled({ "GET /a": route }, () => ({}));
  const { requestParameters } = api.operation("GET /a")["x-amazon-apigateway-integration"];
  return Object.fromEntries(
    Object.entries(requestParameters).flatMap(([parameter, value]) => {
      const [, name = ""] = /header\.(If-.*|Range)$/i.exec(parameter) ?? [];
      return name ? [[name, value]] : [];
    }),
  );
}

describe("conditions of clients on routes that pass headers on", () => {
  it("reach the backend of an ordinary route", async () => {
    assert.deepEqual(await replaced(httpProxy(url)), {});
  });

  it("have no effect on a cached route", async () => {
    assert.deepEqual(await replaced(httpProxy(url, { cache: {} })), {
      "If-Match": "'*'",
      "If-Modified-Since": "'none'",
      "If-None-Match": "'\"none\"'",
      "If-Range": "'\"none\"'",
      "If-Unmodified-Since": "'none'",
      Range: "'none'",
    });
  });

  it("stay if they are in the cache key or set by the route", async () => {
    const route = httpProxy(url, {
      cache: { keys: ["header.if-none-match"] },
      headers: { range: from.text("bytes=0-9") },
    });

    const { "If-None-Match": condition, Range, range } = await replaced(route);
    assert.deepEqual([condition, Range, range], [undefined, undefined, "'bytes=0-9'"]);
  });

  it("have no effect behind a VPC link", async () => {
    const [route] = parseRoutes({ "GET /a": vpcLink("orders", { cache: {} }) });
    const orders = { url: "http://orders", loadBalancerArn: "arn:balancer", vpcLinkId: "l" };
    const scope = { region: "us-east-1", proxies: {}, linkedServices: { orders } };

    const { integration } = await boundParts(route!, scope);

    const { requestParameters } = integration as { requestParameters: Record<string, string> };
    assert.equal(requestParameters["integration.request.header.Range"], "'none'");
  });
});
