import {
  AdminDeleteUserCommand,
  DeleteWebAuthnCredentialCommand,
  GetUserAuthFactorsCommand,
  GetUserCommand,
  ListWebAuthnCredentialsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { Authenticator, type Changes } from "./testing/authenticator.ts";
import { PasskeyPool } from "./testing/passkeyPool.ts";

const wrong = { name: "NotAuthorizedException", message: "The passkey was not accepted." };
const used = { name: "NotAuthorizedException", message: "Invalid session for the user." };
const noChallenge = { name: "WebAuthnChallengeNotFoundException" };
const origin = { name: "WebAuthnOriginNotAllowedException" };
const invalid = { name: "InvalidParameterException" };

let count = 0;

// Proves the rules of WebAuthn with an authenticator in software; browsers.endpoint.test.ts has a browser's.
describe("passkeys", () => {
  const stack = miniStack();
  let users: PasskeyPool;
  let name: string;

  before(async () => {
    users = await PasskeyPool.create(stack.aws);
  });
  beforeEach(async () => {
    name = `user-${count++}`;
    await users.pool.addUser(name);
  });

  for (const alg of [-7, -257] as const) {
    it(`of algorithm ${alg} are registered and sign in`, async () => {
      const authenticator = new Authenticator(alg);
      await users.register(name, authenticator);

      const AccessToken = await users.signIn(name, authenticator);

      const user = await stack.aws.cognito.send(new GetUserCommand({ AccessToken }));
      assert.equal(user.Username, name);
      const factors = await stack.aws.cognito.send(new GetUserAuthFactorsCommand({ AccessToken }));
      assert.deepEqual(factors.ConfiguredUserAuthFactors, ["PASSWORD", "WEB_AUTHN"]);
    });
  }

  it("are offered only to users who have one", async () => {
    for (const each of [name, "nobody"]) {
      const { ChallengeName, AvailableChallenges } = await users.begin(each);
      assert.equal(ChallengeName, "SELECT_CHALLENGE");
      assert.deepEqual(AvailableChallenges, ["PASSWORD", "PASSWORD_SRP"]);
    }
  });

  it("are listed and deleted, and are gone with their user", async () => {
    const [first, second] = [new Authenticator(), new Authenticator()];
    await users.register(name, first);
    await users.register(name, second);
    const AccessToken = await users.pool.signIn(name);
    const list = (more: object = {}) =>
      stack.aws.cognito.send(new ListWebAuthnCredentialsCommand({ AccessToken, ...more }));

    const page = await list({ MaxResults: 1 });
    const rest = await list({ MaxResults: 1, NextToken: page.NextToken });
    assert.deepEqual(
      [...page.Credentials!, ...rest.Credentials!].map(({ CredentialId }) => CredentialId),
      [first.id, second.id],
    );
    assert.equal(rest.NextToken, undefined);
    const { CreatedAt, ...described } = page.Credentials![0]!;
    assert.ok(CreatedAt instanceof Date);
    assert.deepEqual(described, {
      CredentialId: first.id,
      FriendlyCredentialName: "Passkey",
      RelyingPartyId: "localhost",
      AuthenticatorAttachment: "platform",
      AuthenticatorTransports: ["hybrid", "internal"],
    });
    const remove = new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId: first.id });
    await stack.aws.cognito.send(remove);
    await assert.rejects(stack.aws.cognito.send(remove), { name: "ResourceNotFoundException" });
    await assert.rejects(users.signIn(name, first), wrong);
    await stack.aws.cognito.send(
      new AdminDeleteUserCommand({ UserPoolId: users.pool.userPoolId, Username: name }),
    );
    await users.pool.addUser(name);
    assert.equal((await users.begin(name)).ChallengeName, "SELECT_CHALLENGE");
  });

  it("are one of twenty at most, and nobody else's", async () => {
    const token = await users.pool.signIn(name);
    const options = await users.start(token);
    const authenticator = new Authenticator();
    for (let index = 0; index < 20; index++) {
      const own = index === 0 ? authenticator : new Authenticator();
      await users.complete(token, own.create(await users.start(token)));
    }
    const limit = { name: "LimitExceededException" };
    await assert.rejects(users.start(token), limit);
    await assert.rejects(users.complete(token, new Authenticator().create(options)), limit);
    const other = `${name}-other`;
    await users.pool.addUser(other);
    await assert.rejects(users.register(other, authenticator), invalid);
  });

  it("need a pool that accepts them and has a relying party", async () => {
    const without = await PasskeyPool.create(stack.aws, {}, { Policies: {} });
    await without.pool.addUser(name);
    await assert.rejects(without.start(await without.pool.signIn(name)), {
      name: "WebAuthnNotEnabledException",
    });
    const homeless = await PasskeyPool.create(stack.aws, { RelyingPartyId: undefined });
    await homeless.pool.addUser(name);
    await assert.rejects(homeless.start(await homeless.pool.signIn(name)), {
      name: "WebAuthnConfigurationMissingException",
    });
  });

  it("of another relying party are void", async () => {
    const moved = await PasskeyPool.create(stack.aws);
    await moved.pool.addUser(name);
    await moved.register(name, new Authenticator());
    await moved.configure({ RelyingPartyId: "example.com" });

    assert.equal((await moved.begin(name)).ChallengeName, "SELECT_CHALLENGE");
    const authenticator = new Authenticator(-7, "https://login.example.com");
    await moved.register(name, authenticator);
    assert.ok(await moved.signIn(name, authenticator));
  });

  describe("are not registered", () => {
    it("with a challenge that was used, even in vain", async () => {
      const token = await users.pool.signIn(name);
      const options = await users.start(token);
      const authenticator = new Authenticator();
      await assert.rejects(
        users.complete(token, authenticator.create(options, { origin: "https://evil.example" })),
        origin,
      );
      await assert.rejects(users.complete(token, authenticator.create(options)), noChallenge);
    });

    it("with a challenge of another user or client, who keep theirs", async () => {
      const token = await users.pool.signIn(name);
      const options = await users.start(token);
      const other = `${name}-other`;
      await users.pool.addUser(other);
      const authenticator = new Authenticator();

      const theirs = await users.pool.signIn(other);
      await assert.rejects(users.complete(theirs, authenticator.create(options)), noChallenge);
      await users.complete(token, authenticator.create(options));
      const elsewhere = await (await users.withClient()).pool.signIn(name);
      const again = new Authenticator().create(await users.start(token));
      await assert.rejects(users.complete(elsewhere, again), {
        name: "WebAuthnClientMismatchException",
      });
    });

    const refused: Record<string, [Changes, { name: string }]> = {
      "by a page of another origin": [{ origin: "https://evil.example" }, origin],
      "by a page whose host ends alike": [{ origin: "https://evil-localhost" }, origin],
      "by a page without TLS": [{ origin: "http://app.localhost" }, origin],
      "in a page that another origin embeds": [{ crossOrigin: true }, origin],
      "for another relying party": [
        { rpId: "example.com" },
        { name: "WebAuthnRelyingPartyMismatchException" },
      ],
      "with a made-up challenge": [{ challenge: "x".repeat(43) }, noChallenge],
      "with client data of a sign-in": [{ type: "webauthn.get" }, invalid],
      "without the user": [{ flags: 4 }, invalid],
      "with an id of another credential": [{ id: "AAAA" }, invalid],
    };
    for (const [what, [changes, error]] of Object.entries(refused)) {
      it(what, async () => {
        await assert.rejects(users.register(name, new Authenticator(), changes), error);
        assert.equal((await users.begin(name)).ChallengeName, "SELECT_CHALLENGE");
      });
    }

    const keys: Record<string, (key: Map<number, unknown>) => void> = {
      "with a key of another algorithm": (key) => key.set(3, -8),
      "with a point that is on no curve": (key) => key.set(-3, Buffer.alloc(32, 1)),
      "with a key that lacks a part": (key) => key.delete(-3),
    };
    for (const [what, change] of Object.entries(keys)) {
      it(what, async () => {
        const token = await users.pool.signIn(name);
        const authenticator = new Authenticator();
        const key = authenticator.coseKey();
        change(key);
        const credential = authenticator.create(await users.start(token), {}, key);
        await assert.rejects(users.complete(token, credential), {
          name: "WebAuthnCredentialNotSupportedException",
        });
      });
    }

    it("in a form that is not WebAuthn's", async () => {
      const token = await users.pool.signIn(name);
      const good = new Authenticator().create(await users.start(token));
      const { attestationObject, clientDataJSON } = good.response;
      for (const response of [
        undefined,
        [],
        { attestationObject },
        { clientDataJSON: "*", attestationObject },
        { clientDataJSON: Buffer.from("[]").toString("base64url"), attestationObject },
      ]) {
        await assert.rejects(users.complete(token, { ...good, response }), invalid);
      }
      await assert.rejects(
        users.complete(token, { ...good, response: { clientDataJSON, attestationObject: "oQ" } }),
        invalid,
      );
    });
  });

  describe("do not sign in", () => {
    let authenticator: Authenticator;

    beforeEach(async () => {
      authenticator = new Authenticator();
      authenticator.counter = 1;
      await users.register(name, authenticator);
    });

    it("twice with one challenge, also after a failure", async () => {
      const { Session, options } = await users.begin(name);
      const credential = authenticator.get(options);
      await users.respond(name, Session!, credential);
      await assert.rejects(users.respond(name, Session!, credential), used);
      const next = await users.begin(name);
      await assert.rejects(users.respond(name, next.Session!, credential), wrong);
      await assert.rejects(
        users.respond(name, next.Session!, authenticator.get(next.options)),
        used,
      );
    });

    it("with another user's session or passkey", async () => {
      const other = `${name}-other`;
      await users.pool.addUser(other);
      const own = new Authenticator();
      await users.register(other, own);
      const { Session, options } = await users.begin(name);
      await assert.rejects(users.respond(other, Session!, authenticator.get(options)), used);
      await assert.rejects(users.signIn(name, own), wrong);
      await assert.rejects(users.signIn(name, own, { id: authenticator.id }), wrong);
    });

    it("with a counter that did not grow, as a copy's", async () => {
      await users.signIn(name, authenticator);
      await assert.rejects(users.signIn(name, authenticator, { counter: 2 }), wrong);
      await assert.rejects(users.signIn(name, authenticator, { counter: 0 }), wrong);
      assert.ok(await users.signIn(name, authenticator));
    });

    const refused: Record<string, Changes> = {
      "from a page of another origin": { origin: "https://evil.example" },
      "in a page that another origin embeds": { crossOrigin: true },
      "for another relying party": { rpId: "example.com" },
      "with another challenge": { challenge: "x".repeat(43) },
      "with client data of a registration": { type: "webauthn.create" },
      "without the user": { flags: 4 },
      "with another user's handle": { userHandle: "bm9ib2R5" },
      "with a signature by another key": {
        key: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
      },
    };
    for (const [what, changes] of Object.entries(refused)) {
      it(what, async () => {
        await assert.rejects(users.signIn(name, authenticator, changes), wrong);
      });
    }

    it("in a form that is not WebAuthn's", async () => {
      for (const text of ["x", "[]", "null", "{}", '{"response":1}']) {
        const { Session } = await users.begin(name);
        await assert.rejects(users.respond(name, Session!, text), wrong);
      }
    });
  });

  it("have to verify the user if the pool says so", async () => {
    const strict = await PasskeyPool.create(stack.aws, { UserVerification: "required" });
    await strict.pool.addUser(name);
    const authenticator = new Authenticator();
    await assert.rejects(strict.register(name, authenticator, { flags: 1 }), invalid);
    await strict.register(name, authenticator);
    await assert.rejects(strict.signIn(name, authenticator, { flags: 1 }), wrong);
    assert.ok(await strict.signIn(name, authenticator));
  });
});
