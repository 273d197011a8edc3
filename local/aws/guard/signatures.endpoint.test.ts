import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { CreateUserCommand } from "@aws-sdk/client-iam";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { connectEndpoint } from "../endpoint.ts";
import { atEachPort, isRefusal, whoAmI } from "./testing/guardedPort.ts";
import { type RawRequest, send } from "./testing/requests.ts";

const listTables = {
  headers: {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": "DynamoDB_20120810.ListTables",
  },
  body: "{}",
};

describe("the guard of an AWS endpoint, with signatures", () => {
  const front = atEachPort((at) => {
    it("serves the account's key", async () => {
      const response = await send(at.url, await at.signed(whoAmI));

      assert.equal(response.status, 200);
      assert.match(response.body, /:root</);
    });

    it("serves a presigned request", async () => {
      const path = "/?Action=GetCallerIdentity&Version=2011-06-15";
      const request = await at.signed({ method: "GET", path }, { presignSeconds: 60 });

      assert.equal(await at.statusOf(request), 200);
    });

    for (const [title, credentials, code] of [
      [
        "the account's key with another secret",
        { secretAccessKey: "guess" },
        "SignatureDoesNotMatch",
      ],
      ["the key `test`", { accessKeyId: "test" }, "InvalidClientTokenId"],
      [
        "`test` with MiniStack's default secret",
        { accessKeyId: "test", secretAccessKey: "test" },
        "InvalidClientTokenId",
      ],
      ["the account's number as a key", { accessKeyId: "123456789012" }, "InvalidClientTokenId"],
      [
        "another account's number as a key",
        { accessKeyId: "000000000000" },
        "InvalidClientTokenId",
      ],
      ["an unknown key", { accessKeyId: "AKIANOBODY0000000000" }, "InvalidClientTokenId"],
      ["a session token that the key does not have", { sessionToken: "x" }, "InvalidClientTokenId"],
    ] as const) {
      it(`refuses ${title}`, async () => {
        const request = await at.signed(whoAmI, { credentials: { ...at.root, ...credentials } });

        const response = await send(at.url, request);

        assert.equal(response.status, 403);
        assert.match(response.body, new RegExp(`<Code>${code}</Code>`));
      });
    }

    it("reports errors to SDKs in each protocol", async () => {
      const stranger = connectEndpoint(at.url, at.aws.region, {
        ...at.root,
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
      ["an unsigned header of AWS", { headers: { "x-amz-target": "AWSLambda.Invoke" } }],
      ["another Host of this machine", { headers: { host: "localhost" } }],
    ] as const) {
      it(`refuses a request after signing if it has ${title}`, async () => {
        const request = await at.signed(whoAmI);
        const changed: RawRequest = { ...request, ...change };
        const host = new URL(at.url).host.replace("127.0.0.1", "localhost");
        const headers = {
          ...request.headers,
          ...changed.headers,
          ...(changed.headers?.["host"] === "localhost" && { host }),
        };

        assert.equal(await at.statusOf({ ...changed, headers }), 403);
      });
    }

    it("refuses a signature without the Host", async () => {
      const request = await at.signed({ ...whoAmI, headers: { ...whoAmI.headers } });
      const authorization = request.headers!["authorization"]!.replace("host;", "");

      assert.equal(
        await at.statusOf({ ...request, headers: { ...request.headers, authorization } }),
        403,
      );
    });

    for (const minutes of [-16, 16]) {
      it(`refuses a signature from ${minutes} minutes after now`, async () => {
        const date = new Date(Date.now() + minutes * 60_000);

        assert.equal(await at.statusOf(await at.signed(whoAmI, { date })), 403);
      });
    }

    for (const hash of ["UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"]) {
      it(`refuses ${hash} outside of S3`, async () => {
        const headers = { ...whoAmI.headers, "x-amz-content-sha256": hash };

        const request = await at.signed({ ...whoAmI, headers });
        const asS3 = await at.signed(
          { ...listTables, headers: { ...listTables.headers, "x-amz-content-sha256": hash } },
          { service: "s3" },
        );

        assert.equal(await at.statusOf(request), 403);
        assert.ok(isRefusal(await at.statusOf(asS3)));
      });
    }

    it("refuses a signed hash of another body", async () => {
      const hash = createHash("sha256").update("Action=ListUsers").digest("hex");
      const headers = { ...whoAmI.headers, "x-amz-content-sha256": hash };

      assert.equal(await at.statusOf(await at.signed({ ...whoAmI, headers })), 403);
    });

    it("refuses two signatures, and a key named twice", async () => {
      const request = await at.signed(whoAmI);
      const authorization = request.headers!["authorization"]!;
      const stranger = `Credential=${at.root.accessKeyId}/20300101/eu-west-1/sts/aws4_request`;

      for (const more of [
        { path: `/?X-Amz-Credential=${at.root.accessKeyId}` },
        { path: `/?x-amz-signature=${"0".repeat(64)}` },
        { path: `/?AWSAccessKeyId=${at.root.accessKeyId}` },
        { headers: { ...request.headers, authorization: `${authorization}, ${stranger}` } },
      ]) {
        const status = await at.statusOf({ ...request, ...more });
        assert.ok(isRefusal(status), String(status));
      }
    });

    for (const [title, seconds, age] of [
      ["expired", 60, 61],
      ["from the future", 60, -1000],
      ["valid for longer than a week", 700_000, 0],
    ] as const) {
      it(`refuses a presigned request that is ${title}`, async () => {
        const path = "/?Action=GetCallerIdentity&Version=2011-06-15";
        const date = new Date(Date.now() - age * 1000);
        const request = await at.signed(
          { method: "GET", path },
          { presignSeconds: Math.min(seconds, 604_800), date },
        );
        const changed = request.path!.replace("X-Amz-Expires=604800", "X-Amz-Expires=700000");

        assert.notEqual(await at.statusOf({ ...request, path: changed }), 200);
      });
    }

    it("refuses a presigned request with a changed query or spelling", async () => {
      const path = "/?Action=GetCallerIdentity&Version=2011-06-15";
      const request = await at.signed({ method: "GET", path }, { presignSeconds: 60 });

      for (const [from, to] of [
        ["GetCallerIdentity", "GetSessionToken"],
        ["X-Amz-Expires=60", "X-Amz-Expires=6000"],
        ["X-Amz-Signature", "x-amz-signature"],
        [`Action=`, `X-Amz-Date=20300101T000000Z&Action=`],
        [`Action=`, `Extra=1&Action=`],
      ] as const) {
        const changed = { ...request, path: request.path!.replace(from, to) };
        assert.notEqual(await at.statusOf(changed), 200, to);
      }
    });

    it("refuses other kinds of signatures", async () => {
      const scope = `${at.root.accessKeyId}/20300101/eu-west-1/sts/aws4_request`;

      for (const authorization of [
        `AWS ${at.root.accessKeyId}:c2lnbmF0dXJl`,
        `AWS4-ECDSA-P256-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-region-set, Signature=00`,
        `AWS4-HMAC-SHA256 Credential=${scope}`,
        `AWS4-HMAC-SHA256`,
        `Bearer ${at.root.accessKeyId}`,
        `Basic ${Buffer.from(`${at.root.accessKeyId}:x`).toString("base64")}`,
      ]) {
        const headers = { ...whoAmI.headers, authorization };
        const status = await at.statusOf({ ...whoAmI, headers });
        assert.ok(isRefusal(status), `${authorization}: ${status}`);
      }
    });

    it("refuses keys derived from a function's name", async () => {
      const role = "arn:aws:iam::123456789012:role/triggers";
      const arn = `arn:aws:lambda:${at.aws.region}:123456789012:function:witness`;
      const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
      const digest = sha256(`${arn}:${role}`);
      const credentials = {
        accessKeyId: `ASIA${digest.slice(0, 16).toUpperCase()}`,
        secretAccessKey: sha256(`secret:${digest}`),
        sessionToken: sha256(`token:${digest}`),
      };

      assert.equal(await at.statusOf(await at.signed(whoAmI, { credentials })), 403);
    });

    it("accepts the keys in a function's environment", async () => {
      const credentials = {
        accessKeyId: at.environment["AWS_ACCESS_KEY_ID"]!,
        secretAccessKey: at.environment["AWS_SECRET_ACCESS_KEY"]!,
        sessionToken: at.environment["AWS_SESSION_TOKEN"]!,
      };

      const response = await send(at.url, await at.signed(whoAmI, { credentials }));

      assert.equal(response.status, 200);
      assert.match(response.body, /assumed-role\/triggers/);
    });
  });

  it("hides the account's secret and the machine's variables from functions", () => {
    const known = JSON.stringify(front.environment);

    assert.ok(!known.includes(front.root.secretAccessKey));
    assert.ok(!known.includes(front.root.accessKeyId));
    assert.notEqual(front.environment["HOME"], process.env["HOME"]);
    const inherited = ["PATH", "LANG", "LC_ALL", "TZ"];
    const ofHost = Object.entries(process.env).filter(
      ([name, value]) =>
        !inherited.includes(name) && front.environment[name] === value && value !== "",
    );
    assert.deepEqual(ofHost, []);
  });
});
