import {
  AdminCreateUserCommand,
  AdminDisableProviderForUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { createFunctions, miniStack } from "../../../cognito/testing/miniStack.ts";
import { attributeList } from "../testing/userPool.ts";
import { FederatedPool } from "./testing/federatedPool.ts";
import { LyingIssuer } from "./testing/lyingIssuer.ts";

/** A trigger shows its event to users whose name asks for it. */
const shows = (trigger: string) => `
  if (event.request.userAttributes.name === "show ${trigger}") throw new Error(JSON.stringify(event));
  event.response.autoVerifyEmail = true`;
const triggers = ["PreSignUp", "PostConfirmation", "PreAuthentication", "PostAuthentication"];

interface Event {
  readonly triggerSource: string;
  readonly userName: string;
  readonly request: { readonly userAttributes: Record<string, string> };
}

/** Source: Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers". */
describe("users of an identity provider", () => {
  const stack = miniStack();
  let issuer: LyingIssuer;
  let pool: FederatedPool;

  before(async () => {
    issuer = await LyingIssuer.start();
    const handlers = Object.fromEntries(triggers.map((name) => [name, shows(name)]));
    pool = await FederatedPool.create(stack.aws, {
      LambdaConfig: await createFunctions(stack.aws, handlers),
      UsernameAttributes: ["email"],
      AutoVerifiedAttributes: ["email"],
    });
    for (const name of ["Work", "Home"]) {
      const mapping = { email: "email", email_verified: "email_verified", name: "name" };
      await pool.addProvider(name, issuer.details, { AttributeMapping: mapping });
    }
    pool = await pool.withClient(["Work", "Home"], {
      ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH", "ALLOW_USER_PASSWORD_AUTH"],
    });
  });
  after(() => issuer?.close());

  const be = (sub: string, claims: Record<string, unknown> = {}) => {
    issuer.lie = { claims: { sub, ...claims }, userInfo: { sub } };
  };
  const eventOf = async (trigger: string): Promise<Event> => {
    const { error, error_description: text } = await pool.begin("Work");
    assert.equal(error, "invalid_request");
    assert.match(text!, new RegExp(`^${trigger} failed with error \\{`));
    return JSON.parse(/\{.*\}/s.exec(text!)![0]) as Event;
  };
  const user = (Username: string) => ({ UserPoolId: pool.pool.userPoolId, Username });
  const attributesOf = async (name: string) => {
    const { UserAttributes } = await stack.aws.cognito.send(new AdminGetUserCommand(user(name)));
    return Object.fromEntries(UserAttributes!.map(({ Name, Value }) => [Name, Value]));
  };

  it("run PreSignUp before they exist", async () => {
    be("ann", { email: "ann@example.com", name: "show PreSignUp" });

    const event = await eventOf("PreSignUp");

    assert.equal(event.triggerSource, "PreSignUp_ExternalProvider");
    assert.equal(event.userName, "Work_ann");
    assert.equal(event.request.userAttributes["email"], "ann@example.com");
    assert.equal(event.request.userAttributes["email_verified"], "false");
    await assert.rejects(attributesOf("Work_ann"), { name: "UserNotFoundException" });
  });

  it("have an address that only the provider can verify", async () => {
    be("bob", { email: "bob@example.com", name: "Bob" });

    await pool.signIn("Work");

    assert.equal((await attributesOf("Work_bob"))["email_verified"], "false");
  });

  it("run PostConfirmation at the first sign-in, then Pre- and PostAuthentication", async () => {
    be("cy", { name: "show PostConfirmation" });
    assert.equal(
      (await eventOf("PostConfirmation")).triggerSource,
      "PostConfirmation_ConfirmSignUp",
    );
    be("cy", { name: "show PostAuthentication" });
    assert.equal(
      (await eventOf("PostAuthentication")).triggerSource,
      "PostAuthentication_Authentication",
    );
    be("cy", { name: "show PreAuthentication" });
    await pool.begin("Work").catch(() => undefined);

    assert.equal(
      (await eventOf("PreAuthentication")).triggerSource,
      "PreAuthentication_Authentication",
    );
  });

  it("sign in only by the provider", async () => {
    be("dan", { email: "dan@example.com", email_verified: true });
    await pool.signIn("Work");
    const begin = (AuthFlow: "CUSTOM_AUTH" | "USER_PASSWORD_AUTH", USERNAME: string) =>
      stack.aws.cognito.send(
        new InitiateAuthCommand({
          ClientId: pool.pool.clientId,
          AuthFlow,
          AuthParameters: { USERNAME, PASSWORD: "Secret-123456" },
        }),
      );

    for (const flow of ["CUSTOM_AUTH", "USER_PASSWORD_AUTH"] as const) {
      await assert.rejects(begin(flow, "Work_dan"), { name: "NotAuthorizedException" });
      await assert.rejects(begin(flow, "dan@example.com"), { name: "UserNotFoundException" });
    }
  });

  it("do not take the address of a user of the pool, nor its name", async () => {
    be("eve", { email: "owner@example.com" });
    const first = await pool.signIn("Work");

    await pool.pool.signUp("owner@example.com");
    await pool.pool.confirm("owner@example.com");
    const second = await pool.signIn("Work");

    assert.equal(second.id["sub"], first.id["sub"]);
    const owner = await attributesOf("owner@example.com");
    assert.notEqual(owner["sub"], first.id["sub"]);
  });

  describe("who are linked to a user of the pool", () => {
    const linkTo = (Username: string, provider: string, sub: string) =>
      stack.aws.cognito.send(
        new AdminLinkProviderForUserCommand({
          UserPoolId: pool.pool.userPoolId,
          DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: Username },
          SourceUser: {
            ProviderName: provider,
            ProviderAttributeName: "Cognito_Subject",
            ProviderAttributeValue: sub,
          },
        }),
      );
    const nativeUser = async (email: string) => {
      const attributes = attributeList({ email, email_verified: "true" });
      const { User } = await stack.aws.cognito.send(
        new AdminCreateUserCommand({
          ...user(email),
          UserAttributes: attributes,
          MessageAction: "SUPPRESS",
        }),
      );
      return User!.Username!;
    };

    it("share one sub, by both providers", async () => {
      const name = await nativeUser("fay@example.com");
      await linkTo(name, "Work", "fay-1");
      await linkTo(name, "Home", "fay-2");

      be("fay-1", { email: "fay@example.com", email_verified: true });
      const atWork = await pool.signIn("Work");
      be("fay-2", { email: "fay@example.com", email_verified: true });
      const atHome = await pool.signIn("Home");

      assert.equal(atWork.id["sub"], name);
      assert.equal(atHome.id["sub"], name);
      assert.equal(atHome.id["cognito:username"], name);
      assert.equal((atHome.id["identities"] as unknown[]).length, 2);
    });

    it("are the same user only for that provider and that id", async () => {
      const name = await nativeUser("gus@example.com");
      await linkTo(name, "Work", "gus");

      be("gus", { email: "gus@example.com" });
      const atHome = await pool.signIn("Home");

      assert.notEqual(atHome.id["sub"], name);
    });

    it("do not bring an address of another user", async () => {
      const name = await nativeUser("hal@example.com");
      await nativeUser("ida@example.com");
      await linkTo(name, "Work", "hal");
      be("hal", { email: "ida@example.com", email_verified: true });

      const { error, code } = await pool.begin("Work");

      assert.deepEqual([error, code], ["invalid_request", undefined]);
      assert.equal((await attributesOf(name))["email"], "hal@example.com");
    });

    it("are new users once the link is gone", async () => {
      const name = await nativeUser("jon@example.com");
      await linkTo(name, "Work", "jon");
      const link = {
        ProviderName: "Work",
        ProviderAttributeName: "Cognito_Subject",
        ProviderAttributeValue: "jon",
      };
      await stack.aws.cognito.send(
        new AdminDisableProviderForUserCommand({ UserPoolId: pool.pool.userPoolId, User: link }),
      );
      be("jon", { email: "jon@example.com" });

      assert.notEqual((await pool.signIn("Work")).id["sub"], name);
    });
  });
});
