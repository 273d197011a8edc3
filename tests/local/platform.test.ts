import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { PlatformState } from "../../local/stateFile.ts";
import { PlatformProcess } from "../support/platformProcess.ts";
import { App, claimsOf, mailedCode, newUser } from "../support/users.ts";

const bearer = (token: string, more: Record<string, string> = {}) => ({
  headers: { authorization: `Bearer ${token}`, ...more },
});

const order = (token: string): RequestInit => ({
  method: "POST",
  body: JSON.stringify({ item: "tea", quantity: 2 }),
  ...bearer(token, { "content-type": "application/json" }),
});

const near = (region: string) => ({ "x-palisade-client-region": region });

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

interface HeldMessage {
  readonly MessageId: string;
  readonly Body: string;
  readonly MessageAttributes: Readonly<Record<string, { readonly StringValue: string }>>;
}

/** Messages by account, region and queue. */
interface Held {
  readonly messages: Record<string, Record<string, Record<string, HeldMessage[]>>>;
}

describe("a platform on one machine", function () {
  this.timeout(120_000);
  let platform: PlatformProcess;
  let state: PlatformState;
  let idToken: string;
  let accessToken: string;

  before(async () => {
    platform = new PlatformProcess("--port", "0");
    state = await platform.ready();
    ({ idToken, accessToken } = await newUser(state, "ada@example.com"));
  });
  after(() => platform.stop());

  const get = async (path: string, options: RequestInit = {}) => {
    const response = await fetch(`${state.edge}${path}`, options);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  };

  const control = (action: string) =>
    fetch(`${state.edge}/_palisade/regions/${action}`, { method: "POST" });

  it("publishes its addresses and the key of its account", async () => {
    const { regions, ...addresses } = state;

    assert.deepEqual(Object.keys(addresses), ["edge", "console"]);
    assert.deepEqual(Object.keys(regions), ["us-east-1", "eu-west-1"]);
    for (const region of Object.values(regions)) {
      assert.match(region.api, /^http:\/\/127\.0\.0\.1:\d+\/live$/);
      assert.match(region.aws, /^http:\/\/127\.0\.0\.1:\d+$/);
      const credentials = region.accessKey!;
      const sts = new STSClient({ endpoint: region.aws, region: "us-east-1", credentials });
      const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
      assert.equal(Arn, "arn:aws:iam::123456789012:root");
      sts.destroy();
      assert.match(region.userPoolId, /^us-east-1_/);
      assert.equal(
        region.issuer,
        `https://cognito-idp.us-east-1.amazonaws.com/${region.userPoolId}`,
      );
    }
    assert.match(platform.output, /^ready in \d+\.\d s/m);
  });

  it("serves its health check to everybody, from a service that reaches its table", async () => {
    for (const region of ["us-east-1", "eu-west-1"]) {
      const { text } = await get("/health", { headers: near(region) });

      assert.deepEqual(JSON.parse(text), { status: "ok", service: "orders", region });
    }
  });

  const feedback = `{"text":"it's \\"fine\\" $x"}`;
  const type = { "content-type": "application/json" };
  const send = (headers: Record<string, string>) =>
    get("/feedback", { method: "POST", body: feedback, headers });
  const heldIn = async (region: string): Promise<HeldMessage[]> => {
    // MiniStack's own list of what queues hold.
    const { aws, accessKey } = state.regions[region]!;
    const headers = { authorization: `Bearer ${accessKey!.secretAccessKey}` };
    const list = await fetch(`${aws}/_ministack/sqs/messages`, { headers });
    const { messages } = (await list.json()) as Held;
    return Object.values(messages).flatMap((account) =>
      Object.values(account).flatMap((queues) => Object.values(queues).flat()),
    );
  };

  it("puts feedback into the queue of the caller's region, with the caller's sub", async () => {
    for (const region of ["us-east-1", "eu-west-1"]) {
      const { status, text } = await send({ ...bearer(idToken).headers, ...type, ...near(region) });

      const { messageId } = JSON.parse(text) as { messageId: string };
      assert.equal(status, 202);
      const [message, ...others] = await heldIn(region);
      assert.deepEqual(others, []);
      assert.equal(message?.MessageId, messageId);
      assert.equal(message.Body, feedback);
      assert.equal(message.MessageAttributes["user"]?.StringValue, claimsOf(idToken)["sub"]);
    }
  });

  it("puts nothing into the feedback queue without a token", async () => {
    const before = await heldIn("us-east-1");

    const { status } = await send({ ...type, ...near("us-east-1") });

    assert.equal(status, 401);
    assert.equal((await heldIn("us-east-1")).length, before.length);
  });

  it("sends users' feedback to the region's queue without a function", async () => {
    const sent = await send({ ...bearer(idToken).headers, ...type });
    const stranger = await send(type);
    const other = await send({ ...bearer(idToken).headers, "content-type": "text/plain" });

    assert.equal(sent.status, 202);
    assert.match(sent.text, /^\{"messageId":"[\w-]{36}"\}$/);
    assert.deepEqual([stranger.status, other.status], [401, 415]);
  });

  it("lets a user who signed up with a mailed code place and read orders", async () => {
    const placed = await get("/orders", order(idToken));
    const { id } = JSON.parse(placed.text) as { id: string };
    const read = await get(`/orders/${id}`, bearer(idToken));
    const list = await get("/orders", bearer(idToken));

    assert.equal(placed.status, 201);
    assert.equal(placed.headers.get("location"), `/orders/${id}`);
    assert.equal((JSON.parse(read.text) as { item: string }).item, "tea");
    assert.ok(
      (JSON.parse(list.text) as { orders: { id: string }[] }).orders.some((o) => o.id === id),
    );
  });

  for (const [placedIn, readIn] of [
    ["us-east-1", "eu-west-1"],
    ["eu-west-1", "us-east-1"],
  ] as const) {
    it(`shows an order that was placed in ${placedIn} in ${readIn}`, async () => {
      const { headers, text } = await get("/orders", {
        ...order(idToken),
        headers: { ...order(idToken).headers, ...near(placedIn) },
      });
      assert.equal(headers.get("x-palisade-region"), placedIn);
      const { id } = JSON.parse(text) as { id: string };

      const read = () => get(`/orders/${id}`, bearer(idToken, near(readIn)));
      let found = await read();
      while (found.status === 404) found = await read();

      assert.equal(found.headers.get("x-palisade-region"), readIn);
      assert.equal(found.text, text);
    });
  }

  it("hides one user's orders from another", async () => {
    const other = await newUser(state, "eve@example.com");
    const { id } = JSON.parse((await get("/orders", order(idToken))).text) as { id: string };

    const read = await get(`/orders/${id}`, bearer(other.idToken));
    const list = await get("/orders", bearer(other.idToken));

    assert.equal(read.status, 404);
    assert.deepEqual((JSON.parse(list.text) as { orders: object[] }).orders, []);
  });

  it("lets a user sign in with a mailed code and no password", async () => {
    const app = App.of(state);
    const { Session } = await app.begin("ada@example.com");
    const code = await mailedCode(state, "ada@example.com");

    const { AuthenticationResult } = await app.respond("ada@example.com", Session, code);

    assert.equal((await get("/catalog", bearer(AuthenticationResult!.IdToken!))).status, 200);
  });

  it("identifies the caller to services, whatever the client sends", async () => {
    const lies = {
      "x-user-sub": "root",
      "X-User-Email": "root@example.com",
      x_user_sub: "root",
      "x-user-groups": "admins",
    };

    const { text } = await get("/catalog", bearer(idToken, lies));

    const { caller } = JSON.parse(text) as { caller: Record<string, string> };
    assert.equal(caller["sub"], claimsOf(idToken)["sub"]);
    assert.equal(caller["email"], "ada@example.com");
    assert.equal(caller["groups"], undefined);
  });

  describe("refuses", () => {
    const unauthorized = { status: 401, text: '{"message":"Unauthorized"}' };
    const attempt = async (options: RequestInit) => {
      const { status, text } = await get("/orders", options);
      return { status, text };
    };

    it("a call without a token", async () => {
      assert.deepEqual(await attempt({}), unauthorized);
    });

    const forgeries: Record<string, () => string | Promise<string>> = {
      "an access token on a route for ID tokens": () => accessToken,
      "a token without a signature": () => `${encode({ alg: "none" })}.${idToken.split(".")[1]}.`,
      "a token signed with another key": () => {
        const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
        const signed = idToken.split(".").slice(0, 2).join(".");
        return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
      },
      "a token signed with the public key as a secret": async () => {
        const { aws, userPoolId } = state.regions["us-east-1"]!;
        const keys = await fetch(`${aws}/${userPoolId}/.well-known/jwks.json`);
        const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${idToken.split(".")[1]}`;
        const hmac = createHmac("sha256", await keys.text());
        return `${signed}.${hmac.update(signed).digest("base64url")}`;
      },
      "a token whose claims were changed": () => {
        const [head, , signature] = idToken.split(".");
        return `${head}.${encode({ ...claimsOf(idToken), sub: "root" })}.${signature}`;
      },
    };
    for (const [what, tokenOf] of Object.entries(forgeries)) {
      it(what, async () => {
        assert.deepEqual(await attempt(bearer(await tokenOf())), unauthorized);
      });
    }

    it("a path without a route, as API Gateway does", async () => {
      const { status, text, headers } = await get("/nowhere");

      assert.deepEqual([status, text], [403, '{"message":"Missing Authentication Token"}']);
      assert.equal(headers.get("x-amzn-errortype"), "MissingAuthenticationTokenException");
    });

    it("calls over a route's limit", async () => {
      const posts = await Promise.all(
        Array.from({ length: 120 }, () => get("/orders", order(idToken))),
      );

      const limited = posts.filter(({ status }) => status === 429);
      assert.ok(limited.length > 0);
      assert.ok(limited.every(({ text }) => text === '{"message":"Too Many Requests"}'));
      assert.ok(posts.every(({ status }) => status === 201 || status === 429));
      assert.equal((await get("/orders", bearer(idToken))).status, 200, "another route has room");
    });
  });

  it("serves a client from the nearest region, with tokens of the home region's pool", async () => {
    const { status, headers, text } = await get("/catalog", bearer(idToken, near("eu-central-1")));

    assert.equal(status, 200, text);
    assert.equal(headers.get("x-palisade-region"), "eu-west-1");
  });

  it("accepts running tokens while the home region's Cognito is down, but signs nobody in", async () => {
    await control("us-east-1/identity/stop");
    try {
      for (const { api } of Object.values(state.regions)) {
        assert.equal((await fetch(`${api}/catalog`, bearer(idToken))).status, 200);
      }
      await assert.rejects(App.of(state).signIn("ada@example.com"), /socket hang up|ECONNRESET/);
    } finally {
      await control("us-east-1/identity/start");
    }
    assert.ok((await App.of(state).signIn("ada@example.com")).IdToken);
  });

  it("serves from the other region while the nearest is down, then from the nearest again", async () => {
    const servedBy = async () => {
      const { status, headers } = await get("/catalog", bearer(idToken, near("eu-west-1")));
      assert.equal(status, 200);
      return headers.get("x-palisade-region");
    };

    await control("eu-west-1/stop");
    const during = await servedBy();
    const direct = fetch(`${state.regions["eu-west-1"]!.api}/health`);
    await assert.rejects(direct, "the region itself is down");
    await control("eu-west-1/start");
    const after = await servedBy();

    assert.deepEqual([during, after], ["us-east-1", "eu-west-1"]);
  });
});
