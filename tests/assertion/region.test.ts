import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { lambdaProxy } from "../../components/api/index.ts";
import { definePlatform } from "../../components/platform.ts";
import { createAssertions } from "../../functions/proxy/assertion/assertion.ts";
import { signWithKms } from "../../functions/proxy/assertion/kms.ts";
import { deleteSigningKey } from "../../local/aws/keys.ts";
import { useServedRegion } from "../support/servedRegion.ts";
import { App, claimsOf, createUser } from "../support/users.ts";

const platform = definePlatform({
  name: "Signed",
  services: {
    catalog: { directory: "services/catalog", assertion: { keys: ["old", "new"], active: "new" } },
    // Its function signs already, but its tasks do not verify yet.
    early: { directory: "services/catalog", assertion: { enforce: false } },
  },
  routes: {
    "GET /catalog": lambdaProxy("catalog"),
    "GET /public": lambdaProxy("catalog", { auth: "none", servicePath: "/catalog" }),
    "GET /early": lambdaProxy("early", { auth: "none", servicePath: "/catalog" }),
  },
});

/** The function's own process signs, with a key of MiniStack's KMS and its role's credentials. */
describe("assertions in a region on this machine", function () {
  this.timeout(90_000);
  const served = useServedRegion(platform);
  const { call, output } = served;

  const keyArn = (keyId: string) => output("Key", `test-catalog-assertion-${keyId}`, "arn");
  const statusOf = async (path: string) => (await call(path)).status;

  /** Sends a request straight to each service, past the functions. @returns the statuses in order */
  async function straight(assertion?: string, path = "/catalog", method = "GET") {
    const [folder] = (await readdir(served.folder)).filter((name) => name.startsWith("s-"));
    const sockets = await readdir(join(served.folder, folder!));
    const headers = {
      "x-user-sub": "forged",
      ...(assertion !== undefined && { "x-user-assertion": assertion }),
    };
    const statuses = sockets.map(
      (name) =>
        new Promise<number>((resolve, reject) => {
          const socketPath = join(served.folder, folder!, name);
          request({ socketPath, path, method, headers, agent: false }, (response) => {
            json(response).then(() => resolve(response.statusCode!), reject);
          })
            .once("error", reject)
            .end();
        }),
    );
    return (await Promise.all(statuses)).sort();
  }

  /** An assertion that is signed as the function does it. */
  async function signed({ keyId = "new", kid = "new", service = "catalog", agoMs = 0 } = {}) {
    const { accessKeyId, secretAccessKey } = await served.cloud.aws.sts.config.credentials();
    const variables = {
      AWS_ENDPOINT_URL: served.cloud.aws.url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
    const assertion = createAssertions({
      ...{ service, keyId: kid, now: () => Date.now() - agoMs },
      signWithKey: (message, timeoutMs) =>
        signWithKms(message, { keyArn: keyArn(keyId), variables }, timeoutMs),
    });
    return assertion({ method: "GET", path: "/catalog", user: { "x-user-sub": "jane" } }, 10_000);
  }

  it("tell the service who calls", async () => {
    const { cloud } = served;
    const pool = output("UserPool", "test-users", "id");
    await createUser(cloud.aws.cognito, pool, "jane@example.com");
    const app = new App(
      cloud.aws.url,
      cloud.aws.region,
      output("UserPoolClient", "test-users-public", "id"),
    );
    const { IdToken } = await app.signIn("jane@example.com");

    const response = await call("/catalog", {
      headers: { authorization: IdToken!, "X-User-Assertion": "forged" },
    });

    assert.equal(response.status, 200);
    const { caller } = (await response.json()) as { caller: { sub: string } };
    assert.equal(caller.sub, claimsOf(IdToken!)["sub"]);
  });

  it("come from each instance with a key of its own", async () => {
    const statuses = await Promise.all(Array.from({ length: 6 }, () => statusOf("/public")));

    assert.deepEqual(statuses, Array(6).fill(200));
  });

  // The service that does not verify yet serves each of them.
  it("are needed by a call that comes straight to the service", async () => {
    assert.deepEqual(await straight(), [200, 401]);
    assert.deepEqual(await straight(undefined, "/health"), [200, 200]);
    assert.deepEqual(await straight("forged"), [200, 401]);
  });

  it("hold for one service, path, method and minute, by a known key", async () => {
    const valid = await signed();
    assert.deepEqual(await straight(valid), [200, 200]);
    assert.deepEqual(await straight(await signed({ keyId: "old", kid: "old" })), [200, 200]);

    const [header, payload, signature] = valid.split(".") as [string, string, string];
    const other = Buffer.from(payload, "base64url").toString().replaceAll("jane", "joan");
    const refused = {
      changed: `${header}.${Buffer.from(other).toString("base64url")}.${signature}`,
      unsigned: `${header}.${payload}.`,
      "of another service": await signed({ service: "early" }),
      "by another key than it says": await signed({ keyId: "old" }),
      expired: await signed({ agoMs: 66_000 }),
    };
    for (const [what, assertion] of Object.entries(refused)) {
      assert.deepEqual(await straight(assertion), [200, 401], what);
    }
    assert.deepEqual(await straight(valid, "/catalog/"), [401, 404], "another path");
    assert.deepEqual(await straight(valid, "/catalog", "DELETE"), [401, 405], "another method");
  });

  it("go on while KMS refuses, until an instance needs a key", async () => {
    assert.equal(await statusOf("/public"), 200);
    await deleteSigningKey(served.cloud.aws, keyArn("new"));

    assert.equal(await statusOf("/public"), 200);

    await served.region.stop(0);
    await served.region.start();
    const before = (await served.log("test-catalog")).length;
    const response = await call("/public");

    assert.equal(response.status, 503);
    assert.ok(response.headers.get("retry-after"));
    assert.doesNotMatch(await response.text(), /KMS/);
    const lines = (await served.log(output("Function", "test-catalog-proxy", "name")))
      .trim()
      .split("\n");
    assert.match(lines.at(-1)!, /"errorType":"unsigned"/);
    assert.doesNotMatch((await served.log("test-catalog")).slice(before), /"\/catalog"/);
    assert.equal(await statusOf("/early"), 200);
  });
});
