import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { GetUserCommand, InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListUsersCommand } from "@aws-sdk/client-iam";
import { ListEmailIdentitiesCommand } from "@aws-sdk/client-sesv2";
import type { S3 } from "@aws-sdk/client-s3";
import { createPool, miniStack } from "../cognito/testing/miniStack.ts";
import { type AwsEndpoint, connectEndpoint } from "../endpoint.ts";
import { type Credentials, type RawRequest, send, sign } from "./testing/requests.ts";

const Bucket = "files";
const region = "eu-west-1";

describe("clients of a guarded AWS endpoint", () => {
  const stack = miniStack();
  let aws: AwsEndpoint;
  let root: Credentials;
  let s3: S3;

  before(async () => {
    aws = stack.aws;
    root = aws.accessKey!;
    s3 = await aws.s3();
    await s3.createBucket({ Bucket });
  });

  const read = async (Key: string) =>
    (await s3.getObject({ Bucket, Key })).Body!.transformToString();
  const presign = (request: RawRequest, presignSeconds = 60) =>
    sign(aws.url, request, { credentials: root, service: "s3", presignSeconds });

  it("are served in each protocol", async () => {
    await aws.dynamodb.send(new ListTablesCommand({}));
    await aws.lambda.send(new ListFunctionsCommand({}));
    await aws.iam.send(new ListUsersCommand({}));
    await aws.ses.send(new ListEmailIdentitiesCommand({}));
    await aws.cloudwatch.send(new ListMetricsCommand({}));
    await (await aws.sqs()).listQueues({});
    await (await aws.sns()).listTopics({});
    await (await aws.kinesis()).listStreams({});
    await (await aws.sfn()).listStateMachines({});
    await (await aws.eventBridge()).listRules({});
  });

  it("are served at localhost, too", async () => {
    const url = aws.url.replace("127.0.0.1", "localhost");

    await connectEndpoint(url, region, aws.accessKey!).lambda.send(new ListFunctionsCommand({}));
  });

  it("of Cognito user pools need no key", async () => {
    const { clientId: ClientId } = await createPool(aws, {});
    const nobody = { accessKeyId: "none", secretAccessKey: "none" };
    const { cognito } = connectEndpoint(aws.url, region, nobody);
    const AuthParameters = { USERNAME: "ada@example.com" };

    await assert.rejects(
      cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: "CUSTOM_AUTH", AuthParameters })),
      { name: /NotAuthorizedException|UserNotFoundException|InvalidParameterException/ },
    );
    await assert.rejects(cognito.send(new GetUserCommand({ AccessToken: "x" })), {
      name: "NotAuthorizedException",
    });
  });

  describe("of S3", () => {
    it("upload and download objects whose keys have any characters", async () => {
      for (const Key of ["plain", "a b+c/d'e(f)*~ü", "_under/../dots", "//slashes"]) {
        await s3.putObject({ Bucket, Key, Body: "body" });
        assert.equal(await read(Key), "body", Key);
      }
    });

    it("upload in chunks with a trailing checksum", async () => {
      const body = "x".repeat(200_000);

      await s3.putObject({
        Bucket,
        Key: "stream",
        Body: Readable.from([body]),
        ContentLength: body.length,
      });

      assert.equal(await read("stream"), body);
    });

    it("use presigned URLs", async () => {
      const put = await presign({ method: "PUT", path: `/${Bucket}/presigned` });
      const get = await presign({ method: "GET", path: `/${Bucket}/presigned` });

      const uploaded = await send(aws.url, { ...put, body: "by URL" });
      const response = await send(aws.url, get);

      assert.deepEqual([uploaded.status, response.status, response.body], [200, 200, "by URL"]);
    });

    it("use presigned URLs of signature version 2, as the AWS CLI does in us-east-1", async () => {
      await s3.putObject({ Bucket, Key: "old", Body: "old" });

      for (const [expires, secret, status] of [
        [60, root.secretAccessKey, 200],
        [-1, root.secretAccessKey, 403],
        [60, "guess", 403],
      ] as const) {
        const request = presignVersion2(root, `/${Bucket}/old`, expires, secret);
        assert.equal((await send(aws.url, request)).status, status);
      }
    });

    it("upload from forms", async () => {
      const upload = async (fields: Record<string, string>) => {
        const form = new FormData();
        for (const [name, value] of Object.entries(fields)) form.append(name, value);
        form.append("file", new Blob(["by form"]));
        const origin = "http://localhost:5173";
        return fetch(`${aws.url}/${Bucket}`, { method: "POST", body: form, headers: { origin } });
      };
      const signed = formFields(root, "form");

      const responses = [
        await upload(signed),
        await upload({ ...signed, key: "other" }),
        await upload({ ...signed, "x-amz-signature": "0".repeat(64) }),
        await upload(formFields({ ...root, secretAccessKey: "guess" }, "form")),
        await upload(formFields({ accessKeyId: "test", secretAccessKey: "test" }, "form")),
        await upload({ key: "form" }),
        await upload({ key: "form", policy: signed["policy"]! }),
      ];

      assert.deepEqual(
        responses.map(({ status }) => status),
        [204, 403, 403, 403, 403, 403, 403],
      );
      assert.equal(await read("form"), "by form");
    });

    for (const [title, change] of [
      ["another object", (path: string) => path.replace("presigned", "other")],
      ["a later expiry", (path: string) => path.replace("X-Amz-Expires=60", "X-Amz-Expires=600")],
      ["a further parameter", (path: string) => `${path}&versionId=1`],
      ["no signature", (path: string) => path.replace(/&X-Amz-Signature=\w+/, "")],
      ["an older date", (path: string) => path.replace(/X-Amz-Date=\d{8}/, "X-Amz-Date=20200101")],
    ] as const) {
      it(`can't change a presigned URL to ${title}`, async () => {
        await s3.putObject({ Bucket, Key: "other", Body: "other" });
        const get = await presign({ method: "GET", path: `/${Bucket}/presigned` });

        const { status } = await send(aws.url, { ...get, path: change(get.path!) });

        assert.ok(status === 400 || status === 403, String(status));
      });
    }

    it("can't use a presigned URL for anything else", async () => {
      const put = await presign({ method: "PUT", path: `/${Bucket}/presigned` });
      const chunked = "0\r\nx-amz-target:DynamoDB_20120810.ListTables\r\n\r\n";
      const form = { "content-type": "application/x-www-form-urlencoded" };

      const changes: RawRequest[] = [
        { headers: { "x-amz-target": "DynamoDB_20120810.ListTables" }, body: "{}" },
        { headers: { "x-amz-acl": "public-read" } },
        { headers: { "content-encoding": "aws-chunked" }, body: chunked },
        { headers: { "x-amz-decoded-content-length": "0" }, body: chunked },
        { headers: form, body: "Action=ListUsers&Version=2010-05-08" },
      ];
      for (const more of changes) {
        const headers = { ...put.headers, ...more.headers };
        const response = await send(aws.url, { ...put, ...more, headers });
        assert.ok([400, 403].includes(response.status), JSON.stringify([more, response]));
      }
    });

    it("can't use an expired presigned URL", async () => {
      const date = new Date(Date.now() - 61_000);
      const get = await sign(
        aws.url,
        { method: "GET", path: `/${Bucket}/plain` },
        { credentials: root, service: "s3", presignSeconds: 60, date },
      );

      assert.equal((await send(aws.url, get)).status, 403);
    });

    it("upload signed chunks, but no changed ones", async () => {
      const { request, head, chunk, last, trailer } = await signedChunks(aws.url, root);
      const status = async (...parts: string[]) =>
        (await send(aws.url, { ...request, body: parts.join("") })).status;

      assert.equal(await status(head, chunk, last, trailer), 200);
      assert.equal(await read("chunks"), "in chunks");
      assert.equal(await status(head, chunk.replace("in", "no"), last, trailer), 403);
      assert.equal(await status(last, trailer), 403);
      assert.equal(await status(head, chunk, last, trailer.replace("crc32", "crc64")), 403);
      assert.notEqual(await status(head, chunk, last, `x-amz-acl:public-read\r\n${trailer}`), 200);
      assert.notEqual(await status(head, chunk, last), 200);
    });
  });
});

