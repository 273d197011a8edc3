import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { atEachPort, isRefusal, poolOperation, whoAmI } from "./testing/guardedPort.ts";
import { send, sendLines } from "./testing/requests.ts";

const listFunctions = { method: "GET", path: "/2015-03-31/functions/" };
const invoke = { path: "/2015-03-31/functions/witness/invocations", body: "{}" };

describe("the guard of an AWS endpoint, without signatures", () => {
  atEachPort((at) => {
    for (const [title, request] of [
      ["an operation of the query protocol", whoAmI],
      [
        "an operation in the query",
        { method: "GET", path: "/?Action=GetCallerIdentity&Version=2011-06-15" },
      ],
      ["a list of functions", listFunctions],
      ["a function call", invoke],
      [
        "a function call as a page's form",
        { ...invoke, headers: { "content-type": "text/plain" } },
      ],
      [
        "the query protocol as a page's form",
        { ...whoAmI, headers: { "content-type": "text/plain" } },
      ],
      ["the list of buckets", { method: "GET" }],
      ["a bucket", { method: "PUT", path: "/bucket" }],
      ["an administrator's operation of Cognito", poolOperation("AdminConfirmSignUp")],
      [
        "an operation of Cognito at another path",
        { ...poolOperation("SignUp"), path: "/2015-03-31/functions/" },
      ],
      [
        "an operation of Cognito with a query",
        { ...poolOperation("SignUp"), path: "/?Action=ListUsers" },
      ],
      [
        "an identity pool's credentials",
        {
          headers: {
            "x-amz-target": "AWSCognitoIdentityService.GetCredentialsForIdentity",
            "content-type": "application/x-amz-json-1.1",
          },
          body: "{}",
        },
      ],
      [
        "a role session for a foreign token",
        {
          ...whoAmI,
          body: "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn:aws:iam::123456789012:role/triggers&RoleSessionName=x&WebIdentityToken=x",
        },
      ],
      [
        "a machine's credentials",
        { method: "GET", path: "/latest/meta-data/iam/security-credentials/" },
      ],
      ["an API of MiniStack", { method: "GET", path: "/restapis/x/live/_user_request_/" }],
      ["an image registry", { method: "GET", path: "/v2/" }],
      ["a table's SQL", { path: "/Execute", body: "{}" }],
      ["a mail", { path: "/v2/email/outbound-emails", body: "{}" }],
      ["a catalog", { method: "GET", path: "/iceberg/v1/config" }],
      ["account settings of S3", { method: "GET", path: "/v20180820/mrap/instances" }],
      ["LocalStack's health", { method: "GET", path: "/_localstack/health" }],
    ] as const) {
      it(`refuses ${title}`, async () => {
        assert.ok(isRefusal(await at.statusOf(request)));
      });
    }

    it("responds with AWS's errors", async () => {
      const query = await send(at.url, whoAmI);
      const json = await send(at.url, poolOperation("AdminConfirmSignUp"));

      assert.match(query.body, /<Code>MissingAuthenticationToken<\/Code>/);
      assert.match(json.body, /"__type": ?"MissingAuthenticationTokenException"/);
    });

    it("refuses subdomains of localhost, by which MiniStack would choose another service", async () => {
      const { port } = new URL(at.url);
      const headers = { ...poolOperation("SignUp").headers };

      for (const name of [
        "abc.execute-api",
        "abc.lambda-url.eu-west-1",
        "bucket.s3",
        "abc.cloudfront",
        "x.alb",
      ]) {
        const host = `${name}.localhost:${port}`;
        assert.ok(isRefusal(await at.statusOf({ method: "GET", headers: { host } })), name);
        assert.ok(
          isRefusal(
            await at.statusOf({ ...poolOperation("SignUp"), headers: { ...headers, host } }),
          ),
          name,
        );
      }
    });

    it("serves a pool's keys and its configuration", async () => {
      for (const name of ["jwks.json", "openid-configuration"]) {
        const path = `/${at.pool.userPoolId}/.well-known/${name}`;
        assert.equal(await at.statusOf({ method: "GET", path }), 200);
      }
    });

    it("refuses duplicates of headers that decide", async () => {
      for (const name of ["Host", "X-Amz-Target", "Authorization", "Origin"]) {
        const status = await sendLines(at.url, [
          "POST / HTTP/1.1",
          `Host: ${new URL(at.url).host}`,
          "Content-Length: 2",
          "Content-Type: application/x-amz-json-1.1",
          "X-Amz-Target: AWSCognitoIdentityProviderService.SignUp",
          "Connection: close",
          ...(name === "Authorization" || name === "Origin" ? [`${name}: http://localhost`] : []),
          `${name}: http://localhost`,
        ]);
        assert.notEqual(status, 200, name);
      }
    });

    it("refuses websockets", async () => {
      const status = await sendLines(at.url, [
        "GET /live HTTP/1.1",
        `Host: abc.execute-api.localhost:${new URL(at.url).port}`,
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
      ]);

      assert.ok(status >= 400, String(status));
    });

    describe("on internal paths", () => {
      for (const path of [
        "/_ministack/reset",
        "//_ministack/reset",
        "/%5fministack/reset",
        "/%5Fministack%2Freset",
        "/_MINISTACK/reset",
        "/./_ministack/reset",
        "/a/../_ministack/reset",
        "/a/%2e%2e/_ministack/reset",
        "/_ministack//reset",
        "/_ministack/config",
        "/_ministack/ses/messages",
        "/_ministack/ses/messages?account=123456789012",
        "/_ministack/sqs/messages",
        "/_ministack/sns/sms-messages",
        "/_ministack/lambda-code/witness",
        "/_ministack/cfn-response/token",
        "/_ministack/eks-auth/x",
        "/_ministack/rds/iam-auth",
        "/_ministack/health/",
        "/_aws/ses",
        "/_alb/x/",
        "/_palisade/signers",
      ]) {
        it(`refuses ${path} without the secret`, async () => {
          for (const method of ["GET", "POST", "PUT", "OPTIONS"]) {
            for (const authorization of ["", "Bearer guess", "Bearer ü"]) {
              const headers: Record<string, string> = authorization ? { authorization } : {};
              assert.equal(await at.statusOf({ method, path, headers: latin1(headers) }), 403);
            }
            if (path.includes("..") || path.includes("/.")) continue;
            const request = await at.signed({ method, path }, { service: "s3" });
            assert.equal(await at.statusOf(request), 403);
          }
        });
      }

      it("serves them with the secret, and the health check to everybody", async () => {
        const authorization = `Bearer ${at.root.secretAccessKey}`;
        const path = "/_ministack/ses/messages";

        assert.equal(await at.statusOf({ method: "GET", path, headers: { authorization } }), 200);
        assert.equal(await at.statusOf({ method: "GET", path: "/_ministack/health" }), 200);
      });
    });
  });
});

const latin1 = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString("latin1")]),
  );
