import assert from "node:assert/strict";
import { parameter, secret } from "../platform.ts";
import { RegionalPlatform } from "../region/index.ts";
import { faultsOf } from "../shared/testing/refuses.ts";
import { platformWith, record, statementsOf } from "./testing/recordFunction.ts";

const secrets = {
  API_KEY: secret("{environment}/payments", { key: "apiKey" }),
  SIGNING_KEY: parameter("/{environment}/signing-key", {
    kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1",
  }),
};

const manager = "arn:aws:secretsmanager:us-east-1:123456789012:secret:test/payments-AbCdEf";
const store = "arn:aws:ssm:us-east-1:123456789012:parameter/test/signing-key";

describe("secrets of a function", () => {
  it("are ARNs in variables, which its role alone may read", async () => {
    const recorded = await record(platformWith({ secrets }));

    const { variables } = recorded.inputs("Function", "test-thumbnail")["environment"] as {
      variables: Record<string, string>;
    };
    assert.deepEqual(
      Object.fromEntries(Object.entries(variables).filter(([name]) => name.endsWith("_SECRET"))),
      { API_KEY_SECRET: `${manager}:apiKey::`, SIGNING_KEY_SECRET: store },
    );
    const statements = statementsOf(recorded, "test-thumbnail");
    for (const statement of [
      `secretsmanager:GetSecretValue on ${manager}`,
      `ssm:GetParameters on ${store}`,
      "kms:Decrypt on arn:aws:kms:us-east-1:123456789012:key/1",
    ]) {
      assert.ok(statements.includes(statement), statements.join("\n"));
    }
    const others = recorded.names("RolePolicy").filter((name) => name !== "test-thumbnail");
    for (const name of others) {
      assert.doesNotMatch(String(recorded.inputs("RolePolicy", name)["policy"]), /secretsm|ssm:/);
    }
  });

  it("need the endpoints of their stores in a closed VPC", async () => {
    const definition = platformWith({ secrets, vpc: true });
    const zones = ["us-east-1a", "us-east-1b"];
    const closed = { region: "us-east-1", zones, production: false, closedEgress: true };

    const [fault] = faultsOf(() => new RegionalPlatform("test", { ...closed, definition }));

    assert.match(String(fault), /Add secretsmanager, ssm: /);
    const interfaceEndpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm"];
    await record(definition, { ...closed, interfaceEndpoints });
  });

  for (const [given, message] of [
    [
      { secrets: { KEY: secret("a", { version: "AWSPREVIOUS" }) } },
      /secrets\.KEY\.version is .*current version/,
    ],
    [
      { secrets: { _KEY: secret("a") } },
      /secrets\._KEY is not a valid name; .* begin with a letter/,
    ],
    [{ secrets: { KEY: "hunter2" } }, /secrets\.KEY is of type string; allowed: secret\("…"\)/],
    [
      { secrets: { KEY: secret("a") }, environment: { KEY_SECRET: "x" } },
      /environment\.KEY_SECRET is of type string; allowed: another name: .* leads to the secret KEY/,
    ],
    [
      {
        secrets: Object.fromEntries(
          Array.from({ length: 25 }, (_, each) => [`K${each}`, secret("a".repeat(80))]),
        ),
      },
      /at most 4096 bytes/,
    ],
  ] as const) {
    it(`are refused before anything is registered: ${JSON.stringify(given).slice(0, 70)}`, () => {
      const faults = faultsOf(() => platformWith(given as never)).map(String);

      assert.equal(faults.length, 1, faults.join("\n"));
      assert.match(faults[0]!, message);
      assert.doesNotMatch(faults[0]!, /hunter2/);
    });
  }
});
