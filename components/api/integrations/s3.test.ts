import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { from, RouteError, s3 } from "../index.ts";
import { compiled } from "./testing/compiled.ts";

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
    });
  });

  it("joins keys of fixed parts and of what the request has, and declares it", async () => {
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
      ["query name", "header If-None-Match", "header Range"],
    );
  });

  it("leaves every type bytes until a route reads texts; then it lists its own too", async () => {
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

  for (const [what, route, definition, problem] of [
    ["a key of the body", "PUT /x", s3("files", { action: "put", key: from.body("$.x") }), /body/],
    [
      "a parameter that is not there",
      "GET /x",
      s3("files", { action: "get", key: from.path("x") }),
      /"\{x\}"/,
    ],
    ["an empty key", "GET /x", s3("files", { action: "get", key: "" }), /key is empty/],
    ["a HEAD route that gets", "HEAD /x", s3("files", { action: "get", key: "x" }), /HEAD routes/],
    ["a GET route to the head", "GET /x", s3("files", { action: "head", key: "x" }), /HEAD routes/],
    [
      "a prefix without its slash",
      "GET /x",
      s3("files", { action: "get", key: "x", prefix: "a" }),
      /prefix is "a"/,
    ],
    [
      "a prefix that allows more",
      "GET /x",
      s3("files", { action: "get", key: "x", prefix: "*/" }),
      /prefix is/,
    ],
    [
      "an upload without a body",
      "GET /x",
      s3("files", { action: "put", key: "x" }),
      /GET requests have none/,
    ],
    [
      "a claim without a token",
      "GET /x",
      s3("files", { action: "get", key: from.claim("sub"), auth: "none" }),
      /claim/,
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        compiled({ [route]: definition }, resources),
        (error: Error) => error instanceof RouteError && problem.test(error.message),
      );
    });
  }

  it("refuses what is no bucket", async () => {
    const route = s3("jobs", { action: "get", key: "x" });

    await assert.rejects(compiled({ "GET /x": route }, resources), /as an S3 bucket/);
  });
});
