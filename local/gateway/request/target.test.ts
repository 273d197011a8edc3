import assert from "node:assert/strict";
import { GatewayError } from "../response/gatewayError.ts";
import { parseTarget } from "./target.ts";

describe("parseTarget", () => {
  const cases: [target: string, stage: string, path: string, fullPath: string][] = [
    ["/dev/x", "dev", "/x", "/dev/x"],
    ["/dev/x/", "dev", "/x/", "/dev/x/"],
    ["/dev/a//b", "dev", "/a//b", "/dev/a//b"],
    ["//dev/x", "dev", "/x", "/dev/x"],
    ["/dev//x", "dev", "/x", "/dev//x"],
    ["/dev", "dev", "/", "/dev"],
    ["/dev/", "dev", "/", "/dev/"],
    ["/", "", "/", "/"],
    [
      "/dev/u/t%2Ba@x.com/t+a@x.com",
      "dev",
      "/u/t%2Ba@x.com/t+a@x.com",
      "/dev/u/t%2Ba@x.com/t+a@x.com",
    ],
    ["/dev/x?a=/y", "dev", "/x", "/dev/x"],
    ["/dev/x#part?a=1", "dev", "/x", "/dev/x"],
    ["/d%65v/x", "d%65v", "/x", "/d%65v/x"],
  ];
  for (const [target, stage, path, fullPath] of cases) {
    it(`takes ${target} apart`, () => {
      const parsed = parseTarget(target);

      assert.deepEqual([parsed.stage, parsed.path, parsed.fullPath], [stage, path, fullPath]);
    });
  }

  const refused: [target: string, status: number][] = [
    ["http://elsewhere/dev/x", 400],
    ["*", 400],
    ["", 400],
    ["/dev/x?a=|", 400],
    ["/dev/x?a={b}", 400],
    ["/dev/x?a=%zz", 400],
    ["/dev/x?a=%ff", 400],
    [`/dev/${"x".repeat(10_240)}`, 414],
  ];
  for (const [target, status] of refused) {
    it(`refuses ${target.slice(0, 30)} with ${status}`, () => {
      assert.throws(
        () => parseTarget(target),
        (error: unknown) => error instanceof GatewayError && error.status === status,
      );
    });
  }
});
