import assert from "node:assert/strict";
import { triggerEvent, type TriggerSource } from "./triggerEvent.ts";

const user = { name: "0f1e", attributes: { email: "jane@example.com" } };

describe("triggerEvent", () => {
  const eventFor = (source: TriggerSource, input = {}) =>
    triggerEvent({ source, region: "eu-west-1", userPoolId: "eu-west-1_abc", user, input });

  it("has for CustomMessage the parameters, and room for the message", () => {
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

  it("has for PostConfirmation the attributes, and the metadata if there is any", () => {
    const ClientMetadata = { from: "app" };

    const event = eventFor("PostConfirmation_ConfirmSignUp", { ClientMetadata });

    assert.deepEqual(event.request, {
      userAttributes: { email: "jane@example.com" },
      clientMetadata: ClientMetadata,
    });
    assert.deepEqual(event.response, {});
  });

  it("names no client where an administrator acts", () => {
    const { callerContext } = eventFor("PostConfirmation_ConfirmSignUp");

    assert.equal(callerContext.clientId, "CLIENT_ID_NOT_APPLICABLE");
  });
});
