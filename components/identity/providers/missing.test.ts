import assert from "node:assert/strict";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { app, google, oidc, secretConfig, secretsManager, UserDirectory } from "../index.ts";
import type { UserDirectoryArgs } from "../index.ts";

const record = (more: Partial<UserDirectoryArgs>) =>
  recordResources(
    () =>
      new UserDirectory("dev-users", {
        region: "us-east-1",
        platformName: "Test",
        environment: "dev",
        ...more,
      }),
  );

describe("what a provider lacks", () => {
  it("is named: a secret of the stack's config, with what to do on one machine", async () => {
    const Google = google({ clientId: "id", secret: secretConfig("lost") });

    await assert.rejects(
      record({ providers: { Google } }),
      /palisade:identitySecrets\.lost\n.*stack file: palisade:identitySecrets: \{ lost: … \}/,
    );
  });

  it("may be a value of Secrets Manager where nothing reads it, as for npm run openapi", async () => {
    const secret = secretsManager("{environment}/acme", { key: "secret" });
    const Acme = oidc({ issuer: "https://login.acme.com", clientId: "id", secret });

    const recorded = await record({ providers: { Acme } });

    const { providerDetails } = recorded.inputs("IdentityProvider", "dev-users-Acme");
    assert.equal((providerDetails as Record<string, string>)["client_secret"], "");
  });

  it("is suggested: a client whose addresses have a misspelt name", async () => {
    const address = ["https://app.example.com/"];

    await assert.rejects(
      record({
        clients: { web: app({ pages: true }) },
        callbackUrls: { web: address },
        logoutUrls: { wbe: address },
      }),
      /logoutUrls\.wbe is .*Did you mean "web"\?/,
    );
  });
});
