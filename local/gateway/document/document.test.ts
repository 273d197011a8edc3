import assert from "node:assert/strict";
import { stringify } from "yaml";
import { readDocument } from "./index.ts";

const read = (document: object | string, more: Parameters<typeof readDocument>[2] = {}) => {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return readDocument('REST API "pets"', text, more);
};
const mock = { "x-amazon-apigateway-integration": { type: "mock" } };
const model = (name: string) => ({ $ref: `#/definitions/${name}` });

/** The facts of a document that LocalStack imported on AWS, "petstore-authorizer.swagger.json". */
const petStore = {
  swagger: "2.0",
  basePath: "/v1",
  consumes: ["application/xml"],
  paths: {
    "/pets": {
      parameters: [{ $ref: "#/parameters/tenant" }],
      get: {
        security: [{ guard: [] }],
        parameters: [{ name: "page", in: "query", required: false, type: "string" }],
        "x-amazon-apigateway-integration": {
          type: "http",
          httpMethod: "get",
          uri: "http://a.test",
        },
      },
      post: {
        consumes: ["application/json"],
        parameters: [{ in: "body", name: "NewPet", required: true, schema: model("NewPet") }],
        ...mock,
      },
      put: { parameters: [{ $ref: "#/parameters/pet" }], ...mock },
    },
    "/shared": { parameters: [{ $ref: "#/parameters/pet" }], post: mock },
  },
  parameters: {
    tenant: { name: "X-Tenant", in: "header", required: true, type: "string" },
    pet: { in: "body", name: "Pet", schema: model("Pet") },
  },
  securityDefinitions: {
    guard: {
      type: "apiKey",
      name: "Authorization",
      in: "header",
      "x-amazon-apigateway-authtype": "oauth2",
      "x-amazon-apigateway-authorizer": {
        type: "token",
        identitySource: "",
        authorizerCredentials: "",
      },
    },
  },
  definitions: {
    Pet: { type: "object", properties: { type: model("PetType") } },
    NewPet: { type: "object", properties: { $ref: { type: "string" } }, required: ["$ref"] },
    PetType: { type: "string", enum: ["dog", null] },
  },
  "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true } },
};

describe("a document of Swagger 2.0", () => {
  const { paths, components, ...rest } = read(petStore);

  it("has the models, parameters and authorizers of OpenAPI 3", () => {
    const named = (name: string) => ({ $ref: `#/components/schemas/${name}` });

    assert.deepEqual(components?.schemas, {
      Pet: { type: "object", properties: { type: named("PetType") } },
      // A property of this name is no reference.
      NewPet: { type: "object", properties: { $ref: { type: "string" } }, required: ["$ref"] },
      PetType: { type: "string", enum: ["dog", null] },
    });
    assert.deepEqual(components?.securitySchemes?.["guard"], {
      type: "apiKey",
      name: "Authorization",
      in: "header",
      "x-amazon-apigateway-authtype": "oauth2",
      "x-amazon-apigateway-authorizer": { type: "token" },
    });
    assert.deepEqual(rest["x-amazon-apigateway-request-validators"], {
      all: { validateRequestBody: true },
    });
  });

  it("has a parameter of the body as the model of the body's content types", () => {
    const item = paths!["/pets"]!;
    const content = (type: string, name: string) => ({
      content: { [type]: { schema: { $ref: `#/components/schemas/${name}` } } },
    });

    assert.deepEqual(item["post"]?.requestBody, content("application/json", "NewPet"));
    assert.deepEqual(item["put"]?.requestBody, content("application/xml", "Pet"));
    assert.deepEqual(paths!["/shared"]!["post"]?.requestBody, content("application/xml", "Pet"));
    assert.equal(item["get"]?.requestBody, undefined);
    assert.deepEqual(
      [item["post"]?.parameters, item["put"]?.parameters, paths!["/shared"]!["parameters"]],
      [[], [], []],
    );
  });

  it("keeps other parameters, with the path's", () => {
    const item = paths!["/pets"]!;

    assert.deepEqual(item["parameters"], [petStore.parameters.tenant]);
    assert.equal(item["get"]?.parameters?.length, 1);
  });

  it("reads the same from YAML, and again as read", () => {
    const document = read(petStore);

    assert.deepEqual(read(stringify(petStore)), document);
    assert.deepEqual(read(document), document);
  });
});

