import {
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminUpdateUserAttributesCommand,
  DeleteUserAttributesCommand,
  GetUserCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../cognito/testing/miniStack.ts";
import { attributeList, password, UserPool } from "./testing/userPool.ts";

type Attributes = Record<string, string>;
type Expected = "allowed" | "unauthorized" | "nonconforming" | "immutable" | "invalid";

const unauthorized = {
  name: "NotAuthorizedException",
  message: "A client attempted to write unauthorized attribute",
};
const errors: Record<Exclude<Expected, "allowed">, { name: string; message?: RegExp | string }> = {
  unauthorized,
  nonconforming: {
    name: "InvalidParameterException",
    message: /^Attributes did not conform to the schema: /,
  },
  immutable: { name: "InvalidParameterException", message: /cannot be updated|non-mutable/ },
  invalid: { name: "InvalidParameterException" },
};

const schema = [
  { Name: "name", AttributeDataType: "String", Required: true, Mutable: true },
  { Name: "tenant", AttributeDataType: "String", Mutable: true },
  { Name: "origin", AttributeDataType: "String", Mutable: false },
  {
    Name: "code",
    AttributeDataType: "String",
    Mutable: true,
    StringAttributeConstraints: { MinLength: "2", MaxLength: "4" },
  },
  {
    Name: "age",
    AttributeDataType: "Number",
    Mutable: true,
    NumberAttributeConstraints: { MinValue: "18", MaxValue: "99" },
  },
  { Name: "adult", AttributeDataType: "Boolean", Mutable: true },
  { Name: "since", AttributeDataType: "DateTime", Mutable: true },
  { Name: "score", AttributeDataType: "String", Mutable: true, DeveloperOnlyAttribute: true },
] as const;

/**
 * Attributes with what a user may do at sign-up and later, and an administrator later. Sources: Cognito
 * Developer Guide, "Working with user attributes"; API Reference, "SchemaAttributeType". It does not prove
 * the texts of messages, which AWS does not document.
 */
const writes: Record<string, [Attributes, signUp: Expected, update: Expected, admin: Expected]> = {
  "a standard attribute": [{ nickname: "Jo" }, "allowed", "allowed", "allowed"],
  "another user's sub": [{ sub: "0123" }, "immutable", "immutable", "immutable"],
  "a verified address": [{ email_verified: "true" }, "unauthorized", "unauthorized", "allowed"],
  "a verified number": [
    { phone_number_verified: "true" },
    "unauthorized",
    "unauthorized",
    "allowed",
  ],
  identities: [{ identities: "[]" }, "unauthorized", "unauthorized", "nonconforming"],
  "a claim of Cognito": [
    { "cognito:groups": "admin" },
    "unauthorized",
    "unauthorized",
    "nonconforming",
  ],
  "an unknown attribute": [{ role: "admin" }, "nonconforming", "nonconforming", "nonconforming"],
  "an unlisted custom attribute": [
    { "custom:tenant": "a" },
    "unauthorized",
    "unauthorized",
    "allowed",
  ],
  "a developer's attribute": [{ "dev:score": "1" }, "unauthorized", "unauthorized", "allowed"],
  "an unknown custom attribute": [
    { "custom:x": "a" },
    "unauthorized",
    "unauthorized",
    "nonconforming",
  ],
  "an address": [{ email: "jo@example.com" }, "allowed", "allowed", "allowed"],
  "no address": [{ email: "jo.example.com" }, "invalid", "invalid", "invalid"],
  "an address without a domain": [{ email: "jo@localhost" }, "invalid", "invalid", "invalid"],
  "a number": [{ phone_number: "+4915112345678" }, "allowed", "allowed", "allowed"],
  "a number without its country": [
    { phone_number: "015112345678" },
    "invalid",
    "invalid",
    "invalid",
  ],
  "a number with spaces": [{ phone_number: "+49 151 123" }, "invalid", "invalid", "invalid"],
  "a date of birth": [{ birthdate: "1990-02-28" }, "allowed", "allowed", "allowed"],
  "no date of birth": [
    { birthdate: "1990-02-30" },
    "nonconforming",
    "nonconforming",
    "nonconforming",
  ],
  "a time": [{ updated_at: "1700000000" }, "allowed", "allowed", "allowed"],
  "a time that is no number": [
    { updated_at: "now" },
    "nonconforming",
    "nonconforming",
    "nonconforming",
  ],
  "a negative time": [{ updated_at: "-1" }, "nonconforming", "nonconforming", "nonconforming"],
  "a long value": [{ profile: "x".repeat(2048) }, "allowed", "allowed", "allowed"],
  "a value that is too long": [{ profile: "x".repeat(2049) }, "invalid", "invalid", "invalid"],
};

/** The same for a client that may write these. */
const listed = [
  "name",
  "email",
  "custom:code",
  "custom:age",
  "custom:adult",
  "custom:since",
  "custom:origin",
];
const listedWrites: typeof writes = {
  "a listed attribute": [{ "custom:code": "abc" }, "allowed", "allowed", "allowed"],
  "an attribute that is not listed": [
    { nickname: "Jo" },
    "unauthorized",
    "unauthorized",
    "allowed",
  ],
  "an unknown attribute": [{ role: "admin" }, "unauthorized", "unauthorized", "nonconforming"],
  "an immutable attribute": [{ "custom:origin": "web" }, "allowed", "immutable", "immutable"],
  "a short text": [{ "custom:code": "a" }, "nonconforming", "nonconforming", "nonconforming"],
  "a long text": [{ "custom:code": "abcde" }, "nonconforming", "nonconforming", "nonconforming"],
  "a number": [{ "custom:age": "18" }, "allowed", "allowed", "allowed"],
  "a small number": [{ "custom:age": "17" }, "nonconforming", "nonconforming", "nonconforming"],
  "a large number": [{ "custom:age": "100" }, "nonconforming", "nonconforming", "nonconforming"],
  "no number": [{ "custom:age": "old" }, "nonconforming", "nonconforming", "nonconforming"],
  "a truth value": [{ "custom:adult": "true" }, "allowed", "allowed", "allowed"],
  "no truth value": [{ "custom:adult": "yes" }, "nonconforming", "nonconforming", "nonconforming"],
  "a date and time": [{ "custom:since": "2026-01-01T00:00:00Z" }, "allowed", "allowed", "allowed"],
  "no date and time": [
    { "custom:since": "soon" },
    "nonconforming",
    "nonconforming",
    "nonconforming",
  ],
};

describe("attributes of users", () => {
  const stack = miniStack();
  let standard: UserPool;
  let restricted: UserPool;
  let token: string;
  let restrictedToken: string;
  let count = 0;

  before(async () => {
    standard = await UserPool.create(stack.aws, { Schema: [...schema] });
    restricted = await standard.withClient({ WriteAttributes: listed, ReadAttributes: ["name"] });
    await standard.addUser("ann", { name: "Ann", "custom:tenant": "a" });
    token = await standard.signIn("ann");
    restrictedToken = await restricted.signIn("ann");
  });

  const assertResult = async (expected: Expected, operation: Promise<unknown>) => {
    if (expected === "allowed") await operation;
    else await assert.rejects(operation, errors[expected]);
  };
  const signUp = (pool: UserPool, attributes: Attributes) =>
    stack.aws.cognito.send(
      new SignUpCommand({
        ClientId: pool.clientId,
        Username: `new-${count++}`,
        Password: password,
        UserAttributes: attributeList({ name: "New", ...attributes }),
      }),
    );
  const update = (AccessToken: string, attributes: Attributes) =>
    stack.aws.cognito.send(
      new UpdateUserAttributesCommand({ AccessToken, UserAttributes: attributeList(attributes) }),
    );
  const updateAsAdmin = (attributes: Attributes) =>
    stack.aws.cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: standard.userPoolId,
        Username: "ann",
        UserAttributes: attributeList(attributes),
      }),
    );

  for (const [clients, table] of Object.entries({ any: writes, restricted: listedWrites })) {
    describe(clients === "any" ? "of a client without a list" : "of a client with a list", () => {
      for (const [what, [attributes, atSignUp, later, byAdmin]] of Object.entries(table)) {
        it(`${what}: ${atSignUp} at sign-up, ${later} later, ${byAdmin} for administrators`, async () => {
          const pool = clients === "any" ? standard : restricted;
          await assertResult(atSignUp, signUp(pool, attributes));
          await assertResult(
            later,
            update(clients === "any" ? token : restrictedToken, attributes),
          );
          await assertResult(byAdmin, updateAsAdmin(attributes));
        });
      }
    });
  }

  it("names every attribute that is not in the schema", async () => {
    await assert.rejects(signUp(standard, { role: "a", phone: "b" }), {
      message:
        "Attributes did not conform to the schema: role: Attribute does not exist in the schema.\n" +
        "phone: Attribute does not exist in the schema.\n",
    });
  });

  it("requires required attributes at sign-up, but not of administrators", async () => {
    const { clientId: ClientId, userPoolId: UserPoolId } = standard;

    await assert.rejects(
      stack.aws.cognito.send(
        new SignUpCommand({ ClientId, Username: "nameless", Password: password }),
      ),
      { message: "Attributes did not conform to the schema: name: The attribute is required\n" },
    );
    await stack.aws.cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: "nameless" }));
  });

  it("reads only the attributes that the client may read", async () => {
    const { UserAttributes } = await stack.aws.cognito.send(
      new GetUserCommand({ AccessToken: restrictedToken }),
    );

    assert.deepEqual(UserAttributes!.map(({ Name }) => Name).sort(), ["name", "sub"]);
  });

  const remove = (AccessToken: string, name: string) =>
    stack.aws.cognito.send(
      new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: [name] }),
    );

  it("deletes attributes that the client may write", async () => {
    await updateAsAdmin({ nickname: "Annie", email: "ann@example.com", email_verified: "true" });

    await remove(token, "nickname");
    await remove(token, "email");

    const { sub: _, ...rest } = await standard.attributesOf("ann");
    assert.ok(!("nickname" in rest) && !("email" in rest) && !("email_verified" in rest));
  });

  for (const [name, expected] of Object.entries<Expected>({
    sub: "immutable",
    email_verified: "unauthorized",
    "custom:tenant": "unauthorized",
    name: "nonconforming",
    role: "nonconforming",
  })) {
    it(`does not delete ${name}: ${expected}`, () => assertResult(expected, remove(token, name)));
  }

  it("deletes custom attributes for administrators", async () => {
    await stack.aws.cognito.send(
      new AdminDeleteUserAttributesCommand({
        UserPoolId: standard.userPoolId,
        Username: "ann",
        UserAttributeNames: ["custom:tenant"],
      }),
    );

    assert.equal((await standard.attributesOf("ann"))["custom:tenant"], undefined);
  });
});
