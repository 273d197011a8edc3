import assert from "node:assert/strict";
import { Masking } from "./masking.ts";
import { isSecretName, masked } from "./names.ts";

const resource = (type: string, inputs: object, outputs: object = inputs, more: object = {}) => ({
  ...{ type, name: "a", id: "a", inputs: { ...inputs }, outputs: { ...outputs } },
  ...more,
});

/** What a program says of a resource whose property it marks as secret. */
const marks = (name: string) => ({
  registration: {
    ...{
      urn: "urn:pulumi:s::p::t::a",
      dependencies: [],
      propertyDependencies: {},
      secrets: [name],
    },
    ...{ protect: false, retainOnDelete: false, ignoreChanges: [] },
  },
});

describe("Masking", () => {
  const secret = "correct-horse-battery";
  const cases: [what: string, type: string, inputs: object, more?: object][] = [
    ["a value under a secret's name", "aws:rds/instance:Instance", { masterPassword: secret }],
    ["a nested one", "aws:x/y:Y", { providerDetails: { client_secret: secret } }],
    [
      "a variable",
      "aws:lambda/function:Function",
      { environment: { variables: { DB_PASSWORD: secret } } },
    ],
    ["an API key's value", "aws:apigateway/apiKey:ApiKey", { value: secret }],
    ["a marked value with a plain name", "aws:x/y:Y", { note: { deep: [secret] } }, marks("note")],
    [
      "a container's variable in JSON",
      "aws:ecs/taskDefinition:TaskDefinition",
      {
        containerDefinitions: JSON.stringify([{ environment: [{ name: "TOKEN", value: secret }] }]),
      },
    ],
  ];
  for (const [what, type, inputs, more] of cases) {
    it(`hides ${what}, also where another resource has it`, () => {
      const one = resource(type, inputs, inputs, more);
      const other = resource("aws:x/z:Z", { url: `https://user:${secret}@host/`, list: [secret] });
      const masking = new Masking(what.startsWith("a marked") ? [one] : [one, other]);

      const shown = [one, other].map((each) => [
        masking.properties(each, "inputs"),
        masking.properties(each, "outputs"),
      ]);

      const concerned = what.startsWith("a marked") ? shown[0] : shown;
      assert.equal(JSON.stringify(concerned).includes(secret), false);
      assert.ok(JSON.stringify(concerned).includes(masked));
    });
  }

  it("hides given secrets in any text, and leaves ARNs and short texts", () => {
    const kept = {
      secret: "arn:aws:secretsmanager:eu-west-1:1:secret:a",
      accessToken: "hours",
      name: "a",
    };
    const one = resource("aws:x/y:Y", { ...kept, text: `x${secret}y` });

    const shown = new Masking([one], [secret]).properties(one, "inputs");

    assert.deepEqual(shown, { ...kept, text: `x${masked}y` });
  });

  for (const name of ["clientSecret", "DB_PASSWORD", "private_key", "authToken", "secretString"]) {
    it(`counts ${name} as a secret's name`, () => assert.equal(isSecretName(name), true));
  }
  for (const name of [
    "kmsKeyId",
    "tokenValidityUnits",
    "hashKey",
    "key",
    "passwordPolicy",
    "secretArn",
  ]) {
    it(`does not count ${name}`, () => assert.equal(isSecretName(name), false));
  }
});
