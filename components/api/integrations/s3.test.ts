import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { from, s3, sqs } from "../index.ts";
import { itRefuses } from "../testing/itRefuses.ts";
import { compiled } from "../testing/recordApi.ts";

const resources = () => ({ files: new aws.s3.Bucket("files"), jobs: new aws.sqs.Queue("jobs") });

describe("s3", () => {
  it("has a role for each action and prefix", async () => {
    const key = from.path("key");
    const routes = {
      "GET /files/{key+}": s3("files", { action: "get", key, prefix: "a/b/" }),
      "PUT /files/{key+}": s3("files", { action: "put", key, prefix: "a/b/" }),
      "HEAD /files/{key+}": s3("files", { action: "head", key, prefix: "a/b/" }),
      "DELETE /all/{key+}": s3("files", { action: "delete", key }),
    };
    const api = await compiled(routes, resources);

    assert.deepEqual(api.grants, {
      "api-files-GetObject-a+b+": "s3:GetObject arn:aws:s3:::files/a/b/*",
      "api-files-PutObject-a+b+": "s3:PutObject arn:aws:s3:::files/a/b/*",
      "api-files-DeleteObject": "s3:DeleteObject arn:aws:s3:::files/*",
    });
    const { uri, httpMethod, requestParameters } =
      api.operation("PUT /files/{key+}")["x-amazon-apigateway-integration"];
    assert.equal(uri, "arn:aws:apigateway:eu-west-1:s3:path/files/a/b/{key0}");
    assert.equal(httpMethod, "PUT");
    assert.deepEqual(requestParameters, {
      "integration.request.path.key0": "method.request.path.key",
      "integration.request.header.Content-Type": "method.request.header.Content-Type",
      "integration.request.header.content-type": "method.request.header.content-type",
    });
  });

  it("asks S3 for no part and under no condition if the route is cached, except by its key", async () => {
    const headersOf = async (keys?: readonly ["header.Range"]) => {
      const options = { action: "get", key: "a", cache: keys ? { keys } : {} } as const;
      const api = await compiled({ "GET /a": s3("files", options) }, resources);
      const { requestParameters } = api.operation("GET /a")["x-amazon-apigateway-integration"];
      return Object.keys(requestParameters).map((name) => name.split(".").at(-1));
    };

    assert.deepEqual(await headersOf(), []);
    assert.deepEqual(await headersOf(["header.Range"]), ["range", "Range"]);
  });

  it("joins keys of fixed parts and sources, and declares their parameters", async () => {
    const key = { join: ["users/", from.claim("sub"), "/a {b}/", from.query("name"), ".png"] };
    const api = await compiled({ "GET /file": s3("files", { action: "get", key }) }, resources);

    const { parameters, "x-amazon-apigateway-integration": integration } =
      api.operation("GET /file");
    assert.equal(integration.uri.split("s3:path/")[1], "files/users/{key1}/a%20%7Bb%7D/{key3}.png");
    assert.equal(
      integration.requestParameters["integration.request.path.key1"],
      "context.authorizer.claims.sub",
    );
    assert.deepEqual(
      parameters?.map(({ name, in: place }) => `${place} ${name}`),
      [
        "query name",
        ...["If-None-Match", "Range", "if-none-match", "range"].map((name) => `header ${name}`),
      ],
    );
  });

  it("treats every type as binary until a route reads text, and then lists binary types", async () => {
    const types = async (...routes: Parameters<typeof s3>[1][]) => {
      const named = Object.fromEntries(
        routes.map((options, index) => [`GET /${index}`, s3("files", options)]),
      );
      const { document } = await compiled(named, resources);
      return document["x-amazon-apigateway-binary-media-types"] as string[];
    };
    const bytes = { action: "get", key: "x", contentTypes: ["model/gltf-binary"] } as const;

    assert.deepEqual(await types(bytes), ["*/*"]);
    const mixed = await types(bytes, { action: "get", key: "y", text: true });
    assert.ok(mixed.includes("model/gltf-binary") && mixed.includes("image/png"));
    assert.ok(!mixed.includes("*/*") && !mixed.includes("application/json"));
  });

  const get = { action: "get", key: "x" } as const;

  // API Gateway Developer Guide, "Content type conversions in API Gateway": in a list of types, the text
  // of others is decoded from base64. It does not prove that API Gateway responds as the local gateway.
  describe("warns of types that nobody named", () => {
    const put = { action: "put", key: "x" } as const;
    for (const [what, options, others, warned] of [
      [
        "objects beside a template",
        get,
        true,
        /^warning: GET \/x: .*text\/plain, are responded to with 500/,
      ],
      ["uploads beside a template", put, true, /^warning: PUT \/x: .*are stored as UTF-8 text/],
      ["objects of named types", { ...get, contentTypes: ["text/csv"] }, true, undefined],
      ["no other types", { ...get, contentTypes: [] }, true, undefined],
      ["text", { ...get, text: true }, true, undefined],
      ["an API without templates", get, false, undefined],
    ] as const) {
      it(`${what}: ${warned ? "a warning" : "none"}`, async () => {
        const warnings: string[] = [];
        const { warn } = console;
        console.warn = (message: string) => void warnings.push(message);
        try {
          const key = options.action === "put" ? "PUT /x" : "GET /x";
          const template = others && { "POST /jobs": sqs("jobs") };
          await compiled({ [key]: s3("files", options), ...template }, resources);
        } finally {
          console.warn = warn;
        }

        const found = warnings.filter((message) => message.includes("S3 objects"));
        assert.equal(found.length, warned ? 1 : 0);
        if (warned) assert.match(found[0]!, warned);
      });
    }
  });

  itRefuses("GET /x", (options: Parameters<typeof s3>[1]) => s3("files", options), [
    ["a key from the body", { action: "put", key: from.body("$.x") }, /body/, "PUT /x"],
    ["an unknown parameter", { ...get, key: from.path("x") }, /"\{x\}"/],
    ["an empty key", { ...get, key: "" }, /key is empty/],
    ["get on a HEAD route", get, /HEAD routes/, "HEAD /x"],
    ["head on a GET route", { ...get, action: "head" }, /HEAD routes/],
    ["a prefix without a slash at its end", { ...get, prefix: "a" }, /prefix is "a"/],
    ["a wildcard as prefix", { ...get, prefix: "*/" }, /prefix is/],
    ["an upload without a body", { ...get, action: "put" }, /GET requests have none/],
    ["JSON among the content types", { ...get, contentTypes: ["application/json"] }, /text: true/],
    ["a claim without a token", { ...get, key: from.claim("sub"), auth: "none" }, /claim/],
  ]);

  it("refuses a resource that is not a bucket", async () => {
    const route = s3("jobs", { action: "get", key: "x" });

    await assert.rejects(compiled({ "GET /x": route }, resources), /as an S3 bucket/);
  });
});
