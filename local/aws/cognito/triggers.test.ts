import assert from "node:assert/strict";
import type { CognitoResponse } from "./protocol.ts";
import {
  withTriggerFailure,
  parsePythonString,
  triggerEvent,
  type TriggerSource,
} from "./triggers.ts";

const user = { name: "0f1e", attributes: { email: "jane@example.com" } };

describe("triggerEvent", () => {
  const eventFor = (source: TriggerSource, input = {}) =>
    triggerEvent({ source, region: "eu-west-1", userPoolId: "eu-west-1_abc", user, input });

  it("has the parameters and an empty message for CustomMessage", () => {
    const event = eventFor("CustomMessage_SignUp", { ClientId: "c1" });

    assert.deepEqual(event, {
      version: "1",
      triggerSource: "CustomMessage_SignUp",
      region: "eu-west-1",
      userPoolId: "eu-west-1_abc",
      userName: "0f1e",
      callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "c1" },
      request: {
        userAttributes: { email: "jane@example.com" },
        codeParameter: "{####}",
        linkParameter: "{##Click Here##}",
        usernameParameter: null,
      },
      response: { smsMessage: null, emailMessage: null, emailSubject: null },
    });
  });

  it("has the attributes and the client metadata for PostConfirmation", () => {
    const ClientMetadata = { from: "app" };

    const event = eventFor("PostConfirmation_ConfirmSignUp", { ClientMetadata });

    assert.deepEqual(event.request, {
      userAttributes: { email: "jane@example.com" },
      clientMetadata: ClientMetadata,
    });
    assert.deepEqual(event.response, {});
  });

  it("names no client for an administrator", () => {
    const { callerContext } = eventFor("PostConfirmation_ConfirmSignUp");

    assert.equal(callerContext.clientId, "CLIENT_ID_NOT_APPLICABLE");
  });
});

const response = (status: number, json: object): CognitoResponse => ({
  status,
  headers: [],
  body: Buffer.from(JSON.stringify(json)),
});
const failure = "{'errorMessage': 'no luck', 'errorType': 'Error'}";

describe("withTriggerFailure", () => {
  for (const [operation, message, trigger] of [
    ["SignUp", failure, "PreSignUp"],
    ["AdminCreateUser", failure, "CustomMessage"],
    ["InitiateAuth", `CreateAuthChallenge returned error: ${failure}`, "CreateAuthChallenge"],
    ["InitiateAuth", `PreTokenGeneration error: ${failure}`, "PreTokenGeneration"],
  ] as const) {
    it(`names ${trigger} in the failure of ${operation}`, () => {
      const worded = withTriggerFailure(operation, response(500, { message }));

      assert.equal(worded.status, 400);
      assert.deepEqual(JSON.parse(worded.body.toString()), {
        __type: "UserLambdaValidationException",
        message: `${trigger} failed with error no luck.`,
      });
    });
  }

  for (const [title, other] of [
    ["a success", response(200, { message: failure })],
    ["another error", response(400, { message: "User does not exist." })],
    ["an error without a message", response(400, {})],
    ["an error without JSON", { ...response(502, {}), body: Buffer.from("<html>") }],
  ] as const) {
    it(`leaves ${title} unchanged`, () => {
      assert.equal(withTriggerFailure("SignUp", other), other);
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
