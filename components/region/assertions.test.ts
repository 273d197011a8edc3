import assert from "node:assert/strict";
import { lambdaProxy } from "../api/index.ts";
import type { AssertionOptions } from "../ingress/index.ts";
import { definePlatform } from "../platform/index.ts";
import { endpointsOf } from "./assertions.ts";

const endpoints = (more: { assertion?: AssertionOptions }, interfaceEndpoints?: string[]) =>
  endpointsOf({
    region: "us-east-1",
    zones: ["us-east-1a", "us-east-1b"],
    production: false,
    definition: definePlatform({
      name: "Shop",
      services: { catalog: { directory: "services/catalog", ...more } },
      routes: { "GET /catalog": lambdaProxy("catalog") },
    }),
    ...(interfaceEndpoints && { interfaceEndpoints }),
  });

describe("the interface endpoints of a region", () => {
  it("are the given or the default ones while no function signs", () => {
    assert.equal(endpoints({}), undefined);
    assert.deepEqual(endpoints({}, ["logs"]), ["logs"]);
  });

  it("include KMS's once a function signs, also before its service verifies", () => {
    assert.deepEqual(endpoints({ assertion: {} }, ["logs"]), ["logs", "kms"]);
    assert.deepEqual(endpoints({ assertion: { enforce: false } }, []), ["kms"]);
    assert.deepEqual(endpoints({ assertion: {} }, ["kms"]), ["kms"]);
    const [last, ...others] = endpoints({ assertion: {} })!.reverse();
    assert.equal(last, "kms");
    assert.ok(others.length > 0);
  });
});
