import assert from "node:assert/strict";
import type { IncomingHttpHeaders } from "node:http";
import fc from "fast-check";
import { captureLog } from "../testing/captureLog.ts";
import { testCallContext } from "../testing/proxyCall.ts";
import { testEvent } from "../testing/proxyEvent.ts";
import { startHttpService, stopServices } from "../testing/service.ts";
import { dropsUnlisted, endToEnd, foldedName } from "./headers.ts";
import { createProxy } from "./proxy.ts";
import { readSettings } from "./settings.ts";

const keepAll = () => false;

describe("endToEnd", () => {
  it("collects the values of a name in order, ignoring case", () => {
    const headers = endToEnd(
      ["Accept", "text/html", "X-Trace", "1", "accept", "text/plain"],
      keepAll,
    );

    assert.deepEqual({ ...headers }, { accept: ["text/html", "text/plain"], "x-trace": ["1"] });
  });

  for (const name of [
    "Connection",
    "Keep-Alive",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "Proxy-Connection",
    "Proxy",
    "Content-Length",
    "content_length",
    "Transfer_Encoding",
  ]) {
    it(`drops ${name}`, () => {
      assert.deepEqual(Object.keys(endToEnd([name, "x"], keepAll)), []);
    });
  }

  it("drops headers that a Connection header names", () => {
    const headers = endToEnd(
      [
        "X-One",
        "1",
        "connection",
        "close, x-one",
        "X-Two",
        "2",
        "Connection",
        "X-Three",
        "x-three",
        "3",
      ],
      keepAll,
    );

    assert.deepEqual(Object.keys(headers), ["x-two"]);
  });

  it("drops headers by their folded name, as the caller asks", () => {
    const headers = endToEnd(["X_User.Sub", "mallory", "X-Users", "3"], (name) =>
      name.startsWith("x-user-"),
    );

    assert.deepEqual(Object.keys(headers), ["x-users"]);
  });

  it("treats __proto__ like any other name", () => {
    assert.deepEqual(Object.entries(endToEnd(["__proto__", "x"], keepAll)), [["__proto__", ["x"]]]);
  });
});

describe("foldedName", () => {
  it("folds names that differ only in case and separators", () => {
    const separator = fc.constantFrom(..."-_.!#$%&'*+^`|~".split(""));
    fc.assert(
      fc.property(separator, separator, fc.boolean(), (first, second, isUpper) => {
        const name = `x${first}user${second}sub`;
        assert.equal(foldedName(isUpper ? name.toUpperCase() : name), "x-user-sub");
      }),
    );
  });
});

const dropped = (allowed: string[] | undefined, names: string[]) => {
  const drops = dropsUnlisted(allowed);
  return names.filter((name) => drops(foldedName(name)));
};

describe("dropsUnlisted", () => {
  it("drops nothing without a list", () => {
    assert.deepEqual(dropped(undefined, ["Cookie", "X-Any"]), []);
  });

  it("drops unlisted headers in any spelling, except those that describe the body", () => {
    const names = ["X-Tenant", "x_tenant", "Content-Type", "Content-Encoding", "Cookie", "X-Ten"];

    assert.deepEqual(dropped(["x-TENANT"], names), ["Cookie", "X-Ten"]);
  });
});

describe("a proxy with lists of headers", () => {
  stopServices();

  it("passes on the listed headers and those of the platform", async () => {
    let received: IncomingHttpHeaders = {};
    const service = await startHttpService((request, response) => {
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

    const { result } = await captureLog(() => handler(event, testCallContext));

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
