import assert from "node:assert/strict";
import { miniStack } from "../../cognito/testing/miniStack.ts";
import { UserPool } from "./testing/userPool.ts";

const client = { ClientId: "abcdefghijklmnop" };

/** Inputs with the error's type and words. Source: AWS's model of Cognito; words as users of Cognito report them. */
const inputs: Record<string, [operation: string, input: unknown, type: string, message: RegExp]> = {
  "a missing value": [
    "SignUp",
    { ...client, Password: "Secret-1" },
    "InvalidParameterException",
    /^1 validation error detected: Value null at 'username' failed to satisfy constraint: Member must not be null$/,
  ],
  "several missing values": [
    "ConfirmSignUp",
    {},
    "InvalidParameterException",
    /^3 validation errors detected: .*'clientId'.*'username'.*'confirmationCode'/,
  ],
  "an empty name": [
    "SignUp",
    { ...client, Username: "", Password: "x" },
    "InvalidParameterException",
    /'username'.*greater than or equal to 1/,
  ],
  "a name with a space": [
    "SignUp",
    { ...client, Username: "a b", Password: "x" },
    "InvalidParameterException",
    /'username'.*regular expression/,
  ],
  "a name with a character that nobody sees": [
    "SignUp",
    { ...client, Username: "admin\u200b", Password: "x" },
    "InvalidParameterException",
    /'username'.*regular expression/,
  ],
  "a long name": [
    "SignUp",
    { ...client, Username: "x".repeat(129), Password: "x" },
    "InvalidParameterException",
    /less than or equal to 128/,
  ],
  "a client id with other characters": [
    "SignUp",
    { ClientId: "../x", Username: "a", Password: "x" },
    "InvalidParameterException",
    /'clientId'/,
  ],
  "an unknown flow": [
    "InitiateAuth",
    { ...client, AuthFlow: "NO_AUTH" },
    "InvalidParameterException",
    /enum value set/,
  ],
  "an attribute without a name": [
    "SignUp",
    { ...client, Username: "a", Password: "x", UserAttributes: [{ Value: "x" }] },
    "InvalidParameterException",
    /'userAttributes\.1\.member\.name'/,
  ],
  "attributes that are no list": [
    "SignUp",
    { ...client, Username: "a", Password: "x", UserAttributes: { email: "x" } },
    "SerializationException",
    /./,
  ],
  "half a character": [
    "SignUp",
    { ...client, Username: "a", Password: "secret-\ud800" },
    "SerializationException",
    /Unicode/,
  ],
  "an object for a name": [
    "SignUp",
    { ...client, Username: {}, Password: "x" },
    "SerializationException",
    /./,
  ],
  "an array for the input": ["SignUp", [], "SerializationException", /./],
  "a token with other characters": [
    "GetUser",
    { AccessToken: "a b" },
    "InvalidParameterException",
    /'accessToken'/,
  ],
  "no token": ["GetUser", {}, "InvalidParameterException", /'accessToken'.*must not be null/],
};

describe("the input of operations of a user pool", () => {
  const stack = miniStack();

  const send = (operation: string, input: unknown) =>
    fetch(stack.aws.url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(input),
    });

  for (const [what, [operation, input, type, message]] of Object.entries(inputs)) {
    it(`is refused with ${what}`, async () => {
      const response = await send(operation, input);

      const error = (await response.json()) as { __type: string; message: string };
      assert.deepEqual([response.status, error.__type], [400, type]);
      assert.match(error.message, message);
    });
  }

  it("chooses the rules by its own members, not by those of other operations", async () => {
    const Schema = [{ Name: "tenant", AttributeDataType: "String", Mutable: true }] as const;
    const pool = await UserPool.create(
      stack.aws,
      { Schema: [...Schema] },
      { WriteAttributes: ["name"] },
    );
    const { clientId: ClientId } = await pool.withClient({ WriteAttributes: ["custom:tenant"] });
    const PasswordPolicy = { MinimumLength: 6, RequireNumbers: false, RequireUppercase: false };
    const { userPoolId: UserPoolId } = await UserPool.create(stack.aws, {
      Policies: { PasswordPolicy },
    });
    await pool.addUser("ada");
    const AccessToken = await pool.signIn("ada");
    const UserAttributes = [{ Name: "custom:tenant", Value: "other" }];
    const [head, claims, signature] = AccessToken.split(".");
    for (const other of [`${AccessToken}=`, `${head}=.${claims}.${signature}`]) {
      const { status } = await send("GetUser", { AccessToken: other });
      assert.equal(status, 400);
    }
    const signUp = { ClientId: pool.clientId, Username: "bob", Password: "secret" };

    const responses = [
      await send("UpdateUserAttributes", { AccessToken, UserAttributes, ClientId }),
      await send("UpdateUserAttributes", { AccessToken, UserAttributes, UserPoolId }),
      await send("SignUp", { ...signUp, UserPoolId }),
    ];

    const types = await Promise.all(responses.map((response) => response.json()));
    assert.deepEqual(
      types.map((error) => (error as { __type: string }).__type),
      ["NotAuthorizedException", "NotAuthorizedException", "InvalidPasswordException"],
    );
    assert.equal((await pool.attributesOf("ada"))["custom:tenant"], undefined);
  });
});
