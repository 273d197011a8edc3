import assert from "node:assert/strict";
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
      Corp: saml({ metadataUrl: "https://idp.example.com/metadata" }),
    },
    linkByVerifiedEmail: ["Google", "Acme"],
    clients: {
      web: app({ pages: true, providers: ["Google"] }),
      acme: federation({ providers: ["Acme", "Corp"] }),
    },`;
const imports =
  'import { amazon, apple, app, facebook, federation, google, oidc, saml, secretConfig } from "../components/identity/index.ts";\n';

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

  it("are deployed once: a second deployment changes nothing", async () => {
    await deployed.succeed("up", home);

    assert.deepEqual((await deployed.changes(home)).map(inShort), []);
  });

  it("show a changed secret, and nothing else", async () => {
    await setSecret("google", "GOCSPX-plain-text-4");

    const steps = (await deployed.deploy(home)).map(inShort);

    assert.deepEqual(
      steps.filter((step) => step.includes("identityProvider")).toSorted(),
      ["Facebook", "Google", "LoginWithAmazon"].map(
        (name) => `update aws:cognito/identityProvider:IdentityProvider dev-users-${name}`,
      ),
    );
    assert.deepEqual((await deployed.changes(home)).map(inShort), []);
  });

  it("have secrets that the state and the outputs do not show", async () => {
    const state = (await deployed.succeed("stack export", home)).stdout;

    assert.match(state, /identityProvider/);
    assert.doesNotMatch(state, /plain-text/);
  });
});
