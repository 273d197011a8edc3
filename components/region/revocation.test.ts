import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { recordResources } from "../../tests/support/recordResources.ts";
import { mock } from "../api/index.ts";
import { app } from "../identity/index.ts";
import { definePlatform } from "../platform/index.ts";
import { revocationOf } from "./revocation.ts";

const day = 86_400;

describe("revoked tokens in a region", () => {
  it("are those of all clients, for as long as the longest session lives", async () => {
    const definition = definePlatform({
      name: "Test",
      services: {},
      routes: { "GET /me": mock({ body: {} }) },
      identity: {
        revocation: {},
        clients: { public: app(), web: app({ tokens: { refreshDays: 90, accessMinutes: 5 } }) },
        machines: { billing: { scopes: ["orders/read"] } },
      },
    });
    const directory = {
      ...{ userPoolId: "pool", userPoolArn: "arn", clientId: "first", issuer: "issuer" },
      denyListTable: "table",
      clients: { public: "first", web: "second", billing: "third" },
    };
    let settings: ReturnType<typeof revocationOf>;
    await recordResources(() => {
      settings = revocationOf({ region: "us-east-1", definition }, directory, {});
    });

    const ids = await new Promise((resolve) => pulumi.all(settings!.clientIds).apply(resolve));
    assert.deepEqual(ids, ["first", "second", "third"]);
    assert.equal(settings!.denyList.keptSeconds, 90 * day + 60 * 60);
  });
});