const hmac = (key: string | Buffer, value: string) =>
  createHmac("sha256", key).update(value).digest();
const hash = (value: string) => createHash("sha256").update(value).digest("hex");

const signingKey = (secret: string, day: string) =>
  ["eu-west-1", "s3", "aws4_request"].reduce(hmac, hmac(`AWS4${secret}`, day));

/** A presigned URL. Source: S3 API Reference, "Signing and authenticating REST requests". */
function presignVersion2(
  { accessKeyId }: Credentials,
  path: string,
  seconds: number,
  secret: string,
): RawRequest {
  const expires = Math.floor(Date.now() / 1000) + seconds;
  const signature = createHmac("sha1", secret)
    .update(`GET\n\n\n${expires}\n${path}`)
    .digest("base64");
  const query = new URLSearchParams({
    AWSAccessKeyId: accessKeyId,
    Expires: String(expires),
    Signature: signature,
  });
  return { method: "GET", path: `${path}?${query.toString()}` };
}

function formFields({ accessKeyId, secretAccessKey }: Credentials, key: string) {
  const date = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const day = date.slice(0, 8);
  const fields = {
    key,
    bucket: Bucket,
    "x-amz-algorithm": "AWS4-HMAC-SHA256",
    "x-amz-credential": `${accessKeyId}/${day}/${region}/s3/aws4_request`,
    "x-amz-date": date,
  };
  const conditions = Object.entries(fields).map(([name, value]) => ({ [name]: value }));
  const expiration = new Date(Date.now() + 60_000).toISOString();
  const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString("base64");
  const signature = hmac(signingKey(secretAccessKey, day), policy).toString("hex");
  return { ...fields, policy, "x-amz-signature": signature } as Record<string, string>;
}