describe("a document's base path", () => {
  // Source: API Gateway Developer Guide, "Set the OpenAPI basePath property", and the import tests of
  // LocalStack, "test_import_rest_api_with_base_path_oas30", recorded on AWS.
  const variables = { basePath: { default: "/base-var" } };
  for (const [title, document, ignored, prepended, split] of [
    ["of Swagger", { swagger: "2.0", basePath: "/a/b/c" }, "/e", "/a/b/c/e", "/b/c/e"],
    [
      "of a server's URL",
      { servers: [{ url: "https://a.test/" }, { url: "https://b.test/base-url/part/" }] },
      ...["/e", "/base-url/part/e", "/part/e"],
    ],
    [
      "of a server's variable",
      { servers: [{ url: "https://a.test/other", variables }] },
      ...["/e", "/base-var/e", "/e"],
    ],
    ["that is missing", {}, "/e", "/e", "/e"],
  ] as const) {
    it(`${title} is ignored, prepended or split`, () => {
      const found = ([undefined, "ignore", "prepend", "split"] as const).map((basePath) =>
        Object.keys(read({ ...document, paths: { "/e": { get: mock } } }, { basePath }).paths!),
      );

      assert.deepEqual(found, [[ignored], [ignored], [prepended], [split]]);
    });
  }
});

describe("a document", () => {
  it("has AWS's variables resolved", () => {
    const uri =
      "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:${AWS::AccountId}:${AWS::Nothing}";
    const integration = { "x-amazon-apigateway-integration": { type: "aws_proxy", uri } };
    const aws = { Partition: "aws", Region: "us-east-1", AccountId: "123456789012" };
    const variables = Object.fromEntries(
      Object.entries(aws).map(([name, value]) => [`AWS::${name}`, value]),
    );

    const { paths } = read({ paths: { "/": { get: integration } } }, { variables });

    assert.equal(
      paths!["/"]!["get"]!["x-amazon-apigateway-integration"]!.uri,
      "arn:aws:apigateway:us-east-1:lambda:123456789012:${AWS::Nothing}",
    );
  });

  it("has references resolved, and keeps broken ones for its routes to name", () => {
    const { paths, components } = read({
      openapi: "3.0.1",
      paths: {
        "/a": { $ref: "#/x-items/~1a" },
        "/lost": { $ref: "#/x-items/lost" },
        "/round": { $ref: "#/x-items/round" },
      },
      "x-items": {
        "/a": {
          post: {
            ...mock,
            requestBody: { $ref: "#/components/requestBodies/pet" },
            parameters: [{ $ref: "#/components/parameters/a" }, { $ref: "other.yaml#/b" }],
          },
        },
        round: { $ref: "#/x-items/round" },
      },
      components: {
        requestBodies: { pet: { content: { "application/json": {} } } },
        parameters: { a: { name: "a", in: "query" } },
        securitySchemes: {
          one: { $ref: "#/components/securitySchemes/two" },
          two: { type: "apiKey" },
        },
      },
    });

    const operation = paths!["/a"]!["post"]!;
    assert.deepEqual(operation.requestBody, { content: { "application/json": {} } });
    assert.deepEqual(operation.parameters, [{ name: "a", in: "query" }, { $ref: "other.yaml#/b" }]);
    assert.deepEqual(paths!["/lost"], { $ref: "#/x-items/lost" });
    assert.deepEqual(paths!["/round"], { $ref: "#/x-items/round" });
    assert.deepEqual(components?.securitySchemes?.["one"], { type: "apiKey" });
  });

  it("has numbers, cases and empty values as an import stores them", () => {
    const { paths, security } = read(
      stringify({ openapi: "3.0.1" }) +
        [
          "security:",
          "paths:",
          "  x-note: nothing",
          "  /pets/:",
          "    get:",
          "      security:",
          "      x-amazon-apigateway-integration:",
          "        httpMethod: post",
          '        timeoutInMillis: "3000"',
          "        requestParameters: { integration.request.header.a: true, integration.request.header.b: \"'b'\" }",
          "        responses: { default: { statusCode: 200, responseTemplates: } }",
          "    post:",
        ].join("\n"),
    );

    assert.equal(security, undefined);
    assert.deepEqual(paths, {
      "/pets": {
        get: {
          "x-amazon-apigateway-integration": {
            httpMethod: "POST",
            timeoutInMillis: 3000,
            requestParameters: { "integration.request.header.b": "'b'" },
            responses: { default: { statusCode: 200 } },
          },
        },
        post: {},
      },
    });
  });

  for (const [title, text, message] of [
    ["neither JSON nor YAML", "openapi: 3.0.1\n paths: {", /neither JSON nor YAML/],
    ["a list", "[]", /not an object/],
    ["a text", "orders", /not an object/],
    ["another version of OpenAPI", { openapi: "4.0.0", paths: {} }, /version 4\.0\.0/],
    ["another version of Swagger", { swagger: "1.2", paths: {} }, /version 1\.2/],
    ["YAML that expands without end", "a: *nobody", /neither JSON nor YAML|alias/],
  ] as const) {
    it(`is refused if it is ${title}`, () => {
      assert.throws(() => read(text), { name: "RestApiDefinitionError", message });
    });
  }
});
