import assert from "node:assert/strict";
import type { Answer } from "./answer.ts";
import { inCognitosWords, parsePythonString } from "./triggerFailure.ts";

const answer = (status: number, json: object): Answer => ({
  status,
  headers: [],
  body: Buffer.from(JSON.stringify(json)),
});
const failure = "{'errorMessage': 'no luck', 'errorType': 'Error'}";

describe("inCognitosWords", () => {
  for (const [operation, message, trigger] of [
    ["SignUp", failure, "PreSignUp"],
    ["AdminCreateUser", failure, "CustomMessage"],
    ["InitiateAuth", `CreateAuthChallenge returned error: ${failure}`, "CreateAuthChallenge"],
    ["InitiateAuth", `PreTokenGeneration error: ${failure}`, "PreTokenGeneration"],
  ] as const) {
    it(`names ${trigger} in the failure of ${operation}`, () => {
      const worded = inCognitosWords(operation, answer(500, { message }));

      assert.equal(worded.status, 400);
      assert.deepEqual(JSON.parse(worded.body.toString()), {
        __type: "UserLambdaValidationException",
        message: `${trigger} failed with error no luck.`,
      });
    });
  }

  for (const [title, other] of [
    ["a success", answer(200, { message: failure })],
    ["another error", answer(400, { message: "User does not exist." })],
    ["an error without a message", answer(400, {})],
    ["an error that is no JSON", { ...answer(502, {}), body: Buffer.from("<html>") }],
  ] as const) {
    it(`leaves ${title} as it is`, () => {
      assert.equal(inCognitosWords("SignUp", other), other);
    });
  }
});

describe("parsePythonString", () => {
  for (const [literal, text] of [
    [`'plain'`, "plain"],
    [`"it's"`, "it's"],
    [String.raw`'it\'s "quoted"'`, `it's "quoted"`],
    [String.raw`'a\nb\tc\\n'`, "a\nb\tc\\n"],
    [String.raw`'\x1b\u2028\U000e0001'`, "\u001b\u2028\u{e0001}"],
    [`'ü 🙂'`, "ü 🙂"],
  ] as const) {
    it(`reads ${literal}`, () => {
      assert.equal(parsePythonString(literal), text);
    });
  }
});
