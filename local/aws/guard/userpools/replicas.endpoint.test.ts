import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
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
import { createFunctions, createPool, type TestPool } from "../../cognito/testing/miniStack.ts";
import { Regions } from "../testing/globalTable.ts";

const [home, away] = ["us-east-1", "eu-west-1"] as const;
const Username = "jane@example.com";
const Password = "Secret-123456";

/** Triggers that tell where they ran; the code of the custom flow is the region. */
const handlersOf = (region: string) => ({
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
  preAuthentication: `
    if (event.request.validationData?.wants === "refusal") throw new Error("Not in ${region}")`,
});

const configOf = (arns: Record<keyof ReturnType<typeof handlersOf>, string>): LambdaConfigType => ({
  PreAuthentication: arns.preAuthentication,
  DefineAuthChallenge: arns.define,
  CreateAuthChallenge: arns.create,
  VerifyAuthChallengeResponse: arns.verify,
  PreTokenGenerationConfig: { LambdaArn: arns.preTokens, LambdaVersion: "V2_0" },
});

describe("a replica's own settings", function () {
  this.timeout(60_000);
  const regions = new Regions();
  let pool: TestPool;
  let atHome: LambdaConfigType;

  before(async function () {
    this.timeout(120_000); // MiniStack may have to be installed.
    await regions.start(home, away);
    const [first, second] = await Promise.all(
      [home, away].map(async (region) =>
        configOf(await createFunctions(regions.in(region), handlersOf(region))),
      ),
    );
    atHome = first!;
    pool = await createPool(regions.in(home), atHome);
    const { cognito } = regions.in(home);
    const user = { UserPoolId: pool.userPoolId, Username };
    await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: "SUPPRESS" }));
    await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }));
    regions.in(away).identity!.setReplica(pool.userPoolId, { status: "ACTIVE", triggers: second! });
  });
  after(() => regions.close());

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
