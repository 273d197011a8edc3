import assert from "node:assert/strict";
import { LambdaServiceError } from "../../../lambda/contract.ts";
import { createModel, lambda, serve, type FunctionResponse } from "../../testing/gateway.ts";
import { send, type RawRequest, type RawResponse } from "../../testing/http.ts";

describe("the response of a proxied function", () => {
  /** Returns the client's response for a function's output. */
  async function respond(
    output: FunctionResponse,
    request: RawRequest = {},
    binaryMediaTypes: string[] = [],
  ): Promise<RawResponse> {
    const paths = { "/": { "x-amazon-apigateway-any-method": lambda() } };
    const gateway = await serve(createModel({ paths }, {}, { binaryMediaTypes }), output);
    const response = await send(gateway.port, "/dev", request);
    assert.deepEqual(gateway.errors, []);
    await gateway.close({ graceMs: 1000 });
    return response;
  }

  it("has the function's status, headers and body", async () => {
    const response = await respond({
      statusCode: 201,
      headers: { "Content-Type": "text/plain", "X-A": "1" },
      multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] },
      body: "grüße",
    });

    assert.equal(response.status, 201);
    assert.equal(response.text, "grüße");
    assert.equal(response.headers["content-length"], "7");
    assert.equal(response.headers["x-a"], "1");
    const cookies = response.rawHeaders.filter(
      (_, at) => response.rawHeaders[at - 1] === "Set-Cookie",
    );
    assert.deepEqual(cookies, ["a=1", "b=2"]);
  });

  it("is 200 with an empty application/json body by default", async () => {
    const response = await respond({});

    assert.deepEqual([response.status, response.text], [200, ""]);
    assert.equal(response.headers["content-type"], "application/json");
  });

  const remapped = ["Authorization", "Connection", "Content-MD5", "Date", "Max-Forwards"];
  remapped.push("Server", "User-Agent", "WWW-Authenticate", "x-amzn-RequestId");
  for (const name of remapped) {
    it(`has the function's ${name} under another name`, async () => {
      const response = await respond({ headers: { [name.toLowerCase()]: "given" } });

      assert.equal(response.headers[`x-amzn-remapped-${name.toLowerCase()}`], "given");
      assert.ok(response.rawHeaders.includes(`x-amzn-Remapped-${name}`));
      assert.notEqual(response.headers[name.toLowerCase()], "given");
    });
  }

  const dropped = ["Content-Length", "Expect", "Host", "Proxy-Authenticate", "TE", "Trailer"];
  dropped.push("Transfer-Encoding", "Upgrade", "Via", "X-Amz-Apigw-Id", "X-Amzn-Trace-Id");
  for (const name of dropped) {
    it(`does not have the function's ${name}`, async () => {
      const response = await respond({ headers: { [name]: "999" }, body: "text" });

      assert.ok(!response.rawHeaders.includes("999"));
      assert.equal(response.text, "text");
    });
  }

  const base64: [title: string, listed: string[], accept: string[], decoded: boolean][] = [
    [
      "decoded when the first accepted type is binary",
      ["image/png"],
      ["Accept", "image/png, */*"],
      true,
    ],
    [
      "unchanged when only the second is binary",
      ["image/png"],
      ["Accept", "text/html, image/png"],
      false,
    ],
    ["unchanged without Accept", ["image/png"], [], false],
    ["unchanged without binary types", [], ["Accept", "image/png"], false],
    ["decoded without Accept when every type is binary", ["*/*"], [], true],
  ];
  for (const [title, listed, headers, decoded] of base64) {
    it(`has base64 ${title}`, async () => {
      const output = { body: "dGVzdC1kYXRh", isBase64Encoded: true };

      const response = await respond(output, { headers }, listed);

      assert.equal(response.text, decoded ? "test-data" : "dGVzdC1kYXRh");
    });
  }

  it("is not decoded if the function does not declare base64", async () => {
    const response = await respond({ body: "dGVzdC1kYXRh", isBase64Encoded: false }, {}, ["*/*"]);

    assert.equal(response.text, "dGVzdC1kYXRh");
  });

  it("is 500 for a body that is declared base64 but is not", async () => {
    const response = await respond({ body: "no base64!", isBase64Encoded: true }, {}, ["*/*"]);

    assert.equal(response.status, 500);
  });

  for (const statusCode of [204, 304]) {
    it(`has neither body nor length with ${statusCode}`, async () => {
      const response = await respond({ statusCode, body: "ignored" });

      assert.deepEqual([response.status, response.text], [statusCode, ""]);
      assert.equal(response.headers["content-length"], undefined);
    });
  }

  it("has the length but no body for HEAD", async () => {
    const response = await respond({ body: "text" }, { method: "HEAD" });

    assert.equal(response.headers["content-length"], "4");
    assert.equal(response.text, "");
  });

  const failures: [title: string, output: FunctionResponse, status: number][] = [
    ["502 for malformed output", { unknown: 1 }, 502],
    ["502 for a failed function", async () => ({ payload: "{}", functionError: "Unhandled" }), 502],
    [
      "500 when Lambda refuses the call",
      () =>
        Promise.reject(new LambdaServiceError("TooManyRequestsException", 429, "Rate exceeded")),
      500,
    ],
  ];
  for (const [title, output, status] of failures) {
    it(`is ${title}`, async () => {
      const response = await respond(output);

      assert.equal(response.status, status);
      assert.equal(response.text, '{"message": "Internal server error"}');
      assert.equal(response.headers["x-amzn-errortype"], "InternalServerErrorException");
    });
  }
});
