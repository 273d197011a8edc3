import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { atEachPort, isRefusal, poolOperation, whoAmI } from "./testing/guardedPort.ts";
import { type RawRequest, send, sendLines } from "./testing/requests.ts";

const page = "http://localhost:5173";

describe("the guard of an AWS endpoint, for other machines and pages", () => {
  atEachPort((at) => {
    for (const host of [
      "attacker.example",
      "attacker.example:4566",
      "127.0.0.1.attacker.example",
      "localhost.attacker.example",
      "attacker.example#localhost",
      "localhost",
      "localhost:1",
      "0.0.0.0",
    ]) {
      it(`refuses the Host "${host}"`, async () => {
        const { port } = new URL(at.url);
        const headers = {
          host: host && !host.includes(":") && host !== "localhost" ? `${host}:${port}` : host,
        };

        const path = `/${at.pool.userPoolId}/.well-known/jwks.json`;
        assert.ok([400, 403].includes(await at.statusOf({ method: "GET", path, headers })));
        assert.ok(
          [400, 403].includes(
            await at.statusOf({
              ...poolOperation("SignUp"),
              headers: { ...poolOperation("SignUp").headers, ...headers },
            }),
          ),
        );
      });
    }

    it("refuses a request without a Host", async () => {
      assert.ok(isRefusal(await sendLines(at.url, ["POST / HTTP/1.0", "Content-Length: 2"])));
    });

    for (const origin of [
      "https://attacker.example",
      "null",
      "http://localhost.attacker.example",
      "http://127.0.0.1.attacker.example",
      "http://localhost:5173.attacker.example",
      "file://",
      "chrome-extension://abc",
    ]) {
      it(`refuses pages of ${origin}`, async () => {
        const preflight = {
          method: "OPTIONS",
          headers: { origin, "access-control-request-method": "POST" },
        };
        const operation = poolOperation("SignUp");
        const responses = [
          await send(at.url, preflight),
          await send(at.url, { ...operation, headers: { ...operation.headers, origin } }),
          await send(at.url, { ...whoAmI, headers: { ...whoAmI.headers, origin } }),
          await send(
            at.url,
            await at.signed({ ...whoAmI, headers: { ...whoAmI.headers, origin } }),
          ),
          await send(at.url, { method: "GET", path: "/_ministack/health", headers: { origin } }),
        ];

        for (const { status, headers } of responses) {
          assert.equal(status, 403);
          assert.equal(headers["access-control-allow-origin"], undefined);
        }
      });
    }

    it("refuses requests of other sites without an Origin", async () => {
      const operation = poolOperation("SignUp");
      for (const site of ["cross-site", "same-site"]) {
        const headers = { ...operation.headers, "sec-fetch-site": site };
        assert.equal(await at.statusOf({ ...operation, headers }), 403);
      }
    });

    for (const origin of [
      page,
      "http://127.0.0.1:3000",
      "https://localhost",
      "http://[::1]:8080",
      "http://app.localhost:5173",
    ]) {
      it(`lets pages of ${origin} sign users up and read the response`, async () => {
        const operation = poolOperation("SignUp", {
          ClientId: at.pool.clientId,
          Username: `${randomBytes(4).toString("hex")}@example.com`,
          Password: "Secret-123456",
        });
        const preflight = await send(at.url, {
          method: "OPTIONS",
          headers: {
            origin,
            "access-control-request-method": "POST",
            "access-control-request-headers":
              "content-type,x-amz-target,x-amz-user-agent,cache-control",
          },
        });
        const headers = { ...operation.headers, origin, "sec-fetch-site": "cross-site" };
        const response = await send(at.url, { ...operation, headers });

        assert.equal(preflight.status, 200);
        assert.equal(
          preflight.headers["access-control-allow-headers"],
          "content-type,x-amz-target,x-amz-user-agent,cache-control",
        );
        assert.equal(response.status, at.isFront ? 200 : 403, response.body);
        for (const { headers } of [preflight, response]) {
          assert.equal(headers["access-control-allow-origin"], origin);
          assert.match(headers["vary"] ?? "", /Origin/);
        }
      });
    }

    it("accepts the front's header only with the secret", async () => {
      const operation = poolOperation("GetUser", { AccessToken: "x" });
      for (const pass of ["", "Bearer", "Bearer guess", `Bearer ${at.root.accessKeyId}`]) {
        const headers = { ...operation.headers, "x-palisade-front": pass };
        const { body } = await send(at.url, { ...operation, headers });

        assert.match(body, /InvalidRequest|AccessDenied/);
      }
    });

    it("takes the pages' origin from the front only", async () => {
      const origin = "https://attacker.example";
      const headers = { origin, "x-palisade-origin": origin };

      assert.equal(await at.statusOf({ path: "/login", headers }), 403);
    });

    it("lets pages of a pool's callback URLs call Cognito only", async () => {
      const origin = "https://shop.example";
      const operation = poolOperation("GetUser", { AccessToken: "x" });
      const ask = (request: RawRequest) =>
        send(at.url, { ...request, headers: { ...request.headers, origin } });
      const preflight = {
        method: "OPTIONS",
        headers: { "access-control-request-method": "POST" },
      };

      const cognito = await ask(operation);
      const before = await ask(preflight);
      const others = [
        await ask(whoAmI),
        await send(at.url, await at.signed({ ...whoAmI, headers: { ...whoAmI.headers, origin } })),
        await ask({ ...preflight, path: "/bucket/key" }),
      ];

      assert.match(cognito.body, at.isFront ? /NotAuthorizedException/ : /AccessDenied/);
      assert.equal(cognito.headers["access-control-allow-origin"], origin);
      assert.equal(before.headers["access-control-allow-origin"], origin);
      for (const { status, headers } of others) {
        assert.equal(status, 403);
        assert.equal(headers["access-control-allow-origin"], undefined);
      }
    });

    it("lets a page read why its request was refused", async () => {
      const response = await send(at.url, {
        ...whoAmI,
        headers: { ...whoAmI.headers, origin: page },
      });

      assert.equal(response.status, 403);
      assert.equal(response.headers["access-control-allow-origin"], page);
    });

    it("accepts signed requests of a page, as on AWS", async () => {
      const request = { ...whoAmI, headers: { ...whoAmI.headers, origin: page } };
      const response = await send(at.url, await at.signed(request));

      assert.equal(response.status, 200);
      assert.equal(response.headers["access-control-allow-origin"], page);
    });

    it("sends no CORS headers without an Origin", async () => {
      const { headers } = await send(at.url, await at.signed(whoAmI));

      assert.equal(headers["access-control-allow-origin"], undefined);
    });
  });
});
