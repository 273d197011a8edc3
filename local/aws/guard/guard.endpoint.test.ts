import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { CreateUserPoolClientCommand } from "@aws-sdk/client-cognito-identity-provider";
import { CreateUserCommand } from "@aws-sdk/client-iam";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import {
  createFunctions,
  createPool,
  startTestStack,
  type TestPool,
  type TestStack,
} from "../cognito/testing/miniStack.ts";
import { type AwsEndpoint, connectEndpoint } from "../endpoint.ts";
import { type Credentials, type RawRequest, send, sendLines, sign } from "./testing/requests.ts";

const whoAmI = {
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: "Action=GetCallerIdentity&Version=2011-06-15",
};
const listTables = {
  headers: {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": "DynamoDB_20120810.ListTables",
  },
  body: "{}",
};
const listFunctions = { method: "GET", path: "/2015-03-31/functions/" };
const invoke = { path: "/2015-03-31/functions/witness/invocations", body: "{}" };
const page = "http://localhost:5173";

/** Services of the JSON protocol refuse with 400. */
const isRefusal = (status: number) => status === 400 || status === 403;

const poolOperation = (name: string, input: object = {}) => ({
  headers: {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `AWSCognitoIdentityProviderService.${name}`,
  },
  body: JSON.stringify(input),
});

