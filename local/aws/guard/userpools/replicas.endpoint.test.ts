import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  GetLogDeliveryConfigurationCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandInput,
  type LambdaConfigType,
  RespondToAuthChallengeCommand,
  SetLogDeliveryConfigurationCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { Provider } from "../../../../tests/support/provider.ts";
import { decryptedCode } from "../../../../tests/support/senderCodes.ts";
import { createUser } from "../../../../tests/support/users.ts";
import { localAccountId } from "../../endpoint.ts";
import { createFunctions, createPool, type TestPool } from "../../cognito/testing/miniStack.ts";
import { Regions } from "../testing/globalTable.ts";

const [home, away] = ["us-east-1", "eu-west-1"] as const;
const Username = "jane@example.com";
const Password = "Secret-123456";

/** Triggers that tell where they ran; the code of the custom flow is the region. */
const handlersOf = (region: string, receiver: string) => ({
  preTokens: `
    event.response.claimsAndScopeOverrideDetails = { idTokenGeneration: {
      claimsToAddOrOverride: { ranIn: "${region}", toldOf: event.region } } }`,
  define: `
    const { session } = event.request;
    const passed = session.at(-1)?.challengeResult === true;
    event.response = passed
      ? { issueTokens: true, failAuthentication: false }
      : { challengeName: "CUSTOM_CHALLENGE", issueTokens: false, failAuthentication: false }`,
  create: `event.response.privateChallengeParameters = { code: "${region}" }`,
  verify: `
    event.response.answerCorrect =
      event.request.challengeAnswer === event.request.privateChallengeParameters.code`,
  senderOfMails: `
    await fetch("${receiver}", {
      method: "POST", headers: { authorization: "${region}" }, body: JSON.stringify(event) })`,
  preAuthentication: `
    if (event.request.validationData?.wants === "refusal") throw new Error("Not in ${region}")`,
});

type Arns = Record<keyof ReturnType<typeof handlersOf>, string>;

const configOf = (arns: Arns): LambdaConfigType => ({
  PreAuthentication: arns.preAuthentication,
  DefineAuthChallenge: arns.define,
  CreateAuthChallenge: arns.create,
  VerifyAuthChallengeResponse: arns.verify,
  PreTokenGenerationConfig: { LambdaArn: arns.preTokens, LambdaVersion: "V2_0" },
});

