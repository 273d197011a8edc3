import assert from "node:assert/strict";
import type { PreTokenGenerationV3TriggerEvent } from "aws-lambda";
import { testContext, testTrigger } from "../../testing/trigger.ts";
import { handler } from "./handler.ts";

async function claimsFor(
  userAttributes: Record<string, string>,
  clientMetadata?: Record<string, string>,
) {
  const { response } = await handler(
    {
      ...testTrigger,
      version: "2",
      triggerSource: "TokenGeneration_Authentication",
      request: { userAttributes, groupConfiguration: {}, scopes: [], clientMetadata },
      response: { claimsAndScopeOverrideDetails: {} },
    },
    testContext,
  );
  const { idTokenGeneration, accessTokenGeneration } = response.claimsAndScopeOverrideDetails;
  return {
    id: idTokenGeneration?.claimsToAddOrOverride,
    access: accessTokenGeneration?.claimsToAddOrOverride,
  };
}

describe("preTokenGeneration", () => {
  it("puts the tenant into both tokens and a verified address into the access token", async () => {
    const claims = await claimsFor({
      sub: "0f1e",
      email: "jane@example.com",
      email_verified: "true",
      "custom:tenant": "acme",
    });

    assert.deepEqual(claims, {
      id: { tenant: "acme" },
      access: { tenant: "acme", email: "jane@example.com" },
    });
  });

  it("leaves out an address that is not verified", async () => {
    const claims = await claimsFor({ email: "jane@example.com", email_verified: "false" });

    assert.deepEqual(claims, { id: {}, access: {} });
  });

  it("ignores what the client sends", async () => {
    const claims = await claimsFor({ sub: "0f1e" }, { tenant: "acme", email: "a@example.com" });

    assert.deepEqual(claims, { id: {}, access: {} });
  });

  it("leaves a machine's token as it is", async () => {
    const event: PreTokenGenerationV3TriggerEvent = {
      ...testTrigger,
      version: "3",
      triggerSource: "TokenGeneration_ClientCredentials",
      request: { userAttributes: {}, groupConfiguration: {}, scopes: ["orders/read"] },
      response: { claimsAndScopeOverrideDetails: {} },
    };

    const { response } = await handler(event, testContext);

    assert.deepEqual(response, { claimsAndScopeOverrideDetails: {} });
  });
});
