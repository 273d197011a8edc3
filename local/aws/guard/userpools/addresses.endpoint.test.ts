import {
  AdminUpdateUserAttributesCommand,
  GetUserAttributeVerificationCodeCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../cognito/testing/miniStack.ts";
import { attributeList, UserPool } from "./testing/userPool.ts";

const mismatch = { name: "CodeMismatchException" };
const expired = { name: "ExpiredCodeException" };
const limited = { name: "LimitExceededException" };
const settled = async (calls: Promise<unknown>[]) =>
  (await Promise.allSettled(calls)).map(({ status }) => status).sort();

/**
 * Sources: Cognito Developer Guide, "Quotas in Amazon Cognito", "Verifying updates to email addresses and phone
 * numbers"; API Reference, "UserAttributeUpdateSettingsType".
 */
describe("a user's change of address", () => {
  const stack = miniStack();
  let pool: UserPool;
  let count = 0;
  let name: string;
  const other = (code: string) => (code === "000000" ? "000001" : "000000");
  const adminIds = () => ({ UserPoolId: pool.userPoolId, Username: name });

  before(async () => {
    pool = await UserPool.create(stack.aws, {
      UsernameAttributes: ["email", "phone_number"],
      AutoVerifiedAttributes: ["email"],
    });
  });

  let token: string;
  let changed: string;

  beforeEach(async () => {
    name = `user-${count++}@example.com`;
    await pool.addUser(name, { email: name, email_verified: "true" });
    token = await pool.signIn(name);
    changed = `new-${name}`;
  });

  const update = (attributes: Record<string, string>, AccessToken = token) =>
    stack.aws.cognito.send(
      new UpdateUserAttributesCommand({ AccessToken, UserAttributes: attributeList(attributes) }),
    );
  const verify = (Code: string, AccessToken = token) =>
    stack.aws.cognito.send(
      new VerifyUserAttributeCommand({ AccessToken, AttributeName: "email", Code }),
    );
  const request = (AccessToken = token) =>
    stack.aws.cognito.send(
      new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: "email" }),
    );
  const emailOf = async (of: UserPool, user: string) => {
    const { email, email_verified } = await of.attributesOf(user);
    return [email, email_verified];
  };

  it("is verified by a code once, and until then unverified", async () => {
    const { CodeDeliveryDetailsList } = await update({ email: changed });
    assert.equal(CodeDeliveryDetailsList![0]!.Destination, "n***@e***");
    assert.deepEqual(await emailOf(pool, changed), [changed, "false"]);
    const code = await pool.codeFor(changed);
    await assert.rejects(verify(other(code)), mismatch);

    assert.deepEqual(await settled([verify(code), verify(code)]), ["fulfilled", "rejected"]);

    assert.deepEqual(await emailOf(pool, changed), [changed, "true"]);
    await assert.rejects(verify(code), expired);
  });

  it("is not verified by the code of an earlier one", async () => {
    await update({ email: changed });
    const code = await pool.codeFor(changed);
    await update({ email: `x${changed}` });

    if (code !== (await pool.codeFor(`x${changed}`))) await assert.rejects(verify(code), mismatch);

    assert.deepEqual(await emailOf(pool, `x${changed}`), [`x${changed}`, "false"]);
  });

  it("sends the code again on request, five times", async () => {
    await update({ email: changed });
    for (let sent = 0; sent < 5; sent += 1) await request();

    await assert.rejects(request(), limited);
    await verify(await pool.codeFor(changed));
  });

  it("does not take the address of another user", async () => {
    await pool.addUser(changed);

    await assert.rejects(update({ email: changed }), { name: "AliasExistsException" });
  });

  it("needs no code if an administrator verifies it", async () => {
    const UserAttributes = attributeList({ email: changed, email_verified: "true" });
    await stack.aws.cognito.send(
      new AdminUpdateUserAttributesCommand({ ...adminIds(), UserAttributes }),
    );

    assert.deepEqual(await emailOf(pool, changed), [changed, "true"]);
    assert.deepEqual(await pool.mailsTo(changed), []);
  });

  it("keeps the old address until then, if the pool requires it", async () => {
    const careful = await UserPool.create(stack.aws, {
      AutoVerifiedAttributes: ["email"],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
    });
    await careful.addUser("jo", { email: name, email_verified: "true" });
    const jo = await careful.signIn("jo");

    await update({ email: changed }, jo);
    assert.deepEqual(await emailOf(careful, "jo"), [name, "true"]);
    await verify(await careful.codeFor(changed), jo);

    assert.deepEqual(await emailOf(careful, "jo"), [changed, "true"]);
  });
});
