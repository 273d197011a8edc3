import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { refuses } from "../shared/testing/refuses.ts";
import { secretNotFound } from "./secretAccess.ts";
import { parameter, PrivateService, type PrivateServiceArgs, secret } from "./index.ts";

const args: PrivateServiceArgs = {
  region: "us-east-1",
  vpcId: "vpc-1",
  subnetIds: ["private-1", "private-2"],
  clusterArn: "arn:aws:ecs:us-east-1:123456789012:cluster/c",
  directory: "services/orders",
};

async function record(secrets: PrivateServiceArgs["secrets"] = {}) {
  const recorded = await recordResources(() => new PrivateService("orders", { ...args, secrets }), {
    "awsx:ecr:Image": { imageUri: "repository@sha256:1" },
  });
  const statements = (role: string) => {
    if (!recorded.names("RolePolicy").includes(role)) return [];
    const policy = String(recorded.inputs("RolePolicy", role)["policy"]);
    const { Statement } = JSON.parse(policy) as { Statement: Statement[] };
    return Statement.filter(({ Action: [action] }) => /^(secretsmanager|ssm|kms):/.test(action!));
  };
  const definition = recorded.inputs("TaskDefinition", "orders")["containerDefinitions"];
  const [container] = JSON.parse(String(definition)) as [Record<string, unknown>];
  return {
    secrets: container["secrets"],
    environment: container["environment"],
    execution: statements("orders-execution"),
    task: statements("orders-task"),
  };
}

interface Statement {
  Action: string[];
  Resource: string[];
}

const paymentArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:payments/key-AbCdEf";
const key = (id: string, region = "us-east-1") => `arn:aws:kms:${region}:123456789012:key/${id}`;
const via = (service: string) => ({
  StringEquals: { "kms:ViaService": `${service}.us-east-1.amazonaws.com` },
});

describe("the secrets of a service", () => {
  it("are read by ECS when a task starts, and are no plain variables", async () => {
    const { secrets, environment } = await record({
      PAYMENT_KEY: secret("payments/key"),
      SIGNING_KEY: parameter("/orders/signing-key"),
      PLAIN: parameter("plain"),
    });

    const ssm = "arn:aws:ssm:us-east-1:123456789012:parameter";
    assert.deepEqual(secrets, [
      { name: "PAYMENT_KEY", valueFrom: paymentArn },
      { name: "SIGNING_KEY", valueFrom: `${ssm}/orders/signing-key` },
      { name: "PLAIN", valueFrom: `${ssm}/plain` },
    ]);
    assert.deepEqual(environment, [{ name: "PORT", value: "8080" }]);
  });

  it("may be a key of a JSON object, and a version", async () => {
    const id = "01234567-89ab-cdef-0123-456789abcdef";
    const { secrets } = await record({
      A: secret("payments/key", { key: "apiKey" }),
      B: secret("payments/key", { version: "AWSPREVIOUS" }),
      C: secret("payments/key", { key: "apiKey", version: id }),
    });

    assert.deepEqual(
      (secrets as { valueFrom: string }[]).map(({ valueFrom }) =>
        valueFrom.slice(paymentArn.length),
      ),
      [":apiKey::", "::AWSPREVIOUS:", `:apiKey::${id}`],
    );
  });

  it("can be read by the execution role alone, each named, each once", async () => {
    const { execution, task } = await record({
      A: secret("payments/key", { key: "a" }),
      B: secret("payments/key", { key: "b" }),
      C: parameter("/orders/signing-key"),
    });

    assert.deepEqual(task, []);
    assert.deepEqual(execution, [
      { Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [paymentArn] },
      {
        Effect: "Allow",
        Action: ["ssm:GetParameters"],
        Resource: ["arn:aws:ssm:us-east-1:123456789012:parameter/orders/signing-key"],
      },
    ]);
  });

  it("are decrypted with their own keys, through the service that keeps them", async () => {
    const { execution } = await record({
      FOUND: secret("x-key-0123"),
      FOUND_ARN: secret(`x-key-0123/arn`, { kmsKeyArn: key("4567") }),
      REPLICA: parameter("/x", { kmsKeyArn: key("mrk-89", "eu-west-1") }),
    });

    assert.deepEqual(
      execution.filter(({ Action }) => Action.includes("kms:Decrypt")),
      [
        {
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: [key("0123"), key("4567")],
          Condition: via("secretsmanager"),
        },
        {
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: [key("mrk-89")],
          Condition: via("ssm"),
        },
      ],
    );
  });

  it("that do not exist are an error with the command that creates them", () => {
    const scope = { service: "orders", region: "us-east-1" };
    const { name, message } = secretNotFound("payments/key", scope, new Error("no resource"));

    assert.equal(name, "SecretError");
    assert.match(message, /^orders: the secret "payments\/key" was not found in us-east-1\./);
    assert.match(
      message,
      /aws secretsmanager create-secret --region us-east-1 --name payments\/key /,
    );
    assert.match(message, /no resource$/);
  });

  it("whose key is an alias need its ARN", async () => {
    await assert.rejects(record({ A: secret("key-alias/payments") }), {
      name: "SecretError",
      message: /is encrypted with the key alias\/payments.*set kmsKeyArn/,
    });
  });

  const wrong = (secrets: unknown) => () =>
    new PrivateService("orders", {
      ...args,
      secrets: secrets as NonNullable<PrivateServiceArgs["secrets"]>,
      environment: { LEVEL: "info" },
    });

  it("are not given by value, and errors do not repeat such a value", () => {
    refuses(wrong({ A: "sk_live_1" }), {
      message: /secrets.A is of type string; allowed: secret\("…"\)/,
    });
    refuses(wrong({ A: secret("sk:live:1") }), {
      message: /secrets.A.name is of type string; allowed: a name/,
    });
    for (const each of [{ A: "sk_live_1" }, { A: secret("sk:live:1") }]) {
      assert.throws(wrong(each), (error: Error) => !/live/.test(error.message));
    }
  });

  for (const [what, secrets, message] of [
    ["an ARN", { A: secret(paymentArn) }, /Write its name, not its ARN/],
    ["a variable's name with a dash", { "A-B": secret("a") }, /secrets.A-B is not a valid name/],
    ["a variable of the service", { LEVEL: secret("a") }, /secrets.LEVEL is not a valid name/],
    ["the port", { PORT: secret("a") }, /secrets.PORT is not a valid name/],
    ["a key with a colon", { A: secret("a", { key: "b:c" }) }, /secrets.A.key.*without colons/],
    ["a key's alias", { A: secret("a", { kmsKeyArn: "alias/a" }) }, /kmsKeyArn.*ARN of a KMS key/],
  ] as const) {
    it(`refuse ${what}`, () => {
      refuses(wrong(secrets), { message });
    });
  }
});
