import assert from "node:assert/strict";
import { json } from "node:stream/consumers";
import { startHttpService, stopServices } from "../testing/service.ts";
import { readSecret } from "./readSecret.ts";

const secretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:dev/payments-AbCdEf";
const parameterArn = "arn:aws:ssm:eu-west-1:123456789012:parameter/dev/key";

// Names differ by test, because the module keeps values. Signatures are checked by MiniStack in
// tests/gateway/functionSecrets.test.ts.
describe("readSecret", () => {
  let requests: { target: unknown; body: unknown }[];
  const before = { ...process.env };

  stopServices();
  beforeEach(() => (requests = []));
  afterEach(() => {
    process.env = { ...before };
  });

  /** Responds with each of these in turn; the last one again and again. */
  const respondWith = async (...responses: [status: number, body: string][]) => {
    const service = await startHttpService(async (incoming, response) => {
      requests.push({ target: incoming.headers["x-amz-target"], body: await json(incoming) });
      const [status, body] = responses[Math.min(requests.length, responses.length) - 1]!;
      response.writeHead(status).end(body);
    });
    const keys = { AWS_ACCESS_KEY_ID: "AKIA1", AWS_SECRET_ACCESS_KEY: "s" };
    Object.assign(process.env, { ...keys, AWS_ENDPOINT_URL: service.url.href });
  };
  const text = (SecretString: string): [number, string] => [200, JSON.stringify({ SecretString })];

  it("reads a secret once for calls at the same time and later ones", async () => {
    process.env["ONCE_SECRET"] = secretArn;
    await respondWith(text("first"), text("second"));

    const both = await Promise.all([readSecret("ONCE"), readSecret("ONCE")]);

    assert.deepEqual([...both, await readSecret("ONCE")], ["first", "first", "first"]);
    assert.deepEqual(requests, [
      { target: "secretsmanager.GetSecretValue", body: { SecretId: secretArn } },
    ]);
    assert.equal(await readSecret("ONCE", { maxAgeSeconds: 0 }), "second");
    assert.equal(await readSecret("ONCE"), "second");
  });

  it("reads a key of a JSON object, with the secret's ARN alone", async () => {
    process.env["KEY_SECRET"] = `${secretArn}:apiKey::`;
    process.env["NUMBER_SECRET"] = `${secretArn}:port::`;
    await respondWith(text('{"apiKey":"a","port":5432}'));

    assert.deepEqual([await readSecret("KEY"), await readSecret("NUMBER")], ["a", "5432"]);
    assert.deepEqual(requests[0]?.body, { SecretId: secretArn });
  });

  it("reads a parameter", async () => {
    process.env["PARAMETER_SECRET"] = parameterArn;
    await respondWith([200, JSON.stringify({ Parameters: [{ Value: "p" }] })]);

    assert.equal(await readSecret("PARAMETER"), "p");
    const body = { Names: [parameterArn], WithDecryption: true };
    assert.deepEqual(requests, [{ target: "AmazonSSM.GetParameters", body }]);
  });

  it("tries again after a failure", async () => {
    process.env["AGAIN_SECRET"] = secretArn;
    await respondWith([400, '{"__type":"AccessDeniedException"}'], text("later"));

    await assert.rejects(readSecret("AGAIN"), {
      name: "SecretError",
      message:
        "The secret AGAIN can't be read: secretsmanager responded with 400 AccessDeniedException",
    });
    assert.equal(await readSecret("AGAIN"), "later");
  });

  for (const [what, reference, response, problem] of [
    [
      "text that is no JSON",
      `${secretArn}:k::`,
      text("top {secret"),
      "it is not a JSON object with k",
    ],
    ["another key", `${secretArn}:toString::`, text('{"a":"secret"}'), "with toString"],
    ["a list", `${secretArn}:k::`, text('["secret"]'), "it is not a JSON object with k"],
    ["bytes", secretArn, [200, '{"SecretBinary":"c2VjcmV0"}'], "it has no text"],
    ["no parameter", parameterArn, [200, '{"InvalidParameters":["secret"]}'], "it has no text"],
    ["a broken response", secretArn, [200, '{"SecretString":"secret'], "200 and no JSON"],
  ] as [string, string, [number, string], string][]) {
    it(`names the secret and not its value: ${what}`, async () => {
      const name = what.replaceAll(" ", "_").toUpperCase();
      process.env[`${name}_SECRET`] = reference;
      await respondWith(response);

      const error = await readSecret(name).catch((failure: Error) => failure);

      const { name: kind, message } = error as Error;
      assert.equal(kind, "SecretError");
      assert.ok(
        message.includes(`The secret ${name} can't be read: `) && message.includes(problem),
        message,
      );
      assert.ok(!message.includes('secret"') && !message.includes("{secret"), message);
    });
  }

  it("refuses names that the definition has not", async () => {
    await assert.rejects(readSecret("NONE"), {
      message: "NONE is not a secret of this function. Add it to its secrets.",
    });
  });
});
