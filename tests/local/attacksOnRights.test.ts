import {
  DeleteUserAttributesCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { Browser } from "../../local/aws/guard/userpools/federation/testing/browser.ts";
import {
  callback,
  type SignedIn,
} from "../../local/aws/guard/userpools/federation/testing/federatedPool.ts";
import { LyingIssuer } from "../../local/aws/guard/userpools/federation/testing/lyingIssuer.ts";
import { attributeList, UserPool } from "../../local/aws/guard/userpools/testing/userPool.ts";
import { useCloud } from "../../local/provider/testing/cloud.ts";
import {
  type FederatedDirectory,
  federatedDirectory,
  twoProviders,
} from "../support/federatedDirectory.ts";
import { machineForm, tokenEndpoint, tokenGateway } from "../support/tokenGateway.ts";
import { App, createUser } from "../support/users.ts";

const admin = "aws.cognito.signin.user.admin";

/** The program's clients and trigger on a local endpoint, over HTTP. It proves nothing about Cognito itself. */
describe("an attacker of users' rights", function () {
  this.timeout(240_000); // MiniStack may have to be installed.
  const cloud = useCloud();
  let issuer: LyingIssuer;
  let directory: FederatedDirectory;
  let people = 0;

  before(async () => {
    issuer = await LyingIssuer.start();
    directory = await federatedDirectory(cloud, twoProviders(issuer.issuer));
  });
  after(() => issuer?.close());

  const newAddress = (domain = "acme.com") => `user-${(people += 1)}@${domain}`;
  const be = (sub: string, email: string, claims: object = {}) => {
    const user = { sub, email, email_verified: true, name: sub, team: "sales" };
    issuer.lie = { claims: { ...user, ...claims }, userInfo: { sub } };
  };
  const withPassword = async (email: string) => {
    await createUser(cloud.aws.cognito, directory.userPoolId, email);
    return (await directory.as("web").pool.attributesOf(email))["sub"]!;
  };
  const appOf = (client: string) => new App(cloud.aws.url, "eu-west-1", directory.clients[client]!);
  const cognito = () => cloud.aws.cognito;
  const write = (AccessToken: string, attributes: Record<string, string>) => {
    const UserAttributes = attributeList(attributes);
    return cognito().send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
  };
  const access = ({ reply }: SignedIn) => reply["access_token"]!;
  const refused = { name: "NotAuthorizedException" };

  describe("by a token of a company's user", () => {
    for (const attribute of ["custom:team", "custom:tenant", "email", "email_verified", "name"]) {
      it(`can't write ${attribute}`, async () => {
        be("ann", "ann@acme.com");
        const token = access(await directory.as("acme").signIn("Acme"));

        await assert.rejects(write(token, { [attribute]: "true" }), refused);
        const deletion = { AccessToken: token, UserAttributeNames: [attribute] };
        await assert.rejects(cognito().send(new DeleteUserAttributesCommand(deletion)), refused);
      });
    }

    it("can't ask for the scope to do so", async () => {
      be("ann", "ann@acme.com");

      const { error, code } = await directory
        .as("acme")
        .begin("Acme", { scope: `openid ${admin}` });

      assert.deepEqual([error, code], ["invalid_request", undefined]);
    });

    it("can't take the browser's session to a client that has the scope", async () => {
      be("ann", "ann@acme.com");
      const browser = new Browser();
      assert.ok((await directory.as("acme").begin("Acme", {}, browser))["code"]);

      const url = directory.as("web").authorizeUrl({ scope: `openid ${admin}` });
      const visit = await browser.visit(url, callback);

      assert.ok(!visit.url.startsWith(callback), visit.url);
    });

    it("can't sign in at the company's provider by another client, or by another case of its name", async () => {
      for (const [client, provider] of [
        ["web", "Acme"],
        ["acme", "ACME"],
        ["acme", "acme"],
        ["acme", "Home"],
        ["acme", "COGNITO"],
      ] as const) {
        const url = directory.as(client).authorizeUrl({ identity_provider: provider });
        const visit = await new Browser().visit(url, callback);
        assert.ok(!visit.url.startsWith(callback), `${client} ${provider} ${visit.url}`);
      }
    });
  });

  describe("by a token with the scope for profiles, of a client with a provider", () => {
    const signIn = async (sub: string, email: string) => {
      be(sub, email);
      return access(await directory.as("web").signIn("Home", { scope: `openid ${admin}` }));
    };

    it("can't write what the client may not", async () => {
      const token = await signIn("bob", "bob@example.com");

      for (const attribute of ["custom:team", "custom:tenant", "email_verified", "identities"]) {
        await assert.rejects(write(token, { [attribute]: "true" }), refused, attribute);
      }
    });

    it("can't take an address without its mails", async () => {
      const token = await signIn("cy", "cy@example.com");
      const victim = newAddress();
      await write(token, { email: victim }).catch(() => undefined);

      const { UserAttributes } = await cognito().send(new GetUserCommand({ AccessToken: token }));
      const email = UserAttributes!.find(({ Name }) => Name === "email")!.Value;
      assert.equal(email, "cy@example.com");
    });
  });

  describe("with a password", () => {
    it("can't sign in by the API at a client for providers", async () => {
      const email = newAddress();
      await withPassword(email);
      const flows = ["USER_PASSWORD_AUTH", "USER_SRP_AUTH", "CUSTOM_AUTH", "USER_AUTH"] as const;

      for (const AuthFlow of flows) {
        const AuthParameters = { USERNAME: email, PASSWORD: "Correct-horse-9", SRP_A: "1" };
        const input = { ClientId: directory.clients["acme"]!, AuthFlow, AuthParameters };
        await assert.rejects(
          cognito().send(new InitiateAuthCommand(input)),
          /not enabled/,
          AuthFlow,
        );
      }
    });

    it("can't sign up with what only a provider may say, by the client that may write it", async () => {
      const signUp = (attributes: Record<string, string>) => {
        const Username = newAddress();
        const UserAttributes = attributeList({ email: Username, ...attributes });
        const ClientId = directory.clients["acme"]!;
        const user = { ClientId, Username, Password: "Correct-horse-9", UserAttributes };
        return cognito().send(new SignUpCommand(user));
      };

      await assert.rejects(signUp({ "custom:team": "admins" }), {
        name: "UserLambdaValidationException",
        message: /Nobody can sign up with the attribute custom:team/,
      });
      await assert.rejects(signUp({ "custom:tenant": "acme" }), refused);
      assert.ok(await signUp({}));
    });

    it("gets no company's user linked to them by writing that user's address", async () => {
      const own = newAddress("example.com");
      const victim = newAddress();
      const sub = await withPassword(own);
      const { AccessToken } = await appOf("web").signIn(own);
      await write(AccessToken!, { email: victim });
      await appOf("web").signUp(victim);

      be("victim", victim);
      const { id } = await directory.as("acme").signIn("Acme");

      assert.notEqual(id["sub"], sub);
      assert.equal(id["cognito:username"], "Acme_victim");
      assert.equal((await directory.as("web").pool.attributesOf(own))["identities"], undefined);
    });
  });

  describe("by what a provider says", () => {
    const values: [unknown, string][] = [
      [false, "false"],
      ["false", '"false"'],
      [undefined, "nothing"],
      [null, "null"],
      [0, "0"],
      [1, "1"],
      ["yes", '"yes"'],
      [["true"], "a list of true"],
      [[true, true], "a list of two"],
      [{ value: true }, "an object"],
    ];
    for (const [value, text] of values) {
      it(`is not linked with ${text} for a verified address`, async () => {
        const email = newAddress();
        const sub = await withPassword(email);
        be(`thief-${people}`, email, { email_verified: value });

        const { id } = await directory.as("acme").signIn("Acme");

        assert.notEqual(id["sub"], sub);
        assert.notEqual(id["email_verified"], true);
      });
    }

    it("is not linked by a company's provider to a user of another domain", async () => {
      const email = newAddress("example.com");
      const sub = await withPassword(email);
      be("foreign-thief", email);

      const { id } = await directory.as("acme").signIn("Acme");

      assert.notEqual(id["sub"], sub);
    });

    it("does not get a later user linked to a profile with a foreign address", async () => {
      const email = newAddress("example.com");
      be("early-thief", email);
      const thief = await directory.as("acme").signIn("Acme");

      be("owner", email);
      const owner = await directory.as("web").signIn("Home");

      assert.notEqual(owner.id["sub"], thief.id["sub"]);
    });
  });

  describe("by a token for something else", () => {
    let gateway: Awaited<ReturnType<typeof tokenGateway>>;
    let user: Required<Awaited<ReturnType<App["signIn"]>>>;

    before(async () => {
      gateway = await tokenGateway(cloud, directory.userPoolId);
      const email = newAddress();
      await withPassword(email);
      user = (await appOf("web").signIn(email)) as typeof user;
    });
    after(() => gateway?.close());

    it("can't use one of another kind, or of a machine, in place of a user's", async () => {
      const { AccessToken, IdToken, RefreshToken } = user;
      const billing = {
        UserPoolId: directory.userPoolId,
        ClientId: directory.clients["billing"]!,
      };
      const form = await machineForm(cognito(), billing, "orders/read");
      const machine = (await tokenEndpoint(cloud.aws.url, form))["access_token"]!;

      assert.equal(await gateway.get("/me", IdToken), 200);
      assert.equal(await gateway.get("/orders", machine), 200);
      for (const [path, token] of [
        ["/me", AccessToken],
        ["/me", RefreshToken],
        ["/me", machine],
        ["/orders", IdToken],
        ["/orders", AccessToken],
        ["/bills", machine],
      ] as const) {
        assert.equal(await gateway.get(path, token), 401, `${path} ${token.slice(0, 20)}`);
      }
    });

    it("can't use one of another pool", async () => {
      const other = await UserPool.create(cloud.aws, { UsernameAttributes: ["email"] });
      await createUser(cloud.aws.cognito, other.userPoolId, "ann@acme.com");
      const { IdToken } = await new App(cloud.aws.url, "eu-west-1", other.clientId).signIn(
        "ann@acme.com",
      );

      assert.equal(await gateway.get("/me", IdToken!), 401);
    });

    it("can't refresh or revoke a session of another client", async () => {
      const { RefreshToken } = user;
      const ClientId = directory.clients["acme"]!;
      const form = {
        grant_type: "refresh_token",
        client_id: ClientId,
        refresh_token: RefreshToken,
      };

      await assert.rejects(
        cognito().send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken })),
      );
      await cognito()
        .send(new RevokeTokenCommand({ ClientId, Token: RefreshToken }))
        .catch(() => undefined);
      assert.deepEqual(await tokenEndpoint(cloud.aws.url, form), { error: "invalid_grant" });

      assert.ok((await appOf("web").refresh(RefreshToken)).AuthenticationResult);
    });
  });
});