/** A signed upload of one chunk with a trailing checksum. */
async function signedChunks(url: string, root: Credentials) {
  const body = "in chunks";
  const request = await sign(
    url,
    {
      method: "PUT",
      path: `/${Bucket}/chunks`,
      headers: {
        "content-encoding": "aws-chunked",
        "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
        "x-amz-decoded-content-length": String(body.length),
        "x-amz-trailer": "x-amz-checksum-crc32",
      },
    },
    { credentials: root, service: "s3" },
  );
  const date = request.headers!["x-amz-date"]!;
  const day = date.slice(0, 8);
  const key = signingKey(root.secretAccessKey, day);
  const scope = `${day}/${region}/s3/aws4_request`;
  const seed = /Signature=(\w+)/.exec(request.headers!["authorization"]!)![1]!;
  const signChunk = (previous: string, chunk: string) =>
    hmac(
      key,
      ["AWS4-HMAC-SHA256-PAYLOAD", date, scope, previous, hash(""), hash(chunk)].join("\n"),
    ).toString("hex");
  const first = signChunk(seed, body);
  const last = signChunk(first, "");
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  const checksum = `x-amz-checksum-crc32:${sum.toString("base64")}`;
  const trailer = hmac(
    key,
    ["AWS4-HMAC-SHA256-TRAILER", date, scope, last, hash(`${checksum}\n`)].join("\n"),
  ).toString("hex");
  return {
    request,
    head: `${body.length.toString(16)};chunk-signature=${first}\r\n`,
    chunk: `${body}\r\n`,
    last: `0;chunk-signature=${last}\r\n`,
    trailer: `${checksum}\r\nx-amz-trailer-signature:${trailer}\r\n\r\n`,
  };
}
