import assert from "node:assert/strict";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { startHttpService, stopServices, type TestService } from "../../testing/service.ts";
import { signWithKms } from "./kms.ts";

const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/0f1e";

describe("signWithKms", () => {
  let kms: TestService;
  let request: { headers: Record<string, unknown>; body: Record<string, unknown> };

  stopServices();

  const respondWith = async (status: number, body: string) => {
    kms = await startHttpService(async (incoming, response) => {
      const text = (await buffer(incoming)).toString();
      request = { headers: incoming.headers, body: JSON.parse(text) as never };
      response.writeHead(status).end(body);
    });
  };

  const sign = (timeoutMs = 5_000, token?: string) =>
    signWithKms(
      "message",
      {
        keyArn,
        variables: {
          AWS_ENDPOINT_URL_KMS: kms.url.href,
          AWS_ACCESS_KEY_ID: "AKIA1",
          AWS_SECRET_ACCESS_KEY: "very-secret",
          AWS_SESSION_TOKEN: token,
        },
      },
      timeoutMs,
    );

  it("signs the message with the key, as its role", async () => {
    await respondWith(200, JSON.stringify({ Signature: "c2lnbmVk" }));

    assert.equal((await sign(5_000, "session")).toString(), "signed");
    assert.deepEqual(request.body, {
      KeyId: keyArn,
      Message: Buffer.from("message").toString("base64"),
      MessageType: "RAW",
      SigningAlgorithm: "ECDSA_SHA_256",
    });
    assert.equal(request.headers["x-amz-target"], "TrentService.Sign");
    assert.equal(request.headers["x-amz-security-token"], "session");
    assert.match(
      String(request.headers["authorization"]),
      /^AWS4-HMAC-SHA256 Credential=AKIA1\/\d{8}\/eu-west-1\/kms\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}$/,
    );
  });

  it("fetches credentials where Lambda names an endpoint for them", async () => {
    await respondWith(200, JSON.stringify({ Signature: "c2lnbmVk" }));
    const credentials = await startHttpService(({ headers }, response) => {
      assert.equal(headers.authorization, "own");
      response.end(JSON.stringify({ AccessKeyId: "ASIA2", SecretAccessKey: "s", Token: "t" }));
    });

    await signWithKms(
      "message",
      {
        keyArn,
        variables: {
          AWS_ENDPOINT_URL: kms.url.href,
          AWS_CONTAINER_CREDENTIALS_FULL_URI: credentials.url.href,
          AWS_CONTAINER_AUTHORIZATION_TOKEN: "own",
        },
      },
      5_000,
    );
    assert.match(String(request.headers["authorization"]), /Credential=ASIA2\//);
    assert.equal(request.headers["x-amz-security-token"], "t");
  });

  it("shows nothing of credentials that it can't read", async () => {
    await respondWith(200, "{}");
    const credentials = await startHttpService((_, response) => {
      response.end('{"AccessKeyId": "ASIA2", "SecretAccessKey": "hidden"');
    });
    const variables = {
      AWS_ENDPOINT_URL: kms.url.href,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: credentials.url.href,
    };

    await assert.rejects(signWithKms("message", { keyArn, variables }, 5_000), {
      message: `${credentials.url.host} responded with 200 and no JSON`,
    });
  });

  it("reports KMS's error, without secrets", async () => {
    await respondWith(400, JSON.stringify({ __type: "AccessDeniedException", message: "for X" }));

    await assert.rejects(sign(), { message: "KMS responded with 400 AccessDeniedException" });
  });

  it("reports a response that is not KMS's", async () => {
    await respondWith(502, "<html>");

    await assert.rejects(sign(), { message: `${kms.url.host} responded with 502 and no JSON` });
    for (const body of ["null", "[]", '"a"', "1", '{"Signature":{}}', '{"Signature":null}']) {
      await respondWith(200, body);
      await assert.rejects(sign(), { message: "KMS responded with 200 " });
    }
  });

  it("gives up when KMS does not respond in time, or not to the end", async () => {
    for (const listener of [
      () => {},
      (_: IncomingMessage, response: ServerResponse) => void response.write("{"),
    ]) {
      let asked = false;
      kms = await startHttpService((incoming, response) => {
        asked = true;
        listener(incoming, response);
      });
      // A busy machine may need longer to ask.
      for (let timeoutMs = 50; !asked; timeoutMs *= 4) await assert.rejects(sign(timeoutMs));
    }
  });

  it("fails when KMS can't be reached", async () => {
    kms = await startHttpService(() => {});
    await kms.stop();
    await assert.rejects(sign(), { code: "ECONNREFUSED" });
  });
});
