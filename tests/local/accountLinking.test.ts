import assert from "node:assert/strict";
import { federation, oidc, secretConfig } from "../../components/identity/index.ts";
import {
  callback,
  FederatedPool,
} from "../../local/aws/guard/userpools/federation/testing/federatedPool.ts";
import { OidcServer } from "../../local/aws/guard/userpools/federation/testing/oidcServer.ts";
import { useCloud } from "../../local/provider/testing/cloud.ts";
import { federatedDirectory } from "../support/federatedDirectory.ts";
import { hasLinked } from "../examples/clients/codeFlow.ts";
import { createUser } from "../support/users.ts";

const providerNames = ["Work", "Home", "Other"];

/**
 * The program's directory, its trigger as bundled and with its own role, and real OpenID Connect servers. It does not prove how
 * Cognito words the error of the sign-in that links.
 */
describe("accounts at identity providers", function () {
  this.timeout(240_000);
  const cloud = useCloud();
  let server: OidcServer;
  let pool: FederatedPool;

  before(async () => {
    const { aws } = cloud;
    server = await OidcServer.start(`${aws.url}/oauth2/idpresponse`);
    const secret = secretConfig("server");
    const provider = oidc({ issuer: server.issuer, clientId: server.clientId, secret });
    const directory = await federatedDirectory(cloud, {
      providers: Object.fromEntries(providerNames.map((name) => [name, provider])),
      linkByVerifiedEmail: ["Work", "Home"],
      clients: { web: federation({ providers: providerNames }) },
      callbackUrls: { web: [callback] },
      identitySecrets: { server: server.clientSecret },
    });
    pool = directory.as("web");
  });
  after(() => server?.close());

  const be = (sub: string, email: string, isVerified = true) => {
    server.user = { sub, email, email_verified: isVerified, name: sub };
  };
  /** The first sign-in, which links, ends with an error; the next one succeeds. */
  const linkBy = async (provider: string) => {
    const { error, error_description: text, code } = await pool.begin(provider);
    assert.deepEqual([error, code], ["invalid_request", undefined]);
    assert.match(text!, /linked now/);
    assert.equal(hasLinked(new Error(text)), true);
    return (await pool.signIn(provider)).id;
  };
  const createNative = async (email: string) => {
    await createUser(cloud.aws.cognito, pool.pool.userPoolId, email);
    return (await pool.pool.attributesOf(email))["sub"];
  };

  it("share one sub with the user of the same verified address", async () => {
    const sub = await createNative("jane@example.com");

    be("jane-1", "jane@example.com");
    const atWork = await linkBy("Work");
    be("jane-2", "Jane@example.com");
    const atHome = await linkBy("Home");

    assert.deepEqual([atWork["sub"], atHome["sub"]], [sub, sub]);
    assert.equal((atHome["identities"] as unknown[]).length, 2);
  });

  it("share one sub without a user who has a password", async () => {
    be("bob-1", "bob@example.com");
    const { id: atWork } = await pool.signIn("Work");
    be("bob-2", "bob@example.com");

    const atHome = await linkBy("Home");

    assert.equal(atHome["sub"], atWork["sub"]);
  });

  it("stay apart if the provider has not verified the address", async () => {
    const sub = await createNative("cy@example.com");
    be("thief", "cy@example.com", false);

    const { id } = await pool.signIn("Work");

    assert.notEqual(id["sub"], sub);
    assert.equal((await pool.pool.attributesOf("cy@example.com"))["identities"], undefined);
  });

  it("stay apart if the provider is not trusted, as the first and as the second one", async () => {
    const sub = await createNative("dan@example.com");
    be("thief", "dan@example.com");
    const { id: second } = await pool.signIn("Other");
    assert.notEqual(second["sub"], sub);

    be("early-thief", "eve@example.com");
    const { id: first } = await pool.signIn("Other");
    be("eve", "eve@example.com");
    const { id: eve } = await pool.signIn("Work");
    assert.notEqual(eve["sub"], first["sub"]);
  });
});
