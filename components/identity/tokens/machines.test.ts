import assert from "node:assert/strict";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { UserDirectory, type UserDirectoryArgs } from "../index.ts";

const record = (more: Partial<UserDirectoryArgs>) =>
  recordResources(
    () => new UserDirectory("users", { region: "us-east-1", platformName: "Test", ...more }),
    { "aws:cognito/resourceServer:ResourceServer": { scopeIdentifiers: ["known"] } },
  );

const machines = {
  billing: { scopes: ["orders/read", "invoices/all"] },
  import: { scopes: ["orders/write"], accessMinutes: 5 },
};
const scope = (scopeName: string, scopeDescription: string) => ({ scopeName, scopeDescription });

describe("machines by name", () => {
  it("have a client each, with its own scopes and lifetime", async () => {
    const recorded = await record({ machines });

    const billing = recorded.inputs("UserPoolClient", "users-machine-billing");
    const other = recorded.inputs("UserPoolClient", "users-machine-import");
    assert.deepEqual(billing["allowedOauthScopes"], ["orders/read", "invoices/all"]);
    assert.deepEqual(billing["allowedOauthFlows"], ["client_credentials"]);
    assert.equal(billing["generateSecret"], true);
    assert.equal(billing["accessTokenValidity"], 60);
    assert.deepEqual(other["allowedOauthScopes"], ["orders/write"]);
    assert.equal(other["accessTokenValidity"], 5);
    assert.deepEqual(recorded.names("UserPoolDomain"), ["users"]);
    assert.deepEqual(recorded.names("UserPoolClient").sort(), [
      "users-machine-billing",
      "users-machine-import",
      "users-public",
    ]);
  });

  it("make resource servers of their scopes and of the routes'", async () => {
    const routeScopes = ["orders/list", "openid", "reports/read"];
    const recorded = await record({ machines, routeScopes });

    assert.deepEqual(recorded.names("ResourceServer").sort(), [
      "users-invoices",
      "users-orders",
      "users-reports",
    ]);
    assert.deepEqual(recorded.inputs("ResourceServer", "users-orders")["scopes"], [
      scope("list", "orders/list"),
      scope("read", "orders/read"),
      scope("write", "orders/write"),
    ]);
  });

  it("may have the identifiers of APIs that are URLs, which no names may be", async () => {
    const api = "https://api.example.com/v1";
    const scopes = [`${api}/read`, `${"i".repeat(256)}/${"s".repeat(256)}`];
    const recorded = await record({ machines: { billing: { scopes } } });

    const server = recorded.inputs("ResourceServer", `users-${api}`);
    assert.equal(server["identifier"], api);
    assert.equal(server["name"], "https---api.example.com-v1");
    const long = recorded.inputs("ResourceServer", `users-${"i".repeat(256)}`);
    const [{ scopeDescription } = { scopeDescription: "" }] = long["scopes"] as {
      scopeDescription: string;
    }[];
    assert.equal(scopeDescription.length, 256);
  });

  it("share a resource server with the machine client, which keeps its name and its scopes", async () => {
    const machineScopes = { identifier: "orders", scopes: { read: "Read orders" } };
    const recorded = await record({ machines, machineScopes });

    assert.deepEqual(recorded.names("ResourceServer").sort(), ["users", "users-invoices"]);
    assert.deepEqual(recorded.inputs("ResourceServer", "users")["scopes"], [
      scope("read", "Read orders"),
      scope("write", "orders/write"),
    ]);
    const client = recorded.inputs("UserPoolClient", "users-machine");
    assert.deepEqual(client["allowedOauthScopes"], ["orders/read"]);
  });

  it("leave the routes' scopes to the machine client alone without machines", async () => {
    const machineScopes = { identifier: "orders", scopes: { read: "Read orders" } };
    const recorded = await record({ machineScopes, routeScopes: ["orders/list"] });

    assert.deepEqual(recorded.inputs("ResourceServer", "users")["scopes"], [
      scope("read", "Read orders"),
    ]);
  });
});

describe("groups", () => {
  it("tell the pre-token trigger their scopes, if they give any", async () => {
    const admins = { scopes: ["orders/read", "orders/write"] };
    const without = await record({ groups: { staff: {} } });
    const recorded = await record({ groups: { admins, staff: {} } });

    const trigger = "users-preTokenGeneration";
    assert.equal(without.inputs("Function", trigger)["environment"], undefined);
    assert.deepEqual(recorded.inputs("Function", trigger)["environment"], {
      variables: { SCOPES_BY_GROUP: '{"admins":["orders/read","orders/write"]}' },
    });
  });
});

describe("the deny list's table", () => {
  it("exists with revocation only, with replicas and protection like the pool", async () => {
    const without = await record({});
    const recorded = await record({ revocation: {}, denyListRegions: ["eu-west-1"] });

    assert.deepEqual(without.names("Table"), []);
    assert.deepEqual(recorded.inputs("Table", "users-revoked"), {
      billingMode: "PAY_PER_REQUEST",
      hashKey: "key",
      attributes: [{ name: "key", type: "S" }],
      ttl: { attributeName: "expiresAt", enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: true,
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      replicas: [
        {
          regionName: "eu-west-1",
          pointInTimeRecovery: true,
          deletionProtectionEnabled: true,
          propagateTags: true,
        },
      ],
    });
  });
});