describe("the guard of an AWS endpoint", () => {
  let stack: TestStack;
  let aws: AwsEndpoint;
  let root: Credentials;
  let pool: TestPool;
  /** What a function finds in its environment. */
  let environment: Record<string, string>;
  const urls = new Map<string, string>();

  before(async function () {
    this.timeout(120_000); // MiniStack may have to be installed.
    stack = await startTestStack();
    aws = stack.aws;
    root = aws.accessKey!;
    pool = await createPool(aws, {});
    await aws.cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: pool.userPoolId,
        ClientName: "shop",
        CallbackURLs: ["https://shop.example/signed-in"],
      }),
    );
    await createFunctions(aws, {
      witness: `
        const { readFileSync } = await import("node:fs");
        const parent = (() => {
          try { return readFileSync("/proc/" + process.ppid + "/environ", "latin1"); } catch { return ""; }
        })();
        return { own: process.env, parent }`,
    });
    const output = await aws.lambda.send(new InvokeCommand({ FunctionName: "witness" }));
    const seen = JSON.parse(Buffer.from(output.Payload!).toString()) as {
      own: Record<string, string>;
      parent: string;
    };
    environment = { ...seen.own, PARENT: seen.parent };
    urls.set("the front", aws.url);
    urls.set("MiniStack itself", environment["AWS_ENDPOINT_URL"]!);
  });
  after(() => stack.close());

  for (const port of ["the front", "MiniStack itself"]) {
    describe(`at the port of ${port}`, () => {
      const isFront = port === "the front";
      let url: string;
      before(() => {
        url = urls.get(port)!;
      });

      const signed = (
        request: RawRequest,
        options: Partial<Parameters<typeof sign>[2]> = {},
      ): Promise<RawRequest> => sign(url, request, { credentials: root, ...options });
      const statusOf = async (request: RawRequest) => (await send(url, request)).status;

      describe("with a signature", () => {
        it("serves the account's key", async () => {
          const answer = await send(url, await signed(whoAmI));

          assert.equal(answer.status, 200);
          assert.match(answer.body, /:root</);
        });

        it("serves a presigned request", async () => {
          const path = "/?Action=GetCallerIdentity&Version=2011-06-15";
          const request = await signed({ method: "GET", path }, { presignSeconds: 60 });

          assert.equal(await statusOf(request), 200);
        });

        for (const [title, credentials, code] of [
          [
            "the account's key with another secret",
            { secretAccessKey: "guess" },
            "SignatureDoesNotMatch",
          ],
          ["the key `test`", { accessKeyId: "test" }, "InvalidClientTokenId"],
          [
            "`test` with MiniStack's own secret",
            { accessKeyId: "test", secretAccessKey: "test" },
            "InvalidClientTokenId",
          ],
          [
            "the account's number as a key",
            { accessKeyId: "123456789012" },
            "InvalidClientTokenId",
          ],
          [
            "another account's number as a key",
            { accessKeyId: "000000000000" },
            "InvalidClientTokenId",
          ],
          ["nobody's key", { accessKeyId: "AKIANOBODY0000000000" }, "InvalidClientTokenId"],
          [
            "a session token that the key does not have",
            { sessionToken: "x" },
            "InvalidClientTokenId",
          ],
        ] as const) {
          it(`refuses ${title}`, async () => {
            const request = await signed(whoAmI, { credentials: { ...root, ...credentials } });

            const answer = await send(url, request);

            assert.equal(answer.status, 403);
            assert.match(answer.body, new RegExp(`<Code>${code}</Code>`));
          });
        }

        it("tells SDKs in the words of each protocol", async () => {
          const stranger = connectEndpoint(url, aws.region, {
            ...root,
            secretAccessKey: "guess",
          });

          await assert.rejects(stranger.sts.send(new GetCallerIdentityCommand({})), {
            name: "SignatureDoesNotMatch",
          });
          await assert.rejects(stranger.iam.send(new CreateUserCommand({ UserName: "x" })), {
            name: "SignatureDoesNotMatch",
          });
          await assert.rejects(stranger.lambda.send(new InvokeCommand({ FunctionName: "x" })), {
            name: "InvalidSignatureException",
          });
          const s3 = await stranger.s3();
          await assert.rejects(s3.listBuckets(), { name: "SignatureDoesNotMatch" });
        });

        for (const [title, change] of [
          ["another body", { body: "Action=ListUsers&Version=2010-05-08" }],
          ["another path", { path: "/other" }],
          ["another query", { path: "/?Action=ListUsers" }],
          ["another method", { method: "PUT" }],
          [
            "a header of AWS's that is not signed",
            { headers: { "x-amz-target": "AWSLambda.Invoke" } },
          ],
          ["another Host of this machine", { headers: { host: "localhost" } }],
        ] as const) {
          it(`refuses ${title} than was signed`, async () => {
            const request = await signed(whoAmI);
            const changed: RawRequest = { ...request, ...change };
            const host = new URL(url).host.replace("127.0.0.1", "localhost");
            const headers = {
              ...request.headers,
              ...changed.headers,
              ...(changed.headers?.["host"] === "localhost" && { host }),
            };

            assert.equal(await statusOf({ ...changed, headers }), 403);
          });
        }

        it("refuses what was signed without the Host", async () => {
          const request = await signed({ ...whoAmI, headers: { ...whoAmI.headers } });
          const authorization = request.headers!["authorization"]!.replace("host;", "");

          assert.equal(
            await statusOf({ ...request, headers: { ...request.headers, authorization } }),
            403,
          );
        });

        for (const minutes of [-16, 16]) {
          it(`refuses what was signed ${minutes} minutes from now`, async () => {
            const date = new Date(Date.now() + minutes * 60_000);

            assert.equal(await statusOf(await signed(whoAmI, { date })), 403);
          });
        }

        for (const hash of ["UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"]) {
          it(`refuses ${hash} outside of S3`, async () => {
            const headers = { ...whoAmI.headers, "x-amz-content-sha256": hash };

            const request = await signed({ ...whoAmI, headers });
            const asS3 = await signed(
              { ...listTables, headers: { ...listTables.headers, "x-amz-content-sha256": hash } },
              { service: "s3" },
            );

            assert.equal(await statusOf(request), 403);
            assert.ok(isRefusal(await statusOf(asS3)));
          });
        }

        it("refuses a hash of another body that was signed", async () => {
          const hash = createHash("sha256").update("Action=ListUsers").digest("hex");
          const headers = { ...whoAmI.headers, "x-amz-content-sha256": hash };

          assert.equal(await statusOf(await signed({ ...whoAmI, headers })), 403);
        });

        it("refuses two signatures, and a key named twice", async () => {
          const request = await signed(whoAmI);
          const authorization = request.headers!["authorization"]!;
          const stranger = `Credential=${root.accessKeyId}/20300101/eu-west-1/sts/aws4_request`;

          for (const more of [
            { path: `/?X-Amz-Credential=${root.accessKeyId}` },
            { path: `/?x-amz-signature=${"0".repeat(64)}` },
            { path: `/?AWSAccessKeyId=${root.accessKeyId}` },
            { headers: { ...request.headers, authorization: `${authorization}, ${stranger}` } },
          ]) {
            const status = await statusOf({ ...request, ...more });
            assert.ok(isRefusal(status), String(status));
          }
        });

        for (const [title, seconds, age] of [
          ["expired", 60, 61],
          ["of the future", 60, -1000],
          ["good for longer than a week", 700_000, 0],
        ] as const) {
          it(`refuses a presigned request that is ${title}`, async () => {
            const path = "/?Action=GetCallerIdentity&Version=2011-06-15";
            const date = new Date(Date.now() - age * 1000);
            const request = await signed(
              { method: "GET", path },
              { presignSeconds: Math.min(seconds, 604_800), date },
            );
            const changed = request.path!.replace("X-Amz-Expires=604800", "X-Amz-Expires=700000");

            assert.notEqual(await statusOf({ ...request, path: changed }), 200);
          });
        }

        it("refuses a presigned request with another query, or the parts spelled another way", async () => {
          const path = "/?Action=GetCallerIdentity&Version=2011-06-15";
          const request = await signed({ method: "GET", path }, { presignSeconds: 60 });

          for (const [from, to] of [
            ["GetCallerIdentity", "GetSessionToken"],
            ["X-Amz-Expires=60", "X-Amz-Expires=6000"],
            ["X-Amz-Signature", "x-amz-signature"],
            [`Action=`, `X-Amz-Date=20300101T000000Z&Action=`],
            [`Action=`, `Extra=1&Action=`],
          ] as const) {
            const changed = { ...request, path: request.path!.replace(from, to) };
            assert.notEqual(await statusOf(changed), 200, to);
          }
        });

        it("refuses other kinds of signatures", async () => {
          const scope = `${root.accessKeyId}/20300101/eu-west-1/sts/aws4_request`;

          for (const authorization of [
            `AWS ${root.accessKeyId}:c2lnbmF0dXJl`,
            `AWS4-ECDSA-P256-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-region-set, Signature=00`,
            `AWS4-HMAC-SHA256 Credential=${scope}`,
            `AWS4-HMAC-SHA256`,
            `Bearer ${root.accessKeyId}`,
            `Basic ${Buffer.from(`${root.accessKeyId}:x`).toString("base64")}`,
          ]) {
            const headers = { ...whoAmI.headers, authorization };
            const status = await statusOf({ ...whoAmI, headers });
            assert.ok(isRefusal(status), `${authorization}: ${status}`);
          }
        });

        it("refuses the keys that follow from a function's name", async () => {
          const role = "arn:aws:iam::123456789012:role/triggers";
          const arn = `arn:aws:lambda:${aws.region}:123456789012:function:witness`;
          const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
          const digest = sha256(`${arn}:${role}`);
          const credentials = {
            accessKeyId: `ASIA${digest.slice(0, 16).toUpperCase()}`,
            secretAccessKey: sha256(`secret:${digest}`),
            sessionToken: sha256(`token:${digest}`),
          };

          assert.equal(await statusOf(await signed(whoAmI, { credentials })), 403);
        });

        it("serves a function by the keys in its environment", async () => {
          const credentials = {
            accessKeyId: environment["AWS_ACCESS_KEY_ID"]!,
            secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"]!,
            sessionToken: environment["AWS_SESSION_TOKEN"]!,
          };

          const answer = await send(url, await signed(whoAmI, { credentials }));

          assert.equal(answer.status, 200);
          assert.match(answer.body, /assumed-role\/triggers/);
        });
      });

      describe("without a signature", () => {
        for (const [title, request] of [
          ["an operation of the query protocol", whoAmI],
          [
            "an operation in the query",
            { method: "GET", path: "/?Action=GetCallerIdentity&Version=2011-06-15" },
          ],
          ["a list of functions", listFunctions],
          ["a call of a function", invoke],
          [
            "a call of a function as a page's form",
            { ...invoke, headers: { "content-type": "text/plain" } },
          ],
          [
            "a page's form of the query protocol",
            { ...whoAmI, headers: { "content-type": "text/plain" } },
          ],
          ["the buckets", { method: "GET" }],
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
            "a role by a token of elsewhere",
            {
              ...whoAmI,
              body: "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn:aws:iam::123456789012:role/triggers&RoleSessionName=x&WebIdentityToken=x",
            },
          ],
          [
            "a machine's credentials",
            { method: "GET", path: "/latest/meta-data/iam/security-credentials/" },
          ],
          ["an API of MiniStack's", { method: "GET", path: "/restapis/x/live/_user_request_/" }],
          ["an image registry", { method: "GET", path: "/v2/" }],
          ["a table's SQL", { path: "/Execute", body: "{}" }],
          ["a mail", { path: "/v2/email/outbound-emails", body: "{}" }],
          ["a catalog", { method: "GET", path: "/iceberg/v1/config" }],
          ["account settings of S3", { method: "GET", path: "/v20180820/mrap/instances" }],
          ["LocalStack's health", { method: "GET", path: "/_localstack/health" }],
        ] as const) {
          it(`refuses ${title}`, async () => {
            assert.ok(isRefusal(await statusOf(request)));
          });
        }

        it("says so as AWS does", async () => {
          const query = await send(url, whoAmI);
          const json = await send(url, poolOperation("AdminConfirmSignUp"));

          assert.match(query.body, /<Code>MissingAuthenticationToken<\/Code>/);
          assert.match(json.body, /"__type": ?"MissingAuthenticationTokenException"/);
        });

        it("serves no name below localhost, by which MiniStack would choose another service", async () => {
          const { port } = new URL(url);
          const headers = { ...poolOperation("SignUp").headers };

          for (const name of [
            "abc.execute-api",
            "abc.lambda-url.eu-west-1",
            "bucket.s3",
            "abc.cloudfront",
            "x.alb",
          ]) {
            const host = `${name}.localhost:${port}`;
            assert.ok(isRefusal(await statusOf({ method: "GET", headers: { host } })), name);
            assert.ok(
              isRefusal(
                await statusOf({ ...poolOperation("SignUp"), headers: { ...headers, host } }),
              ),
              name,
            );
          }
        });

        it("serves a pool's keys and its configuration", async () => {
          for (const name of ["jwks.json", "openid-configuration"]) {
            const path = `/${pool.userPoolId}/.well-known/${name}`;
            assert.equal(await statusOf({ method: "GET", path }), 200);
          }
        });

        it("takes no second header for one that decides", async () => {
          for (const name of ["Host", "X-Amz-Target", "Authorization", "Origin"]) {
            const status = await sendLines(url, [
              "POST / HTTP/1.1",
              `Host: ${new URL(url).host}`,
              "Content-Length: 2",
              "Content-Type: application/x-amz-json-1.1",
              "X-Amz-Target: AWSCognitoIdentityProviderService.SignUp",
              "Connection: close",
              ...(name === "Authorization" || name === "Origin"
                ? [`${name}: http://localhost`]
                : []),
              `${name}: http://localhost`,
            ]);
            assert.notEqual(status, 200, name);
          }
        });

        it("opens no websocket", async () => {
          const status = await sendLines(url, [
            "GET /live HTTP/1.1",
            `Host: abc.execute-api.localhost:${new URL(url).port}`,
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
          ]);

          assert.ok(status >= 400, String(status));
        });
      });

      describe("on the endpoint's own paths", () => {
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
          it(`refuses ${path} to whoever has not the secret`, async () => {
            for (const method of ["GET", "POST", "PUT", "OPTIONS"]) {
              for (const authorization of ["", "Bearer guess", "Bearer ü"]) {
                const headers: Record<string, string> = authorization ? { authorization } : {};
                assert.equal(await statusOf({ method, path, headers: latin1(headers) }), 403);
              }
              if (path.includes("..") || path.includes("/.")) continue;
              const request = await signed({ method, path }, { service: "s3" });
              assert.equal(await statusOf(request), 403);
            }
          });
        }

        it("serves them with the secret, and the health to everybody", async () => {
          const authorization = `Bearer ${root.secretAccessKey}`;
          const path = "/_ministack/ses/messages";

          assert.equal(await statusOf({ method: "GET", path, headers: { authorization } }), 200);
          assert.equal(await statusOf({ method: "GET", path: "/_ministack/health" }), 200);
        });
      });

      describe("for other machines and pages", () => {
        for (const host of [
          "attacker.example",
          "attacker.example:4566",
          "127.0.0.1.attacker.example",
          "localhost.attacker.example",
          "attacker.example#localhost",
          "localhost",
          "localhost:1",
          "0.0.0.0",
        ]) {
          it(`refuses the Host "${host}"`, async () => {
            const { port } = new URL(url);
            const headers = {
              host: host && !host.includes(":") && host !== "localhost" ? `${host}:${port}` : host,
            };

            const path = `/${pool.userPoolId}/.well-known/jwks.json`;
            assert.ok([400, 403].includes(await statusOf({ method: "GET", path, headers })));
            assert.ok(
              [400, 403].includes(
                await statusOf({
                  ...poolOperation("SignUp"),
                  headers: { ...poolOperation("SignUp").headers, ...headers },
                }),
              ),
            );
          });
        }

        it("refuses what has no Host", async () => {
          assert.ok(isRefusal(await sendLines(url, ["POST / HTTP/1.0", "Content-Length: 2"])));
        });

        for (const origin of [
          "https://attacker.example",
          "null",
          "http://localhost.attacker.example",
          "http://127.0.0.1.attacker.example",
          "http://localhost:5173.attacker.example",
          "file://",
          "chrome-extension://abc",
        ]) {
          it(`refuses pages of ${origin}`, async () => {
            const preflight = {
              method: "OPTIONS",
              headers: { origin, "access-control-request-method": "POST" },
            };
            const operation = poolOperation("SignUp");
            const answers = [
              await send(url, preflight),
              await send(url, { ...operation, headers: { ...operation.headers, origin } }),
              await send(url, { ...whoAmI, headers: { ...whoAmI.headers, origin } }),
              await send(url, await signed({ ...whoAmI, headers: { ...whoAmI.headers, origin } })),
              await send(url, { method: "GET", path: "/_ministack/health", headers: { origin } }),
            ];

            for (const { status, headers } of answers) {
              assert.equal(status, 403);
              assert.equal(headers["access-control-allow-origin"], undefined);
            }
          });
        }

        it("refuses what other sites send without an Origin", async () => {
          const operation = poolOperation("SignUp");
          for (const site of ["cross-site", "same-site"]) {
            const headers = { ...operation.headers, "sec-fetch-site": site };
            assert.equal(await statusOf({ ...operation, headers }), 403);
          }
        });

        for (const origin of [
          page,
          "http://127.0.0.1:3000",
          "https://localhost",
          "http://[::1]:8080",
          "http://app.localhost:5173",
        ]) {
          it(`lets pages of ${origin} sign users up, and read that they did`, async () => {
            const operation = poolOperation("SignUp", {
              ClientId: pool.clientId,
              Username: `${randomBytes(4).toString("hex")}@example.com`,
              Password: "Secret-123456",
            });
            const preflight = await send(url, {
              method: "OPTIONS",
              headers: {
                origin,
                "access-control-request-method": "POST",
                "access-control-request-headers":
                  "content-type,x-amz-target,x-amz-user-agent,cache-control",
              },
            });
            const headers = { ...operation.headers, origin, "sec-fetch-site": "cross-site" };
            const answer = await send(url, { ...operation, headers });

            assert.equal(preflight.status, 200);
            assert.equal(
              preflight.headers["access-control-allow-headers"],
              "content-type,x-amz-target,x-amz-user-agent,cache-control",
            );
            assert.equal(answer.status, isFront ? 200 : 403, answer.body);
            for (const { headers } of [preflight, answer]) {
              assert.equal(headers["access-control-allow-origin"], origin);
              assert.match(headers["vary"] ?? "", /Origin/);
            }
          });
        }

        it("believes nobody else who says to be the front", async () => {
          const operation = poolOperation("GetUser", { AccessToken: "x" });
          for (const pass of ["", "Bearer", "Bearer guess", `Bearer ${root.accessKeyId}`]) {
            const headers = { ...operation.headers, "x-palisade-front": pass };
            const { body } = await send(url, { ...operation, headers });

            assert.match(body, /InvalidRequest|AccessDenied/);
          }
        });

        it("lets pages that a pool leads back to ask Cognito, and nothing else", async () => {
          const origin = "https://shop.example";
          const operation = poolOperation("GetUser", { AccessToken: "x" });
          const ask = (request: RawRequest) =>
            send(url, { ...request, headers: { ...request.headers, origin } });
          const preflight = {
            method: "OPTIONS",
            headers: { "access-control-request-method": "POST" },
          };

          const cognito = await ask(operation);
          const before = await ask(preflight);
          const others = [
            await ask(whoAmI),
            await send(url, await signed({ ...whoAmI, headers: { ...whoAmI.headers, origin } })),
            await ask({ ...preflight, path: "/bucket/key" }),
          ];

          assert.match(cognito.body, isFront ? /NotAuthorizedException/ : /AccessDenied/);
          assert.equal(cognito.headers["access-control-allow-origin"], origin);
          assert.equal(before.headers["access-control-allow-origin"], origin);
          for (const { status, headers } of others) {
            assert.equal(status, 403);
            assert.equal(headers["access-control-allow-origin"], undefined);
          }
        });

        it("lets a page read why it was refused", async () => {
          const answer = await send(url, {
            ...whoAmI,
            headers: { ...whoAmI.headers, origin: page },
          });

          assert.equal(answer.status, 403);
          assert.equal(answer.headers["access-control-allow-origin"], page);
        });

        it("lets a page sign, as it may on AWS", async () => {
          const request = { ...whoAmI, headers: { ...whoAmI.headers, origin: page } };
          const answer = await send(url, await signed(request));

          assert.equal(answer.status, 200);
          assert.equal(answer.headers["access-control-allow-origin"], page);
        });

        it("shows nothing to pages where none asked", async () => {
          const { headers } = await send(url, await signed(whoAmI));

          assert.equal(headers["access-control-allow-origin"], undefined);
        });
      });
    });
  }

  it("keeps the account's secret and the machine's variables from functions", () => {
    const known = JSON.stringify(environment);

    assert.ok(!known.includes(root.secretAccessKey));
    assert.ok(!known.includes(root.accessKeyId));
    assert.notEqual(environment["HOME"], process.env["HOME"]);
    const inherited = ["PATH", "LANG", "LC_ALL", "TZ"];
    const ofHost = Object.entries(process.env).filter(
      ([name, value]) => !inherited.includes(name) && environment[name] === value && value !== "",
    );
    assert.deepEqual(ofHost, []);
  });
});

const latin1 = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString("latin1")]),
  );
