import assert from "node:assert/strict";
import { createModel, lambda, serve } from "./testing/gateway.ts";
import { send } from "./testing/http.ts";

describe("a route that is not served", () => {
  it("responds with 501 and the reason, whatever its document says of others", async () => {
    const unserved = { "x-palisade-not-served": "GET /a: no function" };
    const model = createModel(
      {
        paths: {
          "/a": { get: unserved, "x-amazon-apigateway-any-method": unserved },
          "/b": { get: lambda() },
        },
        security: [{ key: [] }],
        "x-amazon-apigateway-request-validator": "undefined",
        "x-amazon-apigateway-gateway-responses": { DEFAULT_5XX: { statusCode: "200" } },
      },
      {},
      { binaryMediaTypes: ["*/*"] },
    );
    // The other route's authorization is unclear, so only the unserved one compiles.
    await assert.rejects(serve(model), { name: "RestApiDefinitionError", message: /^GET \/b: / });
    const { "/a": a } = model.document.paths!;
    const gateway = await serve({ ...model, document: { ...model.document, paths: { "/a": a! } } });

    const responses = await Promise.all(
      ["GET", "POST", "OPTIONS"].map((method) =>
        send(gateway.port, "/dev/a", { method, body: "x" }),
      ),
    );

    await gateway.abort();
    for (const { status, text } of responses) {
      assert.equal(status, 501);
      assert.equal(text, '{"message":"Not served on this machine: GET /a: no function"}');
    }
  });
});
