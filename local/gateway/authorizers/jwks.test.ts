import assert from "node:assert/strict";
import type { AuthorizerDefinition } from "../openapi.ts";
import {
  cognitoComponents,
  createModel,
  lambda,
  serve,
  type TestGateway,
} from "../testing/gateway.ts";
import { send } from "../testing/http.ts";
import {
  createKey,
  idClaims,
  poolArn,
  signToken,
  startJwksServer,
  type JwksServer,
} from "../testing/tokens.ts";

const key = createKey("k1");
const foreignKey = createKey("k1");
const secondKey = createKey("k2");

function createApi(authorizer?: AuthorizerDefinition) {
  return createModel({
    paths: {
      "/id": { get: lambda({ security: [{ pool: [] }] }) },
    },
    components: cognitoComponents(authorizer),
  });
}

describe("the keys of a Cognito authorizer", () => {
  let jwks: JwksServer;
  let gateway: TestGateway;

  beforeEach(async () => {
    jwks = await startJwksServer([key]);
    gateway = await serve(createApi(), {}, { jwksUriOf: () => jwks.uri });
  });
  afterEach(async () => {
    jwks.close();
    await gateway.abort();
  });

  const get = (path: string, token: string) =>
    send(gateway.port, `/dev${path}`, { headers: ["Authorization", token] });

  it("are fetched once for all tokens", async () => {
    await gateway.warm();
    await Promise.all(
      [1, 2, 3].map((jti) => get("/id", signToken(key, idClaims({ jti: `${jti}` })))),
    );

    assert.equal(jwks.fetches, 1);
  });

  it("are fetched again when the pool rotates them", async () => {
    await gateway.warm();
    jwks.keys = [secondKey];

    const response = await get("/id", signToken(secondKey, idClaims()));

    assert.equal(response.status, 200);
    assert.equal(jwks.fetches, 2);
  });

  it("are fetched at most once more for tokens with unknown key ids", async () => {
    await gateway.warm();
    for (let forged = 0; forged < 20; forged += 1) {
      const response = await get(
        "/id",
        signToken(foreignKey, idClaims(), { kid: `forged-${forged}` }),
      );
      assert.equal(response.status, 401);
    }
    const good = await get("/id", signToken(key, idClaims()));

    assert.equal(jwks.fetches, 2);
    assert.equal(good.status, 200);
  });

  it("lead to 500 without a message only while they are unavailable", async () => {
    jwks.status = 503;
    const token = signToken(key, idClaims());
    const failed = await get("/id", token);
    jwks.status = 200;
    const recovered = await get("/id", token);

    assert.equal(failed.status, 500);
    assert.equal(failed.text, '{"message":null}');
    assert.equal(failed.headers["x-amzn-errortype"], "AuthorizerConfigurationException");
    assert.equal(recovered.status, 200);
  });

  it("make warming up fail while they are unavailable", async () => {
    jwks.status = 503;

    await assert.rejects(gateway.warm(), /status 503/);
  });
});

describe("a Cognito authorizer of several pools", () => {
  it("accepts tokens of each pool, checked with that pool's keys", async () => {
    const home = await startJwksServer([key]);
    const other = await startJwksServer([secondKey]);
    const otherArn = "arn:aws:cognito-idp:us-east-1:210987654321:userpool/us-east-1_Pool2";
    const otherIssuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool2";
    const gateway = await serve(
      createApi({ providerARNs: [poolArn, otherArn] }),
      {},
      {
        jwksUriOf: (arn) => (arn === otherArn ? other.uri : home.uri),
      },
    );
    const statusOf = async (token: string) =>
      (await send(gateway.port, "/dev/id", { headers: ["Authorization", token] })).status;

    assert.equal(await statusOf(signToken(key, idClaims())), 200);
    assert.equal(await statusOf(signToken(secondKey, idClaims({ iss: otherIssuer }))), 200);
    assert.equal(await statusOf(signToken(key, idClaims({ iss: otherIssuer }))), 401);
    assert.equal(await statusOf(signToken(secondKey, idClaims())), 401);
    home.close();
    other.close();
    await gateway.abort();
  });
});
