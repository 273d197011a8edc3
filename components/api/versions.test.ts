import assert from "node:assert/strict";
import { mock } from "./integrations/mock.ts";
import { refuses } from "../shared/testing/refuses.ts";
import { defineApi } from "./index.ts";
import { allRoutes, type ApiVersions, headersByVersion } from "./versions.ts";

const routes = { "GET /": mock(), "ANY /files/{proxy+}": mock() };

describe("allRoutes", () => {
  it("puts a version's routes below its name", () => {
    const keys = Object.keys(allRoutes({ routes, versions: { v1: { routes } } }));

    assert.deepEqual(keys, ["GET /", "ANY /files/{proxy+}", "GET /v1", "ANY /v1/files/{proxy+}"]);
  });

  it("gives a retired version two routes that need no backend and no token", () => {
    const gone = allRoutes({ routes: {}, versions: { v1: { retired: true } } });

    assert.deepEqual(Object.keys(gone), ["ANY /v1", "ANY /v1/{proxy+}"]);
    for (const { auth, integration } of Object.values(gone)) {
      assert.equal(auth, "none");
      assert.deepEqual(integration, { kind: "mock", status: 410, body: { message: "Gone" } });
    }
  });

  for (const key of ["GET /v1", "GET /v1/", "POST /v1/orders"]) {
    it(`refuses "${key}" if there is a version v1`, () => {
      assert.throws(
        () => defineApi({ routes: { [key]: mock() }, versions: { v1: { routes: {} } } }),
        {
          name: "RouteError",
          message: /its path belongs to the version "v1".*Move it to the routes of versions.v1/,
        },
      );
    });
  }
});

describe("headersByVersion", () => {
  it("lists only versions that end", () => {
    const versions: ApiVersions = { v1: { routes, sunset: "2027-06-30" }, v2: { routes } };

    assert.deepEqual(headersByVersion(versions), {
      v1: { Sunset: "Wed, 30 Jun 2027 00:00:00 GMT" },
    });
  });
});

describe("versions", () => {
  const refused: [what: string, versions: ApiVersions, message: RegExp][] = [
    ["one without routes", { v1: {} as never }, /versions\.v1 is \{\}; allowed: routes/],
    ["a name with a slash", { "v1/a": { routes } }, /versions\["v1\/a"\] is not a valid name/],
    ["API Gateway's own path", { ping: { routes } }, /but not ping and sping/],
    [
      "a time of day",
      { v1: { routes, sunset: "2027-06-30T12:00Z" } },
      /versions\.v1\.sunset.*2027-06-30/,
    ],
    ["a day that does not exist", { v1: { routes, deprecated: "2027-02-30" } }, /deprecated/],
    [
      "an end before its announcement",
      { v1: { routes, deprecated: "2027-06-30", sunset: "2027-06-29" } },
      /a day after 2027-06-30/,
    ],
    [
      "a successor that does not exist",
      { v1: { routes, successor: "v3" }, v2: { routes } },
      /successor is "v3".*: v2\./,
    ],
    ["itself as successor", { v1: { routes, successor: "v1" } }, /successor is "v1"/],
    [
      "a retired successor",
      { v0: { retired: true }, v1: { routes, successor: "v0" } },
      /successor is "v0".*: none\./,
    ],
  ];
  for (const [what, versions, message] of refused) {
    it(`refuses ${what}`, () => {
      refuses(() => defineApi({ routes: {}, versions }), {
        name: "ComponentArgumentError",
        message,
      });
    });
  }

  it("accepts versions that end and one that stays", () => {
    defineApi({
      routes: {},
      versions: {
        v0: { retired: true, successor: "v2" },
        v1: { routes, deprecated: "2026-10-01", sunset: "2027-06-30", successor: "v2" },
        v2: { routes },
      },
    });
  });
});
