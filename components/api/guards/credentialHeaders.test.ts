import assert from "node:assert/strict";
import type { AuthorizerDefinitions } from "../authorizers/definition.ts";
import { credentialHeaders } from "./credentialHeaders.ts";

const source = "authorizers/x";
const authorizers: AuthorizerDefinitions = {
  plain: { kind: "token", source },
  partners: { kind: "token", source, header: "X-Partner-Key" },
  tenants: {
    kind: "request",
    source,
    identitySources: [
      "method.request.header.X-Tenant",
      "method.request.querystring.tenant",
      "context.identity.sourceIp",
    ],
  },
};

describe("credentialHeaders", () => {
  for (const [route, headers] of [
    [{}, []],
    [{ auth: "none" }, []],
    [{ auth: "iam" }, ["X-Amz-Content-Sha256", "X-Amz-Date", "X-Amz-Security-Token"]],
    [{ apiKey: true }, ["X-Api-Key"]],
    [{ auth: { authorizer: "plain" } }, ["Authorization"]],
    [{ auth: { authorizer: "partners" }, apiKey: true }, ["X-Partner-Key", "X-Api-Key"]],
    [{ auth: { authorizer: "tenants" } }, ["X-Tenant"]],
  ] as const) {
    it(`of ${JSON.stringify(route)} are ${JSON.stringify(headers)}`, () => {
      assert.deepEqual(credentialHeaders([route, route], authorizers), headers);
    });
  }

  it("have no API key if it comes from an authorizer", () => {
    assert.deepEqual(credentialHeaders([{ apiKey: true }], authorizers, "authorizer"), []);
  });
});
