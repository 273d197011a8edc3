import assert from "node:assert/strict";
import {
  CreateTableCommand,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { lambdaProxy, signOut } from "../../components/api/index.ts";
import { documentIn, recordApi } from "../../components/api/testing/recordApi.ts";
import { createAuthorizer } from "../../functions/authorizers/userPool/authorizer.ts";
import { readSettings } from "../../functions/authorizers/userPool/settings.ts";
import { createVerifier } from "../../functions/authorizers/userPool/verifier.ts";
import { awsClient, dynamoDb } from "../../functions/shared/awsClient.ts";
import { denyList, revocationInput } from "../../functions/shared/denyList/index.ts";
import { captureLog } from "../../functions/testing/captureLog.ts";
import type { OpenApiDocument } from "../../local/gateway/openapi.ts";
import {
  createModel,
  functionArn,
  serve,
  type TestGateway,
} from "../../local/gateway/testing/gateway.ts";
import { send } from "../../local/gateway/testing/http.ts";
import {
  issuer,
  type JwksServer,
  poolArn,
  startJwksServer,
} from "../../local/gateway/testing/tokens.ts";
import { useCloud } from "../../local/provider/testing/cloud.ts";
import { accessToken, idToken, poolKey } from "./conformance/tokens.ts";

const tableName = "revoked";
const keptSeconds = 3_600;
/** Seconds since 1970, now or later. */
const now = (later = 0) => Math.floor(Date.now() / 1000) + later;

const routes = {
  "GET /me": lambdaProxy("orders"),
  "GET /orders": lambdaProxy("orders", { scopes: ["orders/read"] }),
  "POST /sign-out": signOut(),
  "POST /sign-out/here": signOut({ sessions: "own" }),
};

/** A user's token of a session that began a while ago. */
const tokenOf = (sub: string, session: string, claims: object = {}) =>
  idToken({ sub, origin_jti: session, auth_time: now(-60), ...claims });

/** Serves the document with the functions and templates as they are, a table of the endpoint and no cache. */
describe("revoked tokens", function () {
  this.timeout(120_000);
  const cloud = useCloud();
  let jwks: JwksServer;
  let document: OpenApiDocument;
  let variables: Record<string, string>;
  let gateway: TestGateway;

  before(async () => {
    jwks = await startJwksServer([poolKey]);
    await cloud.aws.dynamodb.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "key", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "key", AttributeType: "S" }],
      }),
    );
    const recorded = await recordApi({
      region: "eu-west-1",
      routes,
      userPoolArns: [poolArn],
      issuers: [issuer],
      proxies: { orders: { functionName: "proxy", functionArn } },
      revocation: {
        ttlSeconds: 0,
        ifUnreachable: "refuse",
        clientIds: ["client-1", "machine-1"],
        denyList: { tableName, tableArn: "arn:aws:dynamodb:::table/revoked", keptSeconds },
      },
    });
    const text = JSON.stringify(documentIn(recorded))
      .replaceAll(
        "arn:aws:test:::aws:lambda/function:Function/api-user-authorizer",
        functionArn.replace("proxy", "authorizer"),
      )
      .replaceAll("arn:aws:test:::aws:iam/role:Role/", "arn:aws:iam::123456789012:role/");
    document = JSON.parse(text) as OpenApiDocument;
    const { environment } = recorded.inputs("Function", "api-user-authorizer");
    variables = {
      ...(environment as { variables: Record<string, string> }).variables,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: new URL(jwks.uri).origin,
      AWS_ENDPOINT_URL: cloud.aws.url,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: cloud.aws.accessKey!.accessKeyId,
      AWS_SECRET_ACCESS_KEY: cloud.aws.accessKey!.secretAccessKey,
    };
    gateway = await served();
  });
  after(async () => {
    await gateway?.abort();
    jwks.close();
  });

  /** A gateway whose authorizer has these variables too. */
  async function served(more: Record<string, string> = {}, api = document): Promise<TestGateway> {
    const settings = readSettings({ ...variables, ...more });
    const list = denyList(
      awsClient(dynamoDb, { variables: { ...variables, ...more } }),
      settings.denyListTable!,
    );
    const authorize = createAuthorizer(settings, createVerifier(settings), list);
    return serve(createModel(api), undefined, {
      invokeAuthorizer: async (_arn, event) => {
        const requestId = "invocation-2";
        try {
          const result = await authorize(JSON.parse(event), { awsRequestId: requestId });
          return { payload: JSON.stringify(result), requestId };
        } catch (error) {
          const payload = JSON.stringify({ errorMessage: (error as Error).message });
          return { payload, requestId, functionError: "Unhandled" };
        }
      },
      callService: async ({ service, body }) => {
        assert.equal(service, "dynamodb");
        const input = JSON.parse(String(body)) as UpdateItemCommandInput;
        await cloud.aws.dynamodb.send(new UpdateItemCommand(input));
        return { status: 200, headers: new Map(), body: Buffer.from("{}") };
      },
    });
  }

  const call = async (line: string, token: string, at = gateway) => {
    const [method = "", path = ""] = line.split(" ");
    const { status } = await send(at.port, `/dev${path}`, {
      method,
      headers: ["Authorization", token],
    });
    return status;
  };

  it("are those of all sessions after a sign-out everywhere", async () => {
    const [phone, laptop] = [tokenOf("ann", "a-phone"), tokenOf("ann", "a-laptop")];
    assert.equal(await call("GET /me", laptop), 200);

    assert.equal(await call("POST /sign-out", phone), 204);

    assert.equal(await call("GET /me", phone), 401);
    assert.equal(await call("GET /me", laptop), 401);
    const refreshed = tokenOf("ann", "a-laptop", { iat: now(30) });
    assert.equal(await call("GET /me", refreshed), 401);
    assert.equal(await call("GET /me", tokenOf("bob", "b-phone")), 200);
    const signedInAgain = tokenOf("ann", "a-new", { auth_time: now(30) });
    assert.equal(await call("GET /me", signedInAgain), 200);
  });

  it("are those of one session after its sign-out, also access tokens", async () => {
    const claims = { sub: "cleo", auth_time: now(-60) };
    const access = (session: string) =>
      accessToken("orders/read", { ...claims, origin_jti: session });

    assert.equal(await call("POST /sign-out/here", tokenOf("cleo", "c-phone")), 204);

    assert.equal(await call("GET /me", tokenOf("cleo", "c-phone")), 401);
    assert.equal(await call("GET /orders", access("c-phone")), 401);
    assert.equal(await call("GET /me", tokenOf("cleo", "c-laptop")), 200);
    assert.equal(await call("GET /orders", access("c-laptop")), 200);
  });

  it("can be a machine's", async () => {
    const machine = { sub: "machine-1", client_id: "machine-1", iat: now(-60) };
    const token = accessToken("orders/read", machine);
    assert.equal(await call("GET /orders", token), 200);

    const revoked = { client: "machine-1" };
    const input = revocationInput({ tableName, revoked, now: Date.now(), keptSeconds });
    await cloud.aws.dynamodb.send(new UpdateItemCommand(input));

    assert.equal(await call("GET /orders", token), 401);
    const newer = accessToken("orders/read", { ...machine, iat: now(30) });
    assert.equal(await call("GET /orders", newer), 200);
  });

  it("leave an entry that DynamoDB deletes when the session's tokens have expired", async () => {
    await call("POST /sign-out", tokenOf("dora", "d-phone"));

    const Key = { key: { S: "subject#dora" } };
    const { Item } = await cloud.aws.dynamodb.send(
      new GetItemCommand({ TableName: tableName, Key }),
    );
    const before = Number(Item!["before"]!.N);
    assert.ok(Math.abs(before - Date.now() / 1000) < 30);
    assert.deepEqual(Item, {
      ...Key,
      before: { N: String(before) },
      expiresAt: { N: String(before + keptSeconds) },
    });
  });

  it("can't name another user's entry, whatever the claim contains", async () => {
    const nasty = `x"},"before":{"N":"1"}} $context.requestId #set($now = 1) \\ '`;

    assert.equal(await call("POST /sign-out", tokenOf(nasty, "n-phone")), 204);

    assert.equal(await call("GET /me", tokenOf(nasty, "n-phone")), 401);
  });

  it("are refused like tokens of clients that are not listed", async () => {
    assert.equal(await call("GET /me", tokenOf("ed", "e-1", { aud: "client-2" })), 401);
    const foreign = accessToken("orders/read", { client_id: "client-2", aud: "client-1" });
    assert.equal(await call("GET /orders", foreign), 401);
    assert.equal(await call("GET /me", tokenOf("ed", "e-1", { iss: `${issuer}x` })), 401);
  });

  it("are refused as soon as API Gateway no longer keeps the decision", async () => {
    const text = JSON.stringify(document);
    const ttl = '"authorizerResultTtlInSeconds":';
    assert.ok(text.includes(`${ttl}0`));
    const keeping = await served(
      {},
      JSON.parse(text.replace(`${ttl}0`, `${ttl}1`)) as OpenApiDocument,
    );
    const [token, other] = [tokenOf("gus", "g-phone"), tokenOf("hal", "h-phone")];
    assert.equal(await call("GET /me", token, keeping), 200);

    assert.equal(await call("POST /sign-out", token, keeping), 204);

    let status = 200;
    while (status === 200) status = await call("GET /me", token, keeping);
    assert.equal(status, 401);
    assert.equal(await call("GET /me", other, keeping), 200);
    await keeping.abort();
  });

  it("keep callers out while the list can't be read, unless they should get in", async () => {
    const unreachable = { AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
    const closed = await served(unreachable);
    const open = await served({ ...unreachable, DENY_LIST_UNREACHABLE: "accept" });
    const token = tokenOf("flo", "f-phone");

    const { lines } = await captureLog(async () => {
      assert.equal(await call("GET /me", token, closed), 500);
      assert.equal(await call("GET /me", token, open), 200);
    });

    assert.deepEqual(
      lines.map(({ level, message }) => [level, message]),
      [
        ["error", "deny list not read"],
        ["error", "deny list not read"],
      ],
    );
    assert.doesNotMatch(JSON.stringify(lines), /eyJ/);
    await Promise.all([closed.abort(), open.abort()]);
  });
});
