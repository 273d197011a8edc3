import {
  DeleteIdentityProviderCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { Browser } from "./testing/browser.ts";
import { callback, FederatedPool } from "./testing/federatedPool.ts";
import { OidcServer } from "./testing/oidcServer.ts";

/** Source: RFC 6749, 10.12. */
describe("the response of an identity provider", () => {
  const stack = miniStack();
  let server: OidcServer;
  let pool: FederatedPool;

  before(async () => {
    server = await OidcServer.start(`${stack.aws.url}/oauth2/idpresponse`);
    pool = await poolWith(server);
  });
  after(() => server?.close());
  const poolWith = async ({ details }: OidcServer) => {
    const created = await FederatedPool.create(stack.aws);
    await created.addProvider("Work", details);
    return created.withClient(["Work"]);
  };

  /** Goes as far as the provider's response, without sending it. */
  const untilResponse = async (browser: Browser) => {
    server.user = { sub: "ida", email: "ida@example.com" };
    const url = pool.authorizeUrl({ identity_provider: "Work", state: "of-the-app" });
    const visit = await browser.visit(url, `${stack.aws.url}/oauth2/idpresponse`);
    return visit.url;
  };
  const locationAt = async (browser: Browser, url: string) =>
    (await browser.send(url)).headers.get("location");

  it("gives the app its state", async () => {
    const browser = new Browser();

    const location = await locationAt(browser, await untilResponse(browser));

    assert.equal(new URL(location!).searchParams.get("state"), "of-the-app");
  });

  it("is refused from another browser, which does not end the sign-in", async () => {
    const browser = new Browser();
    const response = await untilResponse(browser);
    const victim = new Browser();
    await untilResponse(victim);

    assert.equal(await locationAt(new Browser(), response), null);
    assert.equal(await locationAt(victim, response), null);
    assert.match((await locationAt(browser, response))!, /[?&]code=/);
  });

  it("is refused the second time, and with another state", async () => {
    const browser = new Browser();
    const response = await untilResponse(browser);
    const forged = new URL(response);
    forged.searchParams.set("state", "x".repeat(32));

    assert.equal(await locationAt(browser, forged.href), null);
    await locationAt(browser, response);
    assert.equal(await locationAt(browser, response), null);
  });

  it("is taken from another site's form, which is sent again from this host", async () => {
    const browser = new Browser();
    const response = new URL(await untilResponse(browser));
    const fields = { ...Object.fromEntries(response.searchParams), extra: `"><script>` };
    const url = `${stack.aws.url}/oauth2/idpresponse`;

    const page = await (
      await fetch(url, {
        method: "POST",
        headers: { origin: "https://provider.example", "sec-fetch-site": "cross-site" },
        body: new URLSearchParams(fields),
      })
    ).text();
    const visit = await browser.visit(url, callback, fields);

    assert.match(page, /name="state"/);
    assert.doesNotMatch(page, /<script/);
    assert.ok(new URL(visit.url).searchParams.get("code"));
  });

  it("is refused from another site's form in another browser", async () => {
    const response = new URL(await untilResponse(new Browser()));
    const fields = Object.fromEntries(response.searchParams);
    const url = `${stack.aws.url}/oauth2/idpresponse`;

    const visit = await new Browser().visit(url, callback, fields);

    assert.equal(visit.status, 400);
  });

  for (const loser of ["client", "pool"] as const) {
    it(`is refused once the ${loser} has lost the provider`, async () => {
      const { cognito } = stack.aws;
      const brief = await poolWith(server);
      const browser = new Browser();
      const url = brief.authorizeUrl({ identity_provider: "Work" });
      const visit = await browser.visit(url, `${stack.aws.url}/oauth2/idpresponse`);
      const { clientId: ClientId, userPoolId: UserPoolId } = brief.pool;
      await (loser === "pool"
        ? cognito.send(new DeleteIdentityProviderCommand({ UserPoolId, ProviderName: "Work" }))
        : cognito.send(
            new UpdateUserPoolClientCommand({
              UserPoolId,
              ClientId,
              SupportedIdentityProviders: [],
              CallbackURLs: [callback],
            }),
          ));

      const location = new URL((await locationAt(browser, visit.url))!);

      assert.equal(location.searchParams.get("error"), "invalid_request");
    });
  }
});
