import assert from "node:assert/strict";
import { refuses } from "../../shared/testing/refuses.ts";
import { defineApi } from "../index.ts";
import { lambdaProxy } from "../integrations/lambdaProxy.ts";
import { parseRoutes } from "../route/parseRoutes.ts";
import { type CorsArgs, proxyCors } from "./cors.ts";

const app = { allowOrigin: "https://app.example.com" };
const other = { allowOrigin: "https://other.example.com" };
const to = (cors: CorsArgs | false | undefined) => lambdaProxy("orders", { cors });

describe("cors", () => {
  const check = (cors: CorsArgs) => () => defineApi({ cors, routes: {} });

  for (const cors of [
    app,
    { allowOrigin: "*" },
    { allowOrigin: "http://localhost:3000", allowCredentials: true, maxAgeSeconds: 86_400 },
    { ...app, allowHeaders: ["X-Tenant", "*"] },
  ]) {
    it(`accepts ${JSON.stringify(cors)}`, () => {
      assert.doesNotThrow(check(cors));
    });
  }

  // Facts 2.7 and 1.6: header values are static.
  for (const [cors, message] of [
    [{ allowOrigin: "https://a.example, https://b.example" }, /can't choose among several/],
    [{ allowOrigin: "https://a.example/" }, /without a slash/],
    [{ allowOrigin: "null" }, /one origin/],
    [{ allowOrigin: "https://a.example'" }, /one origin/],
    [{ allowOrigin: "*", allowCredentials: true }, /browsers refuse/],
    [{ ...app, allowHeaders: ["*"], allowCredentials: true }, /browsers refuse/],
    [{ ...app, allowHeaders: ["a,b"] }, /allowHeaders\[0\] is "a,b"/],
    [{ ...app, maxAgeSeconds: -1 }, /maxAgeSeconds is -1/],
    [{ ...app, maxAgeSeconds: 86_401 }, /from 0 to 86,400/],
  ] as const) {
    it(`refuses ${JSON.stringify(cors)}`, () => {
      refuses(check(cors as CorsArgs), { name: "ComponentArgumentError", message });
    });

    it(`refuses ${JSON.stringify(cors)} on a route`, () => {
      refuses(() => parseRoutes({ "GET /a": to(cors as CorsArgs) }), { route: "GET /a" });
    });
  }
});

describe("routes with cors of their own", () => {
  it("may share a path if their cors is equal or false", () => {
    assert.doesNotThrow(() =>
      parseRoutes({ "GET /a": to(app), "POST /a": to({ ...app }), "PUT /a": to(false) }),
    );
  });

  for (const second of [other, undefined]) {
    it(`refuses different cors on the same path: ${JSON.stringify(second)}`, () => {
      assert.throws(() => parseRoutes({ "GET /a": to(app), "POST /a": to(second) }), {
        name: "RouteError",
        route: "POST /a",
        message: /routes on one path share one preflight/,
      });
    });
  }

  it("are passed only to the function of their service", () => {
    const routes = parseRoutes({
      "GET /a": to({ ...other, allowCredentials: true }),
      "GET /b": to(false),
      "GET /c": to(undefined),
      "GET /d": lambdaProxy("catalog", { cors: other }),
    });

    assert.deepEqual(proxyCors(routes, "orders", app), {
      corsAllowOrigin: "https://app.example.com",
      corsAllowCredentials: undefined,
      corsByRoute: {
        "GET /a": { allowOrigin: "https://other.example.com", allowCredentials: true },
        "GET /b": null,
      },
    });
  });
});
