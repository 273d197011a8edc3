import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { lambda } from "../../components/api/index.ts";
import { definePlatform, parameter, secret } from "../../components/platform.ts";
import { useServedRegion } from "../support/servedRegion.ts";

const entry = "tests/gateway/handlers/secrets.ts";

const platform = definePlatform({
  name: "Secrets",
  services: {},
  functions: {
    reader: {
      entry,
      vpc: true,
      secrets: {
        WHOLE: secret("{environment}/whole"),
        API_KEY: secret("{environment}/payments", { key: "apiKey" }),
        OTHER_KEY: secret("{environment}/payments", { key: "other.key" }),
        SIGNING_KEY: parameter("/{environment}/signing-key"),
        FLAT: parameter("flat"),
      },
    },
    thief: { entry },
  },
  routes: {
    "GET /reader": lambda("reader", { auth: "none" }),
    "GET /thief": lambda("thief", { auth: "none" }),
  },
});

const values = {
  READER__WHOLE: 'with "quotes"\nand lines',
  READER__API_KEY: "api key",
  READER__OTHER_KEY: "other key",
  READER__SIGNING_KEY: "signing key",
  READER__FLAT: "flat value",
};

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

// The values are in .env.local's place; the functions read them from MiniStack as their roles. It does not prove
// the addresses of AWS's own endpoints.
describe("secrets of functions, in a region on this machine", function () {
  this.timeout(90_000);
  const { call, log, output } = useServedRegion(platform, "eu-west-1", undefined, values);

  for (const name of ["WHOLE", "API_KEY", "OTHER_KEY", "SIGNING_KEY", "FLAT"] as const) {
    it(`are read by their function alone: ${name}`, async () => {
      const response = await call(`/reader?name=${name}`);

      assert.deepEqual(await response.json(), {
        digest: digest(values[`READER__${name}`]),
        isInVariable: false,
      });
    });
  }

  it("are refused to a function that knows their names", async () => {
    const account = "eu-west-1:123456789012";
    for (const reference of [
      `arn:aws:secretsmanager:${account}:secret:test/whole`,
      `arn:aws:ssm:${account}:parameter/test/signing-key`,
    ]) {
      const response = await call(`/thief?name=STOLEN&reference=${reference}`);

      assert.equal(response.status, 500);
      assert.match(
        await response.text(),
        /SecretError: The secret STOLEN can't be read: .* responded with 40. .*AccessDenied/,
      );
    }
  });

  it("are in no log", async () => {
    await call("/reader?name=API_KEY");
    const text = await log(output("Function", "test-reader", "name"));

    for (const value of Object.values(values)) assert.ok(!text.includes(value));
  });
});
