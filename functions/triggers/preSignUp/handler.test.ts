import assert from "node:assert/strict";
import { json } from "node:stream/consumers";
import type { PreSignUpTriggerEvent } from "aws-lambda";
import { startHttpService, type TestService } from "../../testing/service.ts";
import { captureLog } from "../../testing/captureLog.ts";
import { testContext, testTrigger } from "../../testing/trigger.ts";
import type { TriggerHandler } from "../guarded.ts";

describe("preSignUp", () => {
  let handler: TriggerHandler<PreSignUpTriggerEvent>;

  let dynamodb: TestService;
  let received: unknown[];
  let status: number;
  const variables: Record<string, string> = {
    ALLOWED_EMAIL_DOMAINS: "example.com",
    INVITATIONS_TABLE: "invited",
    IDENTITY_PROVIDERS: "Google,Acme",
    VERIFYING_PROVIDERS: "Google",
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  const outside = { ...process.env };

  before(async () => {
    dynamodb = await startHttpService((request, response) => {
      void json(request).then((body) => {
        received.push(body);
        response.writeHead(status).end("{}");
      });
    });
    Object.assign(process.env, variables, { AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url.href });
    ({ handler } = await import("./handler.ts"));
  });

  after(() => {
    for (const name of [...Object.keys(variables), "AWS_ENDPOINT_URL_DYNAMODB"]) {
      if (outside[name] === undefined) delete process.env[name];
      else process.env[name] = outside[name];
    }
    return dynamodb.stop();
  });

  beforeEach(() => {
    received = [];
    status = 200;
  });

  const signUp = (
    triggerSource: PreSignUpTriggerEvent["triggerSource"],
    email: string,
    more: Record<string, string> = {},
    userName: string = testTrigger.userName,
  ) =>
    handler(
      {
        ...testTrigger,
        userName,
        triggerSource,
        request: { userAttributes: { email, ...more } },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      },
      testContext,
    );

  for (const source of ["PreSignUp_SignUp", "PreSignUp_ExternalProvider"] as const) {
    it(`admits an allowed domain at ${source} without confirming anything`, async () => {
      const { response } = await signUp(source, "jane@example.com");

      assert.deepEqual(Object.values(response), [false, false, false]);
    });

    it(`refuses a user of another domain at ${source}`, async () => {
      await assert.rejects(signUp(source, "jane@example.net"), {
        name: "EmailDomainError",
        message: "Addresses of example.net can't sign up here.",
      });
    });
  }

  it("refuses an address that its provider calls unverified: anybody may have entered it", async () => {
    const atProvider = (provider: string, email_verified: string) =>
      signUp("PreSignUp_ExternalProvider", "jane@example.com", { email_verified }, `${provider}_1`);

    await assert.rejects(atProvider("Google", "False"), { name: "EmailDomainError" });
    await atProvider("Google", "true");
    // It does not map email_verified, so Cognito says this of all its addresses.
    await atProvider("Acme", "false");
  });

  it("lets administrators create any user, and remembers the address", async () => {
    await signUp("PreSignUp_AdminCreateUser", "Jane@example.net");
    await signUp("PreSignUp_AdminCreateUser", "jane@example.com");

    assert.deepEqual(received, [
      { TableName: "invited", Item: { address: { S: "jane@example.net" } } },
    ]);
  });

  it("invites nobody while the table can't be written, and shows nothing of the reason", async () => {
    status = 400;

    const { lines } = await captureLog(() =>
      assert.rejects(signUp("PreSignUp_AdminCreateUser", "jane@example.net"), (error: Error) => {
        assert.equal(error.message, "Something went wrong on our side. Please try again");
        return true;
      }),
    );

    assert.match(String(lines[0]!["error"]), /AWS responded to PutItem with 400/);
  });
});
