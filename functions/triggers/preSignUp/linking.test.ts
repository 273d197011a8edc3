import assert from "node:assert/strict";
import fc from "fast-check";
import { testTrigger } from "../../testing/trigger.ts";
import { createLinking, externalIdentity } from "./linking.ts";

const linked = { name: "LinkedError", message: "Your account is linked now. Please sign in again" };

function user(Username: string, given: Record<string, string> = {}, status = "CONFIRMED") {
  const attributes = { email: "jane@example.com", email_verified: "true", ...given };
  return {
    Username,
    UserStatus: status,
    Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  };
}

/** A user of a provider, who says that the address is verified. */
function broughtBy(providerName: string) {
  const identities = JSON.stringify([{ providerName, userId: "a_7" }]);
  return user(`${providerName}_a_7`, { identities }, "EXTERNAL_PROVIDER");
}

/** tests/local/triggers.test.ts links in a pool. */
describe("linking by verified email", () => {
  let users: object[];
  let called: { operation: string; input: unknown }[];
  let next: string | undefined;

  const pools = async (operation: string, input: object) => {
    called.push({ operation, input });
    return operation === "ListUsers" ? { Users: users, PaginationToken: next } : {};
  };
  const linkByVerifiedEmail = createLinking(pools, {
    all: ["Google", "Acme", "Acme_EU", "Corp"],
    linked: ["Google", "Acme", "Corp"],
    domains: { Corp: ["corp.com", "corp.org"] },
  });

  beforeEach(() => {
    users = [user("0f1e")];
    called = [];
    next = undefined;
  });

  const signUp = (userName = "Google_42", attributes: Record<string, string> = {}) =>
    linkByVerifiedEmail({
      ...testTrigger,
      userName,
      request: {
        userAttributes: { email: "jane@example.com", email_verified: "true", ...attributes },
      },
    });
  const links = () => called.filter(({ operation }) => operation === "AdminLinkProviderForUser");

  it("links to the user of the same address, and asks to sign in again", async () => {
    await assert.rejects(signUp(), linked);

    assert.deepEqual(links(), [
      {
        operation: "AdminLinkProviderForUser",
        input: {
          UserPoolId: testTrigger.userPoolId,
          DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: "0f1e" },
          SourceUser: {
            ProviderName: "Google",
            ProviderAttributeName: "Cognito_Subject",
            ProviderAttributeValue: "42",
          },
        },
      },
    ]);
  });

  it("links to a user of another provider by that provider's id", async () => {
    users = [broughtBy("Acme")];

    await assert.rejects(signUp(), linked);

    const { DestinationUser } = links()[0]!.input as { DestinationUser: unknown };
    assert.deepEqual(DestinationUser, { ProviderName: "Acme", ProviderAttributeValue: "a_7" });
  });

  it("links by a company's provider to users with an address of the company", async () => {
    users = [user("0f1e", { email: "jane@corp.com" })];

    await assert.rejects(signUp("Corp_42", { email: "Jane@CORP.com" }), linked);
    assert.equal(links().length, 1);
  });

  it("does not link to a user whom a company's provider has brought with another address", async () => {
    users = [broughtBy("Corp")];

    await signUp();

    assert.deepEqual(links(), []);
  });

  it("links once if Cognito runs the trigger again", async () => {
    const identities = JSON.stringify([{ providerName: "Google", userId: "42" }]);
    users = [user("0f1e", { identities })];

    await assert.rejects(signUp(), linked);

    assert.deepEqual(links(), []);
  });

  for (const [what, name, attributes] of [
    ["an address that the provider has not verified", undefined, { email_verified: "false" }],
    ["an address of which the provider says nothing", undefined, { email_verified: "" }],
    ["no address", undefined, { email: "" }],
    ["a provider that is not trusted", "Acme_EU_42", {}],
    ["an unknown provider", "Other_42", {}],
    ["a provider whose name begins like a trusted one", "Googles_42", {}],
    ["an address of another company than the provider's", "Corp_42", {}],
    ["an address with two @", "Corp_42", { email: "jane@corp.com@example.com" }],
    ["an address in a domain below", "Corp_42", { email: "jane@evil.corp.com" }],
  ] as const) {
    it(`asks nobody for ${what}`, async () => {
      await signUp(name, attributes);

      assert.deepEqual(called, []);
    });
  }

  for (const [what, found] of [
    ["nobody", []],
    ["a user who has not confirmed the address", [user("0f1e", {}, "UNCONFIRMED")]],
    ["a user whose address is not verified", [user("0f1e", { email_verified: "false" })]],
    ["two users of the address", [user("0f1e"), user("0f1f")]],
    ["a user whom a provider has brought that is not trusted", [broughtBy("Acme_EU")]],
    ["a user whom nobody knows to have brought", [user("x_1", {}, "EXTERNAL_PROVIDER")]],
    ["users of another address", [user("0f1e", { email: "janet@example.com" })]],
  ] as const) {
    it(`links to ${what}: the user gets a profile of their own`, async () => {
      users = [...found];

      await signUp();

      assert.deepEqual(links(), []);
    });
  }

  it("links to the only user who has proved the address", async () => {
    users = [user("0f1e", {}, "UNCONFIRMED"), user("0f1f"), user("0f20", { email_verified: "no" })];

    await assert.rejects(signUp(), linked);
    assert.match(JSON.stringify(links()), /"0f1f"/);
  });

  it("fails when not all users of the address are known", async () => {
    next = "more";

    await assert.rejects(signUp(), { message: "more than 60 users have the same address" });
  });

  it("can't be led to another filter by an address", async () => {
    await signUp("Google_42", { email: '" or email ^= "\\' });

    const { Filter } = called[0]!.input as { Filter: string };
    assert.equal(Filter, String.raw`email = "\" or email ^= \"\\"`);
    assert.deepEqual(links(), []);
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), async (email) => {
        called = [];
        await signUp("Google_42", { email });
        const { Filter } = called[0]!.input as { Filter: string };
        // Each quotation mark within has an odd number of backslashes before it.
        assert.match(Filter, /^email = "(?:[^"\\]|\\["\\])*"$/s);
      }),
    );
  });
});

describe("externalIdentity", () => {
  const providers = ["Google", "Acme", "Acme_EU"];

  for (const [userName, provider, subject] of [
    ["Google_42", "Google", "42"],
    ["google_42", "Google", "42"],
    ["Acme_EU_42", "Acme_EU", "42"],
    ["Acme_E_42", "Acme", "E_42"],
    ["Acme_Jane@Example.com", "Acme", "Jane@Example.com"],
  ] as const) {
    it(`reads ${userName}`, () => {
      assert.deepEqual(externalIdentity(userName, providers), { provider, subject });
    });
  }

  for (const userName of ["Google", "Googles_42", "0f1e", ""]) {
    it(`finds none in "${userName}"`, () => {
      assert.equal(externalIdentity(userName, providers), undefined);
    });
  }
});
