import assert from "node:assert/strict";
import type { FindSigner, Signer } from "../../exchange/callers.ts";
import type { Operation, SecurityScheme } from "../../openapi.ts";
import { createModel, lambda, serve, type TestGateway } from "../../testing/gateway.ts";
import { type RawRequest, send } from "../../testing/http.ts";
import {
  findOnly,
  presigned,
  signedHeaders,
  type Signing,
  userKey,
} from "../../testing/signing.ts";

const iam: SecurityScheme = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "awsSigv4",
};

const guarded: Operation = lambda({ security: [{ iam: [] }] });

const api = createModel(
  {
    paths: {
      "/orders": {
        get: guarded,
        post: guarded,
        put: lambda({ "x-amazon-apigateway-auth": { type: "AWS_IAM" } }),
      },
      "/orders/{id}": { get: guarded },
    },
    components: { securitySchemes: { iam } },
  },
  {
    accessLogFormat:
      "$context.identity.userArn $context.identity.caller $context.authenticate.status $context.authorize.status $context.authorizer.status",
  },
);

const minutes = (count: number) => new Date(Date.now() + count * 60_000);

// Source: API Gateway Developer Guide, "Gateway response types for API Gateway".
describe("a route with IAM authorization", () => {
  let gateway: TestGateway;

  const start = async (signer: Partial<Signer> = {}) => {
    await gateway?.abort();
    gateway = await serve(api, {}, { findSigner: findOnly(signer) });
  };
  beforeEach(() => start());
  afterEach(() => gateway.abort());

  /** @param minutesOff - relative to the time of sending, because tables are created much earlier */
  const sendSigned = async (
    url: string,
    { minutesOff = 0, ...signing }: Signing & { minutesOff?: number } = {},
    sent: RawRequest = {},
  ) =>
    send(gateway.port, url, {
      method: signing.method,
      body: signing.body,
      headers: await signedHeaders(gateway.port, url, {
        signingDate: minutes(minutesOff),
        ...signing,
      }),
      ...sent,
    });

  for (const [title, url, signing] of [
    ["a plain request", "/dev/orders", {}],
    ["a query string", "/dev/orders?b=2&a=1&a=%2F%20x&empty=", {}],
    ["an encoded path", "/dev/orders/a%20b%2Fc", {}],
    ["a body", "/dev/orders", { method: "POST", body: '{"a":"ä"}' }],
    ["spaces in a header", "/dev/orders", { headers: { "x-note": " a   b " } }],
    ["x-amazon-apigateway-auth", "/dev/orders", { method: "PUT", body: "x" }],
    ["a clock that is four minutes off", "/dev/orders", { minutesOff: -4 }],
  ] as const) {
    it(`accepts a signature with ${title}`, async () => {
      const { status } = await sendSigned(url, signing);

      assert.equal(status, 200);
    });
  }

  it("passes the signer to the function and the log", async () => {
    await sendSigned("/dev/orders");

    const { identity, authorizer } = gateway.events[0]!.requestContext;
    assert.equal(identity.accessKey, userKey.accessKeyId);
    assert.equal(identity.accountId, "123456789012");
    assert.equal(identity.userArn, "arn:aws:iam::123456789012:user/tester");
    assert.equal(identity.caller, "AIDATESTUSER");
    assert.equal(identity.user, "AIDATESTUSER");
    assert.equal(authorizer, undefined);
    assert.deepEqual(gateway.logLines, [`${identity.userArn} AIDATESTUSER 200 200 -`]);
  });

  it("accepts a signature for a domain whose paths have no stage", async () => {
    const headers = await signedHeaders(gateway.port, "/orders");

    const { status } = await send(gateway.port, "/dev/orders", { headers });

    assert.equal(status, 200);
  });

  it("accepts a presigned URL, but not with a changed query", async () => {
    const url = await presigned(gateway.port, "/dev/orders?a=1");

    const first = await send(gateway.port, url);
    const changed = await send(gateway.port, url.replace("a=1", "a=2"));

    assert.deepEqual([first.status, changed.status], [200, 403]);
  });

  it("refuses an expired presigned URL", async () => {
    const signing = { signingDate: minutes(-2), expiresIn: 60 };
    const url = await presigned(gateway.port, "/dev/orders", signing);

    const { status, headers } = await send(gateway.port, url);

    assert.equal(status, 403);
    assert.equal(headers["x-amzn-errortype"], "InvalidSignatureException");
  });

  it("refuses a request without a signature or with another Authorization", async () => {
    const none = await send(gateway.port, "/dev/orders");
    const other = await send(gateway.port, "/dev/orders", {
      headers: ["Authorization", "Bearer x"],
    });

    assert.equal(none.status, 403);
    assert.equal(none.text, '{"message":"Missing Authentication Token"}');
    assert.equal(none.headers["x-amzn-errortype"], "MissingAuthenticationTokenException");
    assert.equal(other.status, 403);
    assert.equal(other.headers["x-amzn-errortype"], "IncompleteSignatureException");
  });

  for (const [title, signing, errorType] of [
    ["another region", { region: "us-east-1" }, "InvalidSignatureException"],
    ["another service", { service: "s3" }, "InvalidSignatureException"],
    ["an old time", { minutesOff: -6 }, "InvalidSignatureException"],
    ["a future time", { minutesOff: 6 }, "InvalidSignatureException"],
    [
      "a wrong secret",
      { credentials: { ...userKey, secretAccessKey: "wrong" } },
      "InvalidSignatureException",
    ],
    [
      "an unknown key",
      { credentials: { ...userKey, accessKeyId: "AKIANOBODY" } },
      "UnrecognizedClientException",
    ],
    [
      "a session token of another key",
      { credentials: { ...userKey, sessionToken: "x" } },
      "UnrecognizedClientException",
    ],
  ] as const) {
    it(`refuses a signature with ${title}`, async () => {
      const { status, headers } = await sendSigned("/dev/orders", signing);

      assert.equal(status, 403);
      assert.equal(headers["x-amzn-errortype"], errorType);
      assert.equal(gateway.events.length, 0);
    });
  }

  for (const [title, sent] of [
    ["method", { method: "GET" }],
    ["body", { body: "two" }],
  ] as const) {
    it(`refuses a request whose ${title} differs from the signed one`, async () => {
      const { status, text } = await sendSigned(
        "/dev/orders",
        { method: "POST", body: "one" },
        { method: "POST", body: "one", ...sent },
      );

      assert.equal(status, 403);
      assert.match(text, /signature we calculated does not match/);
    });
  }

  it("refuses a signature that does not cover the host", async () => {
    const headers = await signedHeaders(gateway.port, "/dev/orders");
    const unhosted = headers.map((value) => value.replace("SignedHeaders=host;", "SignedHeaders="));

    const { status, text } = await send(gateway.port, "/dev/orders", { headers: unhosted });

    assert.equal(status, 403);
    assert.match(text, /'Host' must be a 'SignedHeader'/);
  });

  it("refuses a signature followed by other characters", async () => {
    const headers = await signedHeaders(gateway.port, "/dev/orders");
    const longer = headers.map((value) => value.replace(/Signature=.*$/, "$&zz"));

    const { status, text } = await send(gateway.port, "/dev/orders", { headers: longer });

    assert.equal(status, 403);
    assert.match(text, /signature we calculated does not match/);
  });

  it("requires the token of a session, and reports an expired session", async () => {
    const credentials = { ...userKey, sessionToken: "session" };
    await start({ sessionToken: "session" });
    const good = await sendSigned("/dev/orders", { credentials });
    const without = await sendSigned("/dev/orders");

    await start({ sessionToken: "session", expired: true });
    const expired = await sendSigned("/dev/orders", { credentials });

    assert.deepEqual([good.status, without.status, expired.status], [200, 403, 403]);
    assert.equal(without.headers["x-amzn-errortype"], "UnrecognizedClientException");
    assert.equal(expired.headers["x-amzn-errortype"], "ExpiredTokenException");
  });

  it("applies a denial of a path to the path with a trailing slash", async () => {
    const findSigner: FindSigner = (query) =>
      findOnly({ decision: query.methodArn.endsWith("/GET/orders") ? "deny" : "allow" })(query);
    await gateway.abort();
    gateway = await serve(api, {}, { findSigner });

    const denied = await sendSigned("/dev/orders/");
    const other = await sendSigned("/dev/orders/7/");

    assert.deepEqual([denied.status, other.status], [403, 200]);
  });

  for (const [decision, reason] of [
    ["silent", ""],
    ["deny", " with an explicit deny in an identity-based policy"],
  ] as const) {
    it(`refuses a signer for the decision ${decision}`, async () => {
      await start({ decision });

      const { status, headers, text } = await sendSigned("/dev/orders?a=1");

      assert.equal(status, 403);
      assert.equal(headers["x-amzn-errortype"], "AccessDeniedException");
      assert.deepEqual(JSON.parse(text), {
        Message:
          "User: arn:aws:iam::123456789012:user/tester is not authorized to perform: execute-api:Invoke " +
          `on resource: arn:aws:execute-api:eu-west-1:********9012:abc123/dev/GET/orders${reason}`,
      });
    });
  }
});
