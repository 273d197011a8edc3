import { Amplify } from "aws-amplify";
import { signIn, signOut } from "aws-amplify/auth";
import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolDomainCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Browser } from "../../../local/aws/guard/userpools/federation/testing/browser.ts";
import { FederatedPool } from "../../../local/aws/guard/userpools/federation/testing/federatedPool.ts";
import { OidcServer } from "../../../local/aws/guard/userpools/federation/testing/oidcServer.ts";
import { miniStack } from "../../../local/aws/cognito/testing/miniStack.ts";
import { password, UserPool } from "../../../local/aws/guard/userpools/testing/userPool.ts";
import { Visitor } from "../../../local/aws/guard/userpools/managedlogin/testing/visitor.ts";
import { root } from "../../support/platformProcess.ts";
import { claimsOf } from "../../support/users.ts";
import { type App, begin, complete, refresh, signOutUrl } from "./codeFlow.ts";
import { machineToken } from "./machine.ts";
import { call, connect } from "./web.ts";

const redirectUri = "http://localhost:5173/signed-in";

describe("the examples in docs/clients.md", function () {
  this.timeout(60_000);
  const stack = miniStack();
  let pool: UserPool;
  let app: App;

  before(async () => {
    pool = await UserPool.create(
      stack.aws,
      { UsernameAttributes: ["email"] },
      {
        ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        AllowedOAuthFlows: ["code"],
        AllowedOAuthScopes: ["openid", "email", "profile"],
        AllowedOAuthFlowsUserPoolClient: true,
        CallbackURLs: [redirectUri],
        LogoutURLs: [redirectUri],
      },
    );
    await pool.addUser("ann@example.com", { email: "ann@example.com", email_verified: "true" });
    app = { signInUrl: stack.aws.url, clientId: pool.clientId, redirectUri };
  });

  for (const name of ["web", "codeFlow", "machine"]) {
    it(`are these: ${name}.ts`, () => {
      const text = (file: string) => readFileSync(join(root, file), "utf8");
      const example = text(`tests/examples/clients/${name}.ts`);
      assert.ok(text("docs/clients.md").includes(`\`\`\`ts\n${example}\`\`\``));
    });
  }

  describe("with Amplify", () => {
    let api: Server;
    const seen: (string | undefined)[] = [];
    let refused = 0;

    before(async () => {
      api = createServer((request, response) => {
        seen.push(request.headers.authorization);
        response.writeHead(refused-- > 0 ? 401 : 200).end();
      });
      await new Promise<void>((resolve) => void api.listen(0, "127.0.0.1", resolve));
      connect(pool);
      // The example's pool is on AWS.
      const { Auth } = Amplify.getConfig();
      const Cognito = { ...Auth!.Cognito, userPoolEndpoint: stack.aws.url };
      Amplify.configure({ Auth: { Cognito } } as never);
    });
    after(async () => {
      await signOut();
      api.closeAllConnections();
      api.close();
    });

    const callApi = (path: string) =>
      call(`http://127.0.0.1:${(api.address() as AddressInfo).port}`, path);

    it("calls nobody while nobody is signed in", async () => {
      await assert.rejects(callApi("/orders"), /Nobody is signed in/);
      assert.deepEqual(seen, []);
    });

    it("calls the API with the user's token, and again with a new one after 401", async () => {
      await signIn({ username: "ann@example.com", password });
      assert.equal((await callApi("/orders")).status, 200);
      refused = 1;
      assert.equal((await callApi("/orders")).status, 200);

      const [first, second, third] = seen.map((header) => header!.replace("Bearer ", ""));
      assert.equal(claimsOf(first!)["email"], "ann@example.com");
      assert.equal(second, first);
      assert.equal(claimsOf(third!)["email"], "ann@example.com");
    });
  });

  describe("with the code flow", () => {
    /** Does what the user does in the browser. @returns the address that it comes back to */
    const signInAt = async (url: string) => {
      const visitor = new Visitor(pool);
      await visitor.get(url.slice(app.signInUrl.length));
      return (await visitor.send({ username: "ann@example.com", password })).location!;
    };

    it("signs in, refreshes, and refuses the answer to another sign-in", async () => {
      const { attempt, url } = await begin(app);
      const cameBackTo = await signInAt(url);
      const other = await begin(app);

      await assert.rejects(complete(app, other.attempt, cameBackTo), /not the sign-in/);
      const tokens = await complete(app, attempt, cameBackTo);
      assert.equal(claimsOf(tokens.id_token)["email"], "ann@example.com");
      assert.ok((await refresh(app, tokens.refresh_token!)).access_token);
      await assert.rejects(complete(app, attempt, cameBackTo), /invalid_grant/);
    });

    it("signs out of the pages too", async () => {
      const browser = new Browser();
      const { url } = await begin(app);
      const { text } = await browser.visit(url, redirectUri);
      const [, page] = /name="page" value="([^"]*)"/.exec(text)!;
      const form = { page: page!, client_id: app.clientId, username: "ann@example.com", password };
      await browser.visit(`${app.signInUrl}/login`, redirectUri, form);
      const signedIn = await browser.visit((await begin(app)).url, redirectUri);

      const { url: backAt } = await browser.visit(signOutUrl(app, redirectUri), redirectUri);

      const again = await browser.visit((await begin(app)).url, redirectUri);
      assert.ok(new URL(signedIn.url).searchParams.has("code"));
      assert.equal(backAt, redirectUri);
      assert.match(again.text, /name="password"/);
    });

    it("sends employees straight to their company's provider", async () => {
      const server = await OidcServer.start(`${stack.aws.url}/oauth2/idpresponse`);
      try {
        server.user = { sub: "eva", email: "eva@acme.com", email_verified: true };
        const federated = FederatedPool.existing(stack.aws, pool.userPoolId, pool.clientId);
        await federated.addProvider("Acme", server.details, { IdpIdentifiers: ["acme.com"] });
        const { clientId } = (await federated.withClient(["Acme"], { CallbackURLs: [redirectUri] }))
          .pool;
        const acme = { ...app, clientId, companies: ["acme.com"] };

        const { attempt, url } = await begin(acme, "Eva@Acme.com");
        const { url: cameBackTo } = await new Browser().visit(url, redirectUri);
        const { id_token } = await complete(acme, attempt, cameBackTo);

        assert.equal(claimsOf(id_token)["email"], "eva@acme.com");
        const stranger = await begin(acme, "eva@example.com");
        assert.equal(new URL(stranger.url).searchParams.has("idp_identifier"), false);
      } finally {
        await server.close();
      }
    });

    it("says why a sign-in failed", async () => {
      const { attempt } = await begin(app);
      const query = new URLSearchParams({
        state: attempt.state,
        error: "access_denied",
        error_description: "No.",
      });
      await assert.rejects(complete(app, attempt, `${redirectUri}?${query}`), /^Error: No\.$/);
    });
  });

  it("get a machine's token once, until shortly before it expires", async () => {
    const { cognito, url } = stack.aws;
    const { userPoolId: UserPoolId } = pool;
    const scope = { ScopeName: "read", ScopeDescription: "Read orders" };
    await cognito.send(
      new CreateResourceServerCommand({
        UserPoolId,
        Identifier: "orders",
        Name: "orders",
        Scopes: [scope],
      }),
    );
    await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: "clients-example" }));
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        ...{ UserPoolId, ClientName: "billing", GenerateSecret: true },
        AllowedOAuthFlows: ["client_credentials"],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthScopes: ["orders/read"],
      }),
    );
    const machine = {
      tokenEndpoint: `${url}/oauth2/token`,
      clientId: UserPoolClient!.ClientId!,
      clientSecret: UserPoolClient!.ClientSecret!,
      scopes: ["orders/read"],
    };
    const token = machineToken(machine);
    const [one, another] = await Promise.all([token(), token()]);

    assert.equal(claimsOf(one)["scope"], "orders/read");
    assert.deepEqual([another, await token()], [one, one]);
    const wrong = machineToken({ ...machine, clientSecret: "wrong" });
    await assert.rejects(wrong(), /No token: 40\d/);
    await assert.rejects(wrong(), /No token: 40\d/);
  });
});
