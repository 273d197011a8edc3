import assert from "node:assert/strict";
import { createModel, lambda, serve } from "../testing/gateway.ts";
import { send } from "../testing/http.ts";

const settings = { enabled: true, ttlSeconds: 60, unauthorized: "FAIL_WITH_403" } as const;
const caching = { sizeGb: 0.5, everyMethod: settings, methods: new Map() };

describe("a cached method whose backend answers a range or a condition", () => {
  for (const status of [206, 304, 412, 416]) {
    it(`does not keep a ${status}, which would be everybody's response`, async () => {
      const results = [{ statusCode: status }, { statusCode: 200, body: "whole" }];
      const gateway = await serve(
        createModel({ paths: { "/a": { get: lambda() } } }, { caching }),
        () => Promise.resolve({ payload: JSON.stringify(results.shift()) }),
      );
      try {
        const part = await send(gateway.port, "/dev/a", { headers: ["range", "bytes=0-1"] });
        const whole = await send(gateway.port, "/dev/a");

        assert.deepEqual([part.status, whole.status, whole.text], [status, 200, "whole"]);
      } finally {
        await gateway.abort();
      }
    });
  }
});
