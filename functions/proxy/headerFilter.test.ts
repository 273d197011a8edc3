import assert from "node:assert/strict";
import type { IncomingHttpHeaders } from "node:http";
import { captureLog } from "../shared/captureLog.ts";
import { dropsUnlisted } from "./headerFilter.ts";
import { foldedName } from "./headers.ts";
import { createProxy } from "./proxy.ts";
import { readSettings } from "./settings.ts";
import { testEvent } from "./testEvent.ts";
import { startHttpService, type TestService } from "./testService.ts";

const dropped = (allowed: string[] | undefined, names: string[]) => {
  const drops = dropsUnlisted(allowed);
  return names.filter((name) => drops(foldedName(name)));
};

describe("dropsUnlisted", () => {
  it("drops nothing without a list", () => {
    assert.deepEqual(dropped(undefined, ["Cookie", "X-Any"]), []);
  });

  it("drops what is not listed, in whatever spelling, but for what describes the body", () => {
    const names = ["X-Tenant", "x_tenant", "Content-Type", "Content-Encoding", "Cookie", "X-Ten"];

    assert.deepEqual(dropped(["x-TENANT"], names), ["Cookie", "X-Ten"]);
  });
});

describe("a proxy with lists of headers", () => {
  let service: TestService | undefined;

  afterEach(async () => {
    await service?.stop();
    service = undefined;
  });

  it("passes those on, and what the platform itself says", async () => {
    let received: IncomingHttpHeaders = {};
    service = await startHttpService((request, response) => {
      received = request.headers;
      response.writeHead(200, { ETag: "1", "X-Powered-By": "x", "Content-Type": "text/plain" });
      response.end("ok");
    });
    const handler = createProxy({
      ...readSettings({ SERVICE_URL: service.url.href, SERVICE_NAME: "orders" }),
      corsAllowOrigin: "https://app.example.com",
      allowedRequestHeaders: ["X-Tenant"],
      allowedResponseHeaders: ["etag"],
    });
    const headers = { "x-tenant": ["acme"], Cookie: ["a=1"], "Content-Type": ["a/b"] };
    const event = testEvent({ headers, claims: { sub: "jane" } });

    const { result } = await captureLog(() => handler(event));

    assert.deepEqual(
      [received["x-tenant"], received["cookie"], received["content-type"], received["x-user-sub"]],
      ["acme", undefined, "a/b", "jane"],
    );
    assert.ok(received["x-forwarded-for"] && received["x-correlation-id"]);
    assert.deepEqual(Object.keys(result.multiValueHeaders ?? {}).sort(), [
      "access-control-allow-origin",
      "content-type",
      "etag",
      "x-correlation-id",
    ]);
  });
});
