import assert from "node:assert/strict";
import { captureLog } from "../testing/captureLog.ts";
import { testCallContext } from "../testing/proxyCall.ts";
import { testEvent, testSettings } from "../testing/proxyEvent.ts";
import { startHttpService, stopServices } from "../testing/service.ts";
import type { EncodedSlashes } from "./encodedSlashes.ts";
import { createProxy } from "./proxy.ts";

describe("a proxy and encoded slashes", () => {
  stopServices();

  /** The status for the client, and the URL that the service got. */
  async function call(
    resource: string,
    parameters: Record<string, string>,
    encodedSlashes?: EncodedSlashes,
    pathsByRoute?: Record<string, string>,
  ) {
    let url: string | undefined;
    const service = await startHttpService((request, response) => {
      ({ url } = request);
      response.end();
    });
    const path = resource.replace(/\{(\w+)\+?\}/g, (_, name: string) => parameters[name]!);
    const event = { ...testEvent({ path }), resource, pathParameters: parameters };
    const handler = createProxy({ ...testSettings(service.url), encodedSlashes, pathsByRoute });
    const { result, lines } = await captureLog(() => handler(event, testCallContext));
    return { status: result.statusCode, url, line: lines[0]! };
  }

  for (const id of [
    ...["1%2fadmin", "1%2Fadmin", "%2f", "1%5cadmin", "1\\admin", "1%252fadmin", "1%25%32%66admin"],
    ...["1%c0%afadmin", "1%u002fadmin", "1%uFF0Fadmin", "1%EF%BC%8Fadmin", "1\uff0fadmin"],
    ...["1%2525252525252fadmin"],
  ]) {
    it(`refuses ${JSON.stringify(id)} for one segment`, async () => {
      const { status, url, line } = await call("/orders/{id}", { id });

      assert.deepEqual([status, url], [400, undefined]);
      assert.equal(line["errorType"], "unsafePath");
      assert.equal(line["error"], "the path parameter id has an encoded slash");
    });
  }

  for (const id of ["1", "a.b~c_d-e", "a%20b", "caf%C3%A9", "100%25", "a+b@x.com", "%3f%23", "½"]) {
    it(`passes ${JSON.stringify(id)} on`, async () => {
      assert.equal((await call("/orders/{id}", { id })).status, 200);
    });
  }

  it("looks at each parameter of a route", async () => {
    const resource = "/orders/{id}/lines/{line}/{rest+}";
    const of = async (id: string, line: string, rest: string) =>
      (await call(resource, { id, line, rest })).status;

    assert.equal(await of("1", "2", "a/b%2fc"), 200);
    assert.equal(await of("1", "2%2f3", "a"), 400);
    assert.equal(await of("1%2f", "2", "a"), 400);
  });

  it("passes them on in several segments, unless a route refuses them", async () => {
    const greedy = "/files/{path+}";
    const path = "a/b%2Fc";

    assert.equal((await call(greedy, { path })).url, "/files/a/b%2Fc");
    assert.equal((await call(greedy, { path }, { "GET /files/{path+}": false })).status, 400);
    assert.equal((await call(greedy, { path: "a/b/c" }, { "*": false })).status, 200);
  });

  it("passes them on where a route or the service allows them", async () => {
    const of = async (allowed: EncodedSlashes) =>
      (await call("/keys/{key}", { key: "a%2Fb" }, allowed)).url;

    assert.equal(await of({ "GET /keys/{key}": true }), "/keys/a%2Fb");
    assert.equal(await of({ "ANY /keys/{key}": true }), "/keys/a%2Fb");
    assert.equal(await of({ "*": true }), "/keys/a%2Fb");
    assert.equal(await of({ "*": true, "GET /keys/{key}": false }), undefined);
    assert.equal(await of({ "GET /other/{key}": true }), undefined);
  });

  it("does not look at a path that the service does not get", async () => {
    const fixed = { "GET /old/{id}": "/gone" };

    assert.equal((await call("/old/{id}", { id: "a%2fb" }, undefined, fixed)).url, "/gone");
  });
});