const keyIn = (region: string) =>
  `arn:aws:kms:${region}:${localAccountId}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;

const senderOf = (region: string, { senderOfMails }: Arns): LambdaConfigType => ({
  CustomEmailSender: { LambdaArn: senderOfMails, LambdaVersion: "V1_0" },
  KMSKeyID: keyIn(region),
});

interface Sent {
  readonly ranIn: string | undefined;
  readonly event: { readonly triggerSource: string; readonly request: { readonly code: string } };
}

describe("a replica's own settings", function () {
  this.timeout(60_000);
  const regions = new Regions();
  const mails = new Provider<Sent>();
  let functions: Record<typeof home | typeof away, Arns>;
  let pool: TestPool;
  let atHome: LambdaConfigType;

  before(async function () {
    this.timeout(120_000); // MiniStack may have to be installed.
    await regions.start(home, away);
    await mails.start((ranIn, event) => ({ ranIn, event: event as Sent["event"] }));
    const createIn = (region: string) =>
      createFunctions(regions.in(region), handlersOf(region, mails.url));
    functions = { [home]: await createIn(home), [away]: await createIn(away) };
    atHome = configOf(functions[home]);
    pool = await createPool(regions.in(home), atHome);
    const { cognito } = regions.in(home);
    const user = { UserPoolId: pool.userPoolId, Username };
    await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: "SUPPRESS" }));
    await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }));
    const triggers = configOf(functions[away]);
    regions.in(away).identity!.setReplica(pool.userPoolId, { status: "ACTIVE", triggers });
  });
  after(async () => {
    mails.close();
    await regions.close();
  });

  const initiate = (region: string, more: Partial<InitiateAuthCommandInput> = {}) =>
    regions.in(region).cognito.send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: Username, PASSWORD: Password },
        ...more,
      }),
    );
  const claimsOf = (token = ""): Record<string, unknown> =>
    JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as never;
  const signIn = async (region: string) =>
    claimsOf((await initiate(region)).AuthenticationResult!.IdToken);

  it("has its own functions run at its sign-ins, in its region", async () => {
    for (const region of [away, home, away]) {
      const { ranIn, toldOf, iss } = await signIn(region);

      assert.deepEqual([ranIn, toldOf], [region, region]);
      assert.ok(String(iss).endsWith(pool.userPoolId));
    }
  });

  it("has the errors of its own functions", async () => {
    const ClientMetadata = { wants: "refusal" };
    for (const region of [home, away]) {
      await assert.rejects(initiate(region, { ClientMetadata }), {
        name: "UserLambdaValidationException",
        message: `PreAuthentication failed with error Not in ${region}.`,
      });
    }
  });

  it("has its own steps of the custom flow", async () => {
    const answer = async (region: string, code: string) => {
      const begun = await initiate(region, {
        AuthFlow: "CUSTOM_AUTH",
        AuthParameters: { USERNAME: Username },
      });
      const { AuthenticationResult } = await regions.in(region).cognito.send(
        new RespondToAuthChallengeCommand({
          ClientId: pool.clientId,
          ChallengeName: "CUSTOM_CHALLENGE",
          Session: begun.Session,
          ChallengeResponses: { USERNAME: Username, ANSWER: code },
        }),
      );
      return AuthenticationResult && claimsOf(AuthenticationResult.IdToken)["ranIn"];
    };

    assert.equal(await answer(away, away), away);
    assert.equal(await answer(home, home), home);
    assert.equal(await answer(away, home), undefined);
  });

  it("has them while the home region's Cognito is down, and when sign-ins are at once", async () => {
    const both = await Promise.all([away, home, away, home].map(signIn));
    assert.deepEqual(
      both.map(({ ranIn }) => ranIn),
      [away, home, away, home],
    );
    regions.in(home).identity!.stop();
    try {
      assert.equal((await signIn(away))["ranIn"], away);
    } finally {
      regions.in(home).identity!.start();
    }
  });

  it("leaves the home region's settings as they are, also after an update of them", async () => {
    const { cognito } = regions.in(home);
    const read = async () => {
      const { UserPool } = await cognito.send(
        new DescribeUserPoolCommand({ UserPoolId: pool.userPoolId }),
      );
      return UserPool!.LambdaConfig;
    };
    assert.deepEqual(await read(), atHome);

    const { PreAuthentication: _, ...fewer } = atHome;
    await cognito.send(
      new UpdateUserPoolCommand({ UserPoolId: pool.userPoolId, LambdaConfig: fewer }),
    );

    assert.equal((await signIn(away))["ranIn"], away);
    assert.deepEqual(await read(), fewer);
  });

  it("has its own sender of mails, which decrypts codes with the key of its region", async () => {
    const { cognito } = regions.in(home);
    const { UserPool } = await cognito.send(
      new CreateUserPoolCommand({
        PoolName: "mailed",
        UsernameAttributes: ["email"],
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
        LambdaConfig: senderOf(home, functions[home]),
      }),
    );
    const UserPoolId = UserPool!.Id!;
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: "app",
        ExplicitAuthFlows: ["ALLOW_USER_AUTH"],
      }),
    );
    await createUser(cognito, UserPoolId, Username);
    const triggers = senderOf(away, functions[away]);
    regions.in(away).identity!.setReplica(UserPoolId, { status: "ACTIVE", triggers });

    for (const region of [away, home]) {
      await regions.in(region).cognito.send(
        new InitiateAuthCommand({
          ClientId: UserPoolClient!.ClientId,
          AuthFlow: "USER_AUTH",
          AuthParameters: { USERNAME: Username, PREFERRED_CHALLENGE: "EMAIL_OTP" },
        }),
      );
      const { ranIn, event } = await mails.next();

      assert.deepEqual([ranIn, event.triggerSource], [region, "CustomEmailSender_Authentication"]);
      const code = await decryptedCode(regions.in(region), keyIn(region), event.request.code);
      assert.match(code, /^\d{6,8}$/);
    }
  });

  it("has logs of its own", async () => {
    const configure = (region: string) => {
      const LogGroupArn = `arn:aws:logs:${region}:123456789012:log-group:users`;
      const destination = { CloudWatchLogsConfiguration: { LogGroupArn } };
      return [
        { EventSource: "userNotification" as const, LogLevel: "ERROR" as const, ...destination },
      ];
    };
    const read = async (region: string) => {
      const get = new GetLogDeliveryConfigurationCommand({ UserPoolId: pool.userPoolId });
      const found = await regions.in(region).cognito.send(get);
      return found.LogDeliveryConfiguration!.LogConfigurations;
    };
    for (const region of [home, away]) {
      assert.deepEqual(await read(region), []);
      await regions.in(region).cognito.send(
        new SetLogDeliveryConfigurationCommand({
          UserPoolId: pool.userPoolId,
          LogConfigurations: configure(region),
        }),
      );
    }
    for (const region of [home, away]) assert.deepEqual(await read(region), configure(region));
  });

  it("is nobody's to claim but the platform's", async () => {
    const response = await fetch(regions.in(home).url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
        "x-palisade-replica": JSON.stringify({
          ...{ userPoolId: pool.userPoolId, region: away, triggers: {} },
        }),
      },
      body: JSON.stringify({
        ClientId: pool.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: Username, PASSWORD: Password },
      }),
    });
    const { AuthenticationResult } = (await response.json()) as {
      AuthenticationResult: { IdToken: string };
    };

    // The front leaves the client's header out.
    assert.equal(claimsOf(AuthenticationResult.IdToken)["ranIn"], home);
  });
});
