import assert from "node:assert/strict";
import { from, lambdaProxy, vpcLink } from "../api/index.ts";
import type { ClaimHeaders } from "../ingress/index.ts";
import { faultsOf } from "../shared/testing/refuses.ts";
import { definePlatform, type PlatformDefinition } from "./index.ts";

const catalog = { directory: "services/catalog" };

const messagesOf = (more: Partial<PlatformDefinition>) =>
  faultsOf(() =>
    definePlatform({
      name: "Shop",
      services: { catalog },
      routes: { "GET /a": lambdaProxy("catalog") },
      ...more,
    } as PlatformDefinition),
  ).map(String);

describe("ways to services that verify their callers", () => {
  const assertion = {};

  it("are proxy functions", () => {
    assert.deepEqual(messagesOf({ services: { catalog: { ...catalog, assertion } } }), []);
  });

  it("are not VPC links, unless the service does not enforce assertions", () => {
    const routes = { "GET /a": vpcLink("catalog") };

    const [message, ...others] = messagesOf({
      services: { catalog: { ...catalog, assertion } },
      routes,
    });
    assert.match(message!, /"GET \/a": the service "catalog" needs an assertion/);
    assert.deepEqual(others, []);
    const services = { catalog: { ...catalog, assertion: { enforce: false } } };
    assert.deepEqual(messagesOf({ services, routes }), []);
  });

  it("are not other services", () => {
    const services = {
      catalog: { ...catalog, assertion },
      orders: { directory: "services/orders", calls: ["catalog"] },
    };

    const [message, ...others] = messagesOf({ services });
    assert.match(message!, /Service "orders": calls is "catalog"/);
    assert.deepEqual(others, []);
  });

  it("are not the functions of other services that fall back to them", () => {
    const resilience = { fallback: { service: "catalog" } };
    const orders = { directory: "services/orders", proxy: { resilience } };
    const messages = (assertion: object) =>
      messagesOf({
        services: { catalog: { ...catalog, assertion }, orders },
        routes: { "GET /a": lambdaProxy("orders", { resilience }) },
      });

    const [message, ...others] = messages({});
    assert.match(message!, /Service "orders": resilience.fallback.service is "catalog"/);
    assert.deepEqual(others, []);
    assert.deepEqual(messages({ enforce: false }), []);
  });

  it("are not functions that fall back to a service with other claims in its headers", () => {
    const routes = {
      "GET /a": lambdaProxy("orders", { resilience: { fallback: { service: "catalog" } } }),
    };
    const messages = (ofOrders: ClaimHeaders, ofCatalog: ClaimHeaders, claims: ClaimHeaders = {}) =>
      messagesOf({
        claims,
        services: {
          catalog: { ...catalog, proxy: { claims: ofCatalog } },
          orders: { directory: "services/orders", proxy: { claims: ofOrders } },
        },
        routes,
      });
    const tenant = { "x-tenant": "custom:tenant" };

    const wrong: ClaimHeaders[] = [{}, { "x-tenant": "sub" }, { "x-tenant": false }];
    for (const ofOrders of wrong) {
      const [message, ...others] = messages(ofOrders, tenant);
      assert.match(message!, /"catalog" would take x-tenant for what its own function sets/);
      assert.deepEqual(others, []);
    }
    assert.deepEqual(messages(tenant, tenant), []);
    assert.deepEqual(messages({}, {}, tenant), []);
    assert.deepEqual(messages(tenant, { "x-user-email": false }), []);
  });

  it("are not VPC links that let a header of the platform's own claims through", () => {
    const claims = { "x-user-plan": "custom:plan", "x-user-email": false } as const;

    const [message, ...others] = messagesOf({ claims, routes: { "GET /a": vpcLink("catalog") } });
    assert.match(message!, /a client could send x-user-plan through the VPC link/);
    assert.deepEqual(others, []);
    const headers = { "X-User-Plan": from.text("none") };
    assert.deepEqual(
      messagesOf({ claims, routes: { "GET /a": vpcLink("catalog", { headers }) } }),
      [],
    );
  });
});
