import assert from "node:assert/strict";
import type { SecurityScheme } from "../openapi.ts";
import {
  cognitoComponents,
  createModel,
  lambda,
  serve,
  type TestGateway,
} from "../testing/gateway.ts";
import { type RawResponse, send } from "../testing/http.ts";
import { findOnly, signedHeaders } from "../testing/signing.ts";

const iam: SecurityScheme = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "awsSigv4",
};
const key: SecurityScheme = { type: "apiKey", name: "x-api-key", in: "header" };

/** A path whose methods have different guards. */
const api = createModel(
  {
    paths: {
      "/x": {
        get: lambda({ security: [{ pool: [] }] }),
        post: lambda({ security: [{ key: [] }] }),
        put: lambda({ security: [{ iam: [] }] }),
        delete: lambda({ security: [{ iam: [] }] }),
        patch: lambda(),
        options: lambda(),
      },
    },
    components: { securitySchemes: { ...cognitoComponents().securitySchemes, iam, key } },
  },
  {
    accessLogFormat: '{"method":"$context.httpMethod","status":$context.status}',
    throttles: {
      everyMethod: {},
      methods: new Map([["OPTIONS /x", { burst: 1, ratePerSecond: 0.001 }]]),
    },
  },
);
const methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"];

/** The parts of a rejection that differ. */
const outcome = ({ status, headers, text }: RawResponse) => [
  status,
  headers["x-amzn-errortype"],
  text,
];

// Source: API Gateway Developer Guide, "Amazon API Gateway important notes".
describe("X-HTTP-Method-Override", () => {
  let gateway: TestGateway;

  before(async () => {
    gateway = await serve(api, {}, { findSigner: findOnly() });
  });
  after(() => gateway.abort());
  beforeEach(() => {
    gateway.events.length = 0;
    gateway.logLines.length = 0;
  });

  const call = (method: string, headers: string[] = [], body?: string) =>
    send(gateway.port, "/dev/x", { method, headers, ...(body === undefined ? {} : { body }) });
  const called = () => gateway.events.map(({ httpMethod }) => httpMethod);

  for (const sent of methods.filter((method) => method !== "HEAD")) {
    for (const override of methods) {
      it(`from ${sent} to ${override} is checked by the guard of ${override}`, async () => {
        const plain = await call(override);
        const expected = called();
        gateway.events.length = 0;

        const overridden = await call(sent, ["X-HTTP-Method-Override", override]);

        // A response to HEAD has no body to compare.
        const comparable = (all: unknown[]) => (override === "HEAD" ? all.slice(0, 2) : all);
        assert.deepEqual(comparable(outcome(overridden)), comparable(outcome(plain)));
        assert.deepEqual(called(), expected);
        assert.equal(gateway.logLines.at(-1), `{"method":"${override}","status":${plain.status}}`);
      });
    }
  }

  it("from HEAD is checked by the guard of the other method, and has no body", async () => {
    const guarded = await call("HEAD", ["X-HTTP-Method-Override", "GET"]);
    const open = await call("HEAD", ["X-HTTP-Method-Override", "PATCH"]);

    assert.deepEqual([guarded.status, open.status], [401, 200]);
    assert.deepEqual([guarded.text, open.text], ["", ""]);
    assert.deepEqual(called(), ["PATCH"]);
  });

  it("counts against the limit of the called route", async () => {
    const override = ["X-HTTP-Method-Override", "OPTIONS"];

    const statuses = [
      await call("PATCH", override),
      await call("POST", override),
      await call("OPTIONS"),
      await call("OPTIONS", ["X-HTTP-Method-Override", "PATCH"]),
    ].map(({ status }) => status);

    assert.deepEqual(statuses, [200, 429, 429, 200]);
  });

  it("passes the body to the function with the other method", async () => {
    await call("POST", ["X-HTTP-Method-Override", "patch"], "ab");

    assert.deepEqual(
      gateway.events.map(({ httpMethod, body }) => [httpMethod, body]),
      [["PATCH", "ab"]],
    );
  });

  for (const value of ["BREW", "TRACE", "", "PATCH,GET", "PATCH/x", 'PATCH","status":200,"a":"']) {
    it(`to ${JSON.stringify(value)} matches no route`, async () => {
      const { status, text } = await call("PATCH", ["X-HTTP-Method-Override", value]);

      assert.deepEqual([status, text], [403, '{"message":"Missing Authentication Token"}']);
      assert.deepEqual(called(), []);
      const line = JSON.parse(gateway.logLines[0]!) as Record<string, unknown>;
      assert.deepEqual(line, { method: value.toUpperCase(), status: 403 });
    });
  }

  for (const values of [
    ["PATCH", "GET"],
    ["GET", "PATCH"],
    ["PATCH", "PATCH"],
  ]) {
    it(`is refused when it is sent twice: ${values.join()}`, async () => {
      const headers = values.flatMap((value, index) => [
        index === 0 ? "X-HTTP-Method-Override" : "x-http-METHOD-override",
        value,
      ]);

      assert.equal((await call("PATCH", headers)).status, 400);
      assert.deepEqual(called(), []);
    });
  }

  describe("on a signed request", () => {
    const signed = async (
      signedMethod: string,
      override: string,
      { covered = false, body }: { covered?: boolean; body?: string } = {},
    ) => {
      const header = { "x-http-method-override": override };
      const signing = {
        method: signedMethod,
        ...(body === undefined ? {} : { body }),
        ...(covered ? { headers: header } : {}),
      };
      const headers = await signedHeaders(gateway.port, "/dev/x", signing);
      return call(
        signedMethod,
        covered ? headers : [...headers, ...Object.entries(header).flat()],
        body,
      );
    };

    for (const sent of ["PUT", "DELETE", "GET", "POST", "PATCH"]) {
      for (const override of ["PUT", "DELETE", "delete"]) {
        for (const covered of [false, true]) {
          const changes = sent !== override.toUpperCase();
          const effect = changes ? "is refused" : "changes nothing";
          it(`from ${sent} to ${override}${covered ? " in a signed header" : ""} ${effect}`, async () => {
            const response = await signed(sent, override, { covered });

            if (!changes) {
              assert.equal(response.status, 200);
              return;
            }
            assert.equal(response.status, 403);
            assert.equal(response.headers["x-amzn-errortype"], "InvalidSignatureException");
            assert.match(response.text, /X-HTTP-Method-Override cannot change the method/);
            assert.deepEqual(called(), []);
          });
        }
      }
    }

    it("is also refused with a body", async () => {
      const { status } = await signed("PUT", "DELETE", { body: "one" });

      assert.equal(status, 403);
      assert.deepEqual(called(), []);
    });
  });
});
