import assert from "node:assert/strict";
import { callJson } from "../../local/aws/jsonCall.ts";
import type { Properties } from "../../local/graph/resource.ts";
import { DeployedProject, inShort } from "../support/deployedProject.ts";

const home = "dev-us-east-1";
const secrets = { google: "GOCSPX-plain-text-1", apple: "MIG-plain-text-2", acme: "plain-text-3" };
const identity = `identity: {
    providers: {
      Google: google({ clientId: "id", secret: secretConfig("google") }),
      SignInWithApple: apple({
        clientId: "id", teamId: "ABCDEFGHIJ", keyId: "0123456789", privateKey: secretConfig("apple"),
      }),
      Facebook: facebook({ clientId: "id", secret: secretConfig("google"), apiVersion: "v21.0" }),
      LoginWithAmazon: amazon({ clientId: "id", secret: secretConfig("google") }),
      Acme: oidc({ issuer: "https://login.acme.com", clientId: "id", secret: secretConfig("acme"), domains: ["acme.com"] }),
      Partner: oidc({
        issuer: "https://login.partner.com", clientId: "id",
        secret: secretsManager("{environment}/identity/partner", { key: "secret" }),
      }),
      Corp: saml({ metadataUrl: "https://idp.example.com/metadata" }),
    },
    linkByVerifiedEmail: ["Google", "Acme"],
    clients: {
      web: app({ pages: true, providers: ["Google"] }),
      acme: federation({ providers: ["Acme", "Corp"] }),
    },`;
const imports =
  'import { amazon, apple, app, facebook, federation, google, oidc, saml, secretConfig, secretsManager } from "../components/identity/index.ts";\n';

/** The engine's stand-in for AWS adds the keys that Cognito adds, and compares them as the provider does. */
describe("identity providers on the real engine", function () {
  this.timeout(240_000);
  let deployed: DeployedProject;

  before(async function () {
    deployed = await DeployedProject.start(this, ["us-east-1"]);
    await deployed.init(home);
    await deployed.replace("stacks/platform.ts", "identity: {", identity);
    await deployed.replace("stacks/platform.ts", /^/, imports);
    const urls =
      "config:\n  palisade:callbackUrls: {web: [https://app.example.com/a], acme: [https://app.example.com/b]}";
    await deployed.replace(`stacks/Pulumi.${home}.yaml`, "config:", urls);
    for (const [name, value] of Object.entries(secrets)) {
      await setSecret(name, value);
    }
    await callSecrets("CreateSecret", { Name: partner, SecretString: stored("plain-text-5") });
  });
  after(() => deployed?.close());

  const setSecret = (name: string, value: string) =>
    deployed.succeed(
      "config set",
      home,
      "--secret",
      "--path",
      `palisade:identitySecrets.${name}`,
      value,
    );

  const partner = "dev/identity/partner";
  const stored = (secret: string) => JSON.stringify({ secret });
  /** Secrets Manager of the home region. */
  const callSecrets = (operation: string, input: object) => {
    const service = { name: "secretsmanager", prefix: "secretsmanager" };
    return callJson(deployed.account.endpoints.get("us-east-1")!, service, operation, input);
  };

  it("are deployed once: a second deployment changes nothing", async () => {
    await deployed.succeed("up", home);

    assert.deepEqual((await deployed.changes(home)).map(inShort), []);
  });

  it("show a changed secret without its value, and nothing else", async () => {
    await setSecret("google", "GOCSPX-plain-text-4");
    const SecretString = stored("plain-text-6");
    await callSecrets("PutSecretValue", { SecretId: partner, SecretString });

    const preview = await deployed.succeed("preview", home, "--diff", "--show-replacement-steps");
    const steps = (await deployed.deploy(home)).map(inShort);

    assert.match(preview.stdout, /client_secret *: \[secret\]/);
    assert.doesNotMatch(preview.stdout + preview.stderr, /plain-text/);

    assert.deepEqual(
      steps.filter((step) => step.includes("identityProvider")).toSorted(),
      ["Facebook", "Google", "LoginWithAmazon", "Partner"].map(
        (name) => `update aws:cognito/identityProvider:IdentityProvider dev-users-${name}`,
      ),
    );
    assert.deepEqual((await deployed.changes(home)).map(inShort), []);
  });

  /** Cognito does not return it. Source: Cognito API Reference, "IdentityProviderType" (ProviderDetails). */
  async function forgetAppleKey(): Promise<void> {
    const apple = (await deployed.inventory("us-east-1")).find(
      ({ owner }) => owner?.name === "dev-users-SignInWithApple",
    )!;
    const { private_key: _, ...providerDetails } = apple.inputs["providerDetails"] as Properties;
    await deployed.alter("us-east-1", apple, { providerDetails });
  }

  it("have secrets that the state does not show, also after a refresh, after which only Apple's key is missing", async () => {
    const state = async () => (await deployed.succeed("stack export", home)).stdout;
    assert.match(await state(), /identityProvider/);
    assert.doesNotMatch(await state(), /plain-text/);

    const shown = (await deployed.succeed("stack export", home, "--show-secrets")).stdout;
    for (const value of ["GOCSPX-plain-text-4", "MIG-plain-text-2", "plain-text-6"]) {
      assert.ok(shown.includes(value), value);
    }
    await forgetAppleKey();

    const refresh = await deployed.succeed("refresh", home);

    assert.doesNotMatch(refresh.stdout + refresh.stderr + (await state()), /plain-text/);
    assert.deepEqual((await deployed.changes(home)).map(inShort), [
      "update aws:cognito/identityProvider:IdentityProvider dev-users-SignInWithApple",
    ]);
  });

  it("name a secret of Secrets Manager that is not there", async () => {
    await callSecrets("DeleteSecret", { SecretId: partner, ForceDeleteWithoutRecovery: true });

    const { code, stdout, stderr } = await deployed.run("preview", home);

    assert.notEqual(code, 0);
    assert.match(
      stdout + stderr,
      /The secret "dev\/identity\/partner" of an identity provider can't be read from Secrets Manager\./,
    );
  });
});
