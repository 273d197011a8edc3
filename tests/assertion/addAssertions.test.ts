import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { json } from "node:stream/consumers";
import { createAssertionCheck } from "../../services/orders/runtime/assertion.js";
import { captureLog } from "../../functions/testing/captureLog.ts";
import { testCallContext } from "../../functions/testing/proxyCall.ts";
import { type EventParts, testEvent, testSettings } from "../../functions/testing/proxyEvent.ts";
import {
  startHttpService,
  stopServices,
  type TestService,
} from "../../functions/testing/service.ts";
import { createProxy } from "../../functions/proxy/proxy.ts";
import { createResilience } from "../../functions/proxy/resilience/resilience.ts";
import type { ResilienceVariables } from "../../functions/proxy/resilience/readResilience.ts";
import { addAssertions, readAssertionKey } from "../../functions/proxy/assertion/addAssertions.ts";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const jwks = JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "1" }] });

/** KMS as far as functions need it. */
const startKms = () =>
  startHttpService(async (request, response) => {
    const { Message } = (await json(request)) as { Message: string };
    const signature = sign("sha256", Buffer.from(Message, "base64"), privateKey);
    response.end(JSON.stringify({ Signature: signature.toString("base64") }));
  });

describe("a proxy with assertions", () => {
  let service: TestService;
  let calls = 0;

  stopServices();

  beforeEach(async () => {
    calls = 0;
    const check = createAssertionCheck({ jwks, service: "orders" });
    service = await startHttpService((request, response) => {
      calls++;
      response.end(JSON.stringify(check(request)));
    });
  });

  const proxyTo = (kms: URL, resilience: ResilienceVariables = {}) => {
    const { serviceName, ...settings } = testSettings(service.url);
    const variables = {
      ASSERTION_KEY_ARN: "arn:aws:kms:eu-west-1:123456789012:key/1",
      ASSERTION_KEY_ID: "1",
      AWS_ENDPOINT_URL: kms.href,
    };
    return createProxy(
      { ...settings, serviceName },
      createResilience(resilience),
      addAssertions(serviceName, readAssertionKey(variables)),
    );
  };

  const call = async (handler: ReturnType<typeof createProxy>, parts: EventParts) =>
    captureLog(() => handler(testEvent(parts), testCallContext));

  it("tells the service who calls what", async () => {
    const handler = proxyTo((await startKms()).url);

    for (const sub of ["jane", "joe", "ännchen"]) {
      const { result } = await call(handler, {
        httpMethod: "POST",
        path: "/orders/ä b",
        multiValueQueryStringParameters: { q: ["1"] },
        headers: { "X-User-Assertion": ["forged"], "X-User-Email": ["forged"] },
        claims: { sub },
      });

      assert.equal(result.statusCode, 200);
      assert.deepEqual(JSON.parse(result.body), { "x-user-sub": sub.replace("ä", "%C3%A4") });
    }
  });

  it("does not call the service when KMS can't be reached", async () => {
    const kms = await startKms();
    const { port } = kms.url;
    await kms.stop();
    const handler = proxyTo(kms.url);

    const { result, lines } = await call(handler, {});

    assert.equal(result.statusCode, 503);
    assert.equal(calls, 0);
    assert.equal(lines[0]!["errorType"], "unsigned");
    assert.ok(!result.body.includes(port));
  });

  it("does not call the service when KMS refuses", async () => {
    const kms = await startHttpService((_, response) => response.writeHead(400).end("{}"));

    const { result } = await call(proxyTo(kms.url), {});

    assert.equal(result.statusCode, 503);
    assert.equal(calls, 0);
  });

  it("does not wait for KMS beyond the call's deadline", async () => {
    const kms = await startHttpService(() => {});
    const handler = proxyTo(kms.url);
    const context = { getRemainingTimeInMillis: () => 700 };

    const { result } = await captureLog(() => handler(testEvent(), context));

    assert.equal(result.statusCode, 503);
    assert.equal(calls, 0);
  });
});
