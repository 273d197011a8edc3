import assert from "node:assert/strict";
import type { OpenApiDocument, Operation } from "../openapi.ts";
import { cognitoComponents, createModel, lambda, serve } from "../testing/gateway.ts";
import { send } from "../testing/http.ts";
import {
  accessClaims,
  createKey,
  idClaims,
  type JwksServer,
  signToken,
  startJwksServer,
} from "../testing/tokens.ts";
import { requirementsOf } from "./requirements.ts";

const key = { type: "apiKey", name: "x-api-key", in: "header" };
const pool = cognitoComponents().securitySchemes.pool;
const schemes = { pool, other: pool, key, bare: { type: "oauth2" } };

const documentWith = (more: object): OpenApiDocument => ({
  components: { securitySchemes: schemes },
  ...more,
});
const iam = { "x-amazon-apigateway-auth": { type: "AWS_IAM" } };
const none = { "x-amazon-apigateway-auth": { type: "NONE" } };

// Source: LocalStack's tests "test_import_with_global_api_key_authorizer" and
// "test_import_with_cognito_auth_identity_source", whose answers were recorded on AWS.
describe("the security of a whole document", () => {
  const tokenKey = createKey("k1");
  const idToken = signToken(tokenKey, idClaims());
  const emailToken = signToken(tokenKey, accessClaims("email"));
  let jwks: JwksServer;

  before(async () => {
    jwks = await startJwksServer([tokenKey]);
  });
  after(() => jwks.close());

  for (const [title, security, operation, statuses] of [
    ["its authorizer guards operations without one", [{ pool: [] }], {}, [401, 200, 401]],
    ["its scopes apply as well", [{ pool: ["email"] }], {}, [401, 401, 200]],
    [
      "an operation's own requirement replaces it",
      [{ pool: ["email"] }],
      { security: [{ other: [] }] },
      [401, 200, 401],
    ],
    ["an empty list guards nothing", [], {}, [200, 200, 200]],
  ] as const) {
    it(title, async () => {
      const any = { "x-amazon-apigateway-any-method": lambda(operation as Operation) };
      const paths = { "/a": { get: lambda(operation as Operation) }, "/any": any };
      const model = createModel(documentWith({ paths, security }));
      const gateway = await serve(model, {}, { jwksUriOf: () => jwks.uri });
      const get = async (path: string, ...headers: string[]) =>
        (await send(gateway.port, `/dev${path}`, { headers })).status;

      const found = await Promise.all(
        ["/a", "/any"].map(async (path) => [
          await get(path),
          await get(path, "Authorization", idToken),
          await get(path, "Authorization", emailToken),
        ]),
      );

      await gateway.abort();
      assert.deepEqual(found, [statuses, statuses]);
    });
  }

  for (const [title, document, operation] of [
    ["only an API key", { security: [{ key: [] }] }, {}],
    ["an authorizer and a key", { security: [{ pool: [], key: [] }] }, {}],
    ["a key besides", { security: [{ pool: [] }, { key: [] }] }, {}],
    ["alternatives", { security: [{ pool: [] }, { other: [] }] }, {}],
    ["two authorizers", { security: [{ pool: [], other: [] }] }, {}],
    ["an optional authorizer", { security: [{ pool: [] }, {}] }, {}],
    ["an empty requirement", { security: [{}] }, {}],
    ["an authorizer where the operation has none", { security: [{ pool: [] }] }, { security: [] }],
    ["and an empty requirement here", { security: [{ pool: [] }] }, { security: [{}] }],
    ["and only a key here", { security: [{ pool: [] }] }, { security: [{ key: [] }] }],
    ["and null here", { security: [{ pool: [] }] }, { security: null }],
    ["and no authorization here", { security: [{ pool: [] }] }, none],
    ["something other than a list", { security: { pool: [] } }, {}],
    ["a name in place of a requirement", { security: ["pool"] }, {}],
    ["IAM, which AWS defines for operations", iam, {}],
    ["IAM where the operation has only a key", iam, { security: [{ key: [] }] }],
  ] as const) {
    it(`is refused: ${title}`, () => {
      const refused = documentWith(document);

      assert.throws(() => requirementsOf("GET /a", operation as Operation, refused), {
        name: "RestApiDefinitionError",
        message: /^GET \/a: /,
      });
    });
  }

  for (const [title, document, operation, requirements] of [
    ["none", {}, {}, []],
    ["null, as an empty value of YAML is", { security: null }, { security: null }, []],
    ["IAM by the operation", { security: [{ key: [] }] }, iam, []],
    ["its own authorizer", iam, { security: [{ pool: [] }, { key: [] }] }, ["pool", "key"]],
    // Refused afterwards, because it is no kind of authorizer.
    ["a scheme that is no authorizer", { security: [{ bare: [] }] }, {}, ["bare"]],
    ["a scheme that is not declared", { security: [{ nobody: [] }] }, {}, ["nobody"]],
  ] as const) {
    it(`leaves an operation with ${title} as it is`, () => {
      const found = requirementsOf("GET /a", operation as Operation, documentWith(document));

      assert.deepEqual(found.flatMap(Object.keys), requirements);
    });
  }
});
