import assert from "node:assert/strict";
import { IntegrationError, type RouteDefinition, signOut } from "../index.ts";
import { documentIn, recordApi } from "../testing/recordApi.ts";
import { itRefuses } from "../testing/itRefuses.ts";

const tableArn = "arn:aws:dynamodb:eu-west-1:123456789012:table/revoked";

const record = (routes: Record<string, RouteDefinition>) =>
  recordApi({
    region: "eu-west-1",
    routes,
    issuers: ["https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc"],
    revocation: {
      ttlSeconds: 8,
      ifUnreachable: "refuse",
      clientIds: ["client-1", "client-2"],
      denyList: { tableName: "revoked", tableArn, keptSeconds: 3_600 },
    },
  });

describe("signOut", () => {
  it("writes to the deny list with one role", async () => {
    const recorded = await record({
      "POST /sign-out": signOut(),
      "DELETE /session": signOut({ sessions: "own" }),
    });

    const { paths } = documentIn(recorded);
    const all = paths["/sign-out"]!["post"]!["x-amazon-apigateway-integration"];
    const own = paths["/session"]!["delete"]!["x-amazon-apigateway-integration"];
    assert.equal(all.uri, "arn:aws:apigateway:eu-west-1:dynamodb:action/UpdateItem");
    assert.equal(own.credentials, all.credentials);
    // Behind our function, claims are keys of its context.
    assert.match(all.requestTemplates["application/json"]!, /context\.authorizer\['claim_sub'\]/);
    assert.match(
      own.requestTemplates["application/json"]!,
      /context\.authorizer\['claim_origin_jti'\]/,
    );
    const { policy } = recorded.inputs("RolePolicy", "api-sign_out-UpdateItem");
    assert.deepEqual(JSON.parse(String(policy)), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["dynamodb:UpdateItem"], Resource: [tableArn] }],
    });
  });

  it("needs revocation", async () => {
    await assert.rejects(recordApi({ routes: { "POST /sign-out": signOut() } }), (error) => {
      assert.ok(error instanceof IntegrationError);
      assert.match(error.message, /"POST \/sign-out".*Set identity\.revocation/);
      return true;
    });
  });

  itRefuses("POST /x", (options: Parameters<typeof signOut>[0]) => signOut(options), [
    [
      "other sessions",
      { sessions: "others" as "own" },
      /sessions is "others"; allowed: "all", "own"/,
    ],
    ["callers without a session", { auth: "iam" }, /auth is "iam".*Use auth: "cognito"/],
    ["everybody", { auth: "none" }, /auth is "none".*Use auth: "cognito"/],
    ["a method that may be repeated", {}, /POST or DELETE/, "GET /x"],
    ["any method", {}, /POST or DELETE/, "ANY /x"],
  ]);
});

describe("an API whose tokens can be revoked", () => {
  it("has a function that reads the list, and nothing else", async () => {
    const recorded = await record({ "POST /sign-out": signOut() });

    const { environment } = recorded.inputs("Function", "api-user-authorizer");
    assert.deepEqual(environment, {
      variables: {
        ISSUERS: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc",
        CLIENT_IDS: "client-1,client-2",
        DENY_LIST_TABLE: "revoked",
      },
    });
    const { policy } = recorded.inputs("RolePolicy", "api-user-authorizer");
    const { Statement } = JSON.parse(String(policy)) as { Statement: { Action: string[] }[] };
    assert.deepEqual(
      Statement.map(({ Action }) => Action),
      [["logs:CreateLogStream", "logs:PutLogEvents"], ["dynamodb:BatchGetItem"]],
    );
    const { cognito } = documentIn(recorded).components.securitySchemes;
    const authorizer = cognito!["x-amazon-apigateway-authorizer"] as Record<string, unknown>;
    assert.equal(authorizer["authorizerResultTtlInSeconds"], 8);
  });

  it("needs the pool's issuers, and a client", async () => {
    const denyList = { tableName: "revoked", tableArn, keptSeconds: 60 };
    const revocation = { ttlSeconds: 0, ifUnreachable: "refuse", denyList } as const;

    await assert.rejects(recordApi({ revocation: { ...revocation, clientIds: ["a"] } }), {
      message: /issuers is missing; allowed: the pool's issuers, with revocation/,
    });
    await assert.rejects(recordApi({ revocation: { ...revocation, clientIds: [] } }), {
      message: /revocation\.clientIds is \[\]; allowed: a list of at least one client's id/,
    });
  });

  it("has less room for scopes with more clients", async () => {
    const clientIds = Array.from({ length: 100 }, (_, index) => `client-${index}`);
    const denyList = { tableName: "revoked", tableArn, keptSeconds: 60 };

    await assert.rejects(
      recordApi({
        routes: { "POST /sign-out": signOut({ scopes: ["a/b"] }), ...manyScopes },
        issuers: ["https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc"],
        revocation: { ttlSeconds: 0, ifUnreachable: "refuse", clientIds, denyList },
      }),
      /scopes of its routes is "\d+ bytes"; allowed: at most 52 bytes/,
    );
  });
});

const manyScopes = { "POST /another/sign-out": signOut({ scopes: ["another/scope"] }) };
