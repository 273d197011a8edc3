import assert from "node:assert/strict";
import { lambdaProxy } from "../../components/api/index.ts";
import { readRestApis } from "../../local/gateway/index.ts";
import { serve, type TestGateway } from "../../local/gateway/testing/gateway.ts";
import { send } from "../../local/gateway/testing/http.ts";
import {
  createKey,
  idClaims,
  poolArn,
  signToken,
  startJwksServer,
} from "../../local/gateway/testing/tokens.ts";
import { recordResources } from "../support/recordResources.ts";
import { newApi } from "../../components/api/testing/recordApi.ts";

const region = "eu-west-1";
const functionArn = `arn:aws:lambda:${region}:123456789012:function:orders`;

/** Serves the API that the components create. */
async function serveApi(jwksUri: string): Promise<TestGateway> {
  const { resources } = await recordResources(
    () =>
      newApi("api", {
        region,
        title: "Shop",
        cache: { sizeGb: 0.5 },
        routes: {
          "GET /mine": lambdaProxy("orders", { cache: { keys: ["query.page"] } }),
          "GET /all/{id}": lambdaProxy("orders", { cache: { shared: true } }),
          "GET /fresh": lambdaProxy("orders", { auth: "none" }),
        },
        proxies: { orders: { functionName: "orders", functionArn } },
        userPoolArns: [poolArn],
      }),
    { "aws:apigateway/restApi:RestApi": { executionArn: "arn:aws:execute-api:::api" } },
  );
  let calls = 0;
  const output = () => {
    calls += 1;
    return Promise.resolve({ payload: JSON.stringify({ statusCode: 200, body: `${calls}` }) });
  };
  return serve(readRestApis(resources)[0]!, output, { jwksUriOf: () => jwksUri });
}

describe("a cached route, from its definition to its responses", () => {
  const key = createKey("k");
  const alice = signToken(key, idClaims({ sub: "alice" }));
  const bob = signToken(key, idClaims({ sub: "bob" }));
  let jwks: Awaited<ReturnType<typeof startJwksServer>>;
  let gateway: TestGateway;

  before(async () => {
    jwks = await startJwksServer([key]);
    gateway = await serveApi(jwks.uri);
  });
  after(async () => {
    await gateway?.abort();
    jwks?.close();
  });

  const get = async (path: string, token?: string, ...more: string[]) => {
    const headers = [...(token ? ["authorization", token] : []), ...more];
    const { status, text } = await send(gateway.port, `/live${path}`, { headers });
    return status === 200 ? text : status;
  };

  it("never returns another caller's response", async () => {
    const alices = [await get("/mine?page=1", alice), await get("/mine?page=1&x=2", alice)];
    const different = [await get("/mine?page=1", bob), await get("/mine?page=2", alice)];
    const again = await get("/mine?page=1", bob);

    assert.equal(alices[0], alices[1]);
    assert.equal(new Set([...alices, ...different]).size, 3);
    assert.equal(again, different[0]);
    assert.equal(await get("/mine?page=1"), 401);
  });

  it("shares responses among authorized callers if the route allows it", async () => {
    const first = await get("/all/1", alice);

    assert.equal(await get("/all/1", bob), first);
    assert.notEqual(await get("/all/2", bob), first);
    assert.equal(await get("/all/1"), 401);
  });

  it("does not affect other routes, and ignores unauthorized invalidations", async () => {
    const fresh = [await get("/fresh"), await get("/fresh")];
    const kept = await get("/all/1", alice);

    assert.notEqual(fresh[0], fresh[1]);
    assert.equal(await get("/all/1", alice, "Cache-Control", "max-age=0"), kept);
  });
});
