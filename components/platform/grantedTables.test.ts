import { mock } from "../api/index.ts";
import { faultsOf, refuses } from "../shared/testing/refuses.ts";
import assert from "node:assert/strict";
import { definePlatform, type PlatformDefinition } from "./index.ts";

describe("tables that triggers use", () => {
  const define = (identity: PlatformDefinition["identity"], partitionKey = "sub", replicas = {}) =>
    definePlatform({
      name: "Shop",
      services: {
        orders: {
          directory: "services/orders",
          tables: { members: { partitionKey, actions: ["GetItem"], ...replicas } },
        },
      },
      routes: { "GET /x": mock({ status: 200 }) },
      identity,
    } as PlatformDefinition);
  const entry = "tests/examples/handlers/preSignUp.ts";
  const claims = (table: string, key?: string) => ({
    triggers: {
      preTokenGeneration: { claimsFrom: { table, claims: ["plan"], ...(key && { key }) } },
    },
  });
  const argument = "identity.triggers.preTokenGeneration.claimsFrom.table";

  it("are those of services", () => {
    const tables = { "orders.none": ["GetItem" as const] };

    refuses(() => define({ triggers: { preSignUp: { entry, tables } } }), {
      argument: 'identity.triggers.preSignUp.tables["orders.none"]',
      message: /orders\.members/,
    });
    refuses(() => define(claims("orders.none")), { argument, message: /orders\.members/ });
  });

  it("have the user's sub as their key if claims come from them", () => {
    assert.deepEqual(
      faultsOf(() => define(claims("orders.members"))),
      [],
    );
    assert.deepEqual(
      faultsOf(() => define(claims("orders.members", "member"), "member")),
      [],
    );
    refuses(() => define(claims("orders.members"), "member"), { argument, message: /"sub" alone/ });
  });

  it("have replicas if the pool has one and claims come from them", () => {
    const identity = { replication: "managed", ...claims("orders.members") } as const;

    refuses(() => define(identity), { argument, message: /replicas: "all" for a replicated pool/ });
    assert.deepEqual(
      faultsOf(() => define(identity, "sub", { replicas: "all" })),
      [],
    );
  });
});
