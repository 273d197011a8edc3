import {
  AddCustomAttributesCommand,
  CreateUserPoolCommand,
  type CreateUserPoolRequest,
  CreateUserPoolDomainCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigRequest,
  UpdateUserPoolCommand,
  type UpdateUserPoolRequest,
  type UserPoolType,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  CreateEmailIdentityCommand,
  type CreateEmailIdentityRequest,
  GetEmailIdentityCommand,
} from "@aws-sdk/client-sesv2";
import assert from "node:assert/strict";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { UserPool } from "../testing/userPool.ts";

const fn = "arn:aws:lambda:eu-west-1:123456789012:function:f";
const ses = {
  EmailSendingAccount: "DEVELOPER" as const,
  SourceArn: "arn:aws:ses:eu-west-1:123456789012:identity/example.com",
};
const byEmailOnly = { RecoveryMechanisms: [{ Name: "verified_email" as const, Priority: 1 }] };
const name = "InvalidParameterException";
const inTier = "FeatureUnavailableInTierException";

describe("settings of user pools", () => {
  before(() => {
    process.env["PALISADE_SES_VERIFICATION_MS"] = "3600000";
  });
  after(() => {
    delete process.env["PALISADE_SES_VERIFICATION_MS"];
  });
  const stack = miniStack();
  let pool: UserPool;

  const create = (settings: Partial<CreateUserPoolRequest>) => UserPool.create(stack.aws, settings);
  const update = (settings: Partial<UpdateUserPoolRequest>) =>
    stack.aws.cognito.send(new UpdateUserPoolCommand({ ...settings, UserPoolId: pool.userPoolId }));
  const setMfa = (settings: Partial<SetUserPoolMfaConfigRequest>) =>
    stack.aws.cognito.send(
      new SetUserPoolMfaConfigCommand({ ...settings, UserPoolId: pool.userPoolId }),
    );
  const described = async (): Promise<UserPoolType> => {
    const { UserPool } = await stack.aws.cognito.send(
      new DescribeUserPoolCommand({ UserPoolId: pool.userPoolId }),
    );
    return UserPool!;
  };

  describe("an update", () => {
    const settings: Partial<CreateUserPoolRequest> = {
      AutoVerifiedAttributes: ["email"],
      LambdaConfig: { PreSignUp: fn },
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UserPoolAddOns: { AdvancedSecurityMode: "AUDIT" },
      UserPoolTier: "PLUS",
      Policies: {
        PasswordPolicy: { MinimumLength: 12, RequireSymbols: false },
        SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] },
      },
      DeletionProtection: "ACTIVE",
      AccountRecoverySetting: byEmailOnly,
      EmailConfiguration: ses,
      UserPoolTags: { team: "a" },
    };

    before(async () => {
      pool = await create(settings);
    });

    it("resets what it leaves out", async () => {
      await update({});

      const after = await described();
      assert.deepEqual(after.AutoVerifiedAttributes, []);
      assert.deepEqual(after.LambdaConfig, {});
      assert.equal(after.DeviceConfiguration, undefined);
      assert.equal(after.UserPoolAddOns, undefined);
      assert.equal(after.AdminCreateUserConfig?.AllowAdminCreateUserOnly, false);
    });

    it("keeps what AWS was measured to keep", async () => {
      await update({ Policies: { PasswordPolicy: { MinimumLength: 14 } } });

      const after = await described();
      assert.deepEqual(after.Policies?.SignInPolicy, settings.Policies?.SignInPolicy);
      assert.equal(after.Policies?.PasswordPolicy?.MinimumLength, 14);
      for (const kept of [
        "UserPoolTier",
        "DeletionProtection",
        "AccountRecoverySetting",
        "EmailConfiguration",
        "UserPoolTags",
      ] as const) {
        assert.deepEqual(after[kept], settings[kept], kept);
      }
    });

    it("changes the name", async () => {
      await update({ PoolName: "people" });

      assert.equal((await described()).Name, "people");
    });
  });

  it("have no sender that SES has not verified", async () => {
    const sender = (domain: string) => ({
      EmailConfiguration: { ...ses, SourceArn: ses.SourceArn.replace("example.com", domain) },
    });
    const domain = async (EmailIdentity: string, more: Partial<CreateEmailIdentityRequest>) => {
      await stack.aws.ses.send(new CreateEmailIdentityCommand({ EmailIdentity, ...more }));
      const described = await stack.aws.ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
      return [described.VerificationStatus, described.VerifiedForSendingStatus];
    };
    const DkimSigningAttributes = { NextSigningKeyLength: "RSA_2048_BIT" as const };

    assert.deepEqual(await domain("new.example.com", { DkimSigningAttributes }), [
      "PENDING",
      false,
    ]);
    assert.deepEqual(await domain("old.example.com", {}), ["SUCCESS", true]);
    const message =
      "Cognito received the following error from Amazon SES when attempting to send email: Email address is not " +
      "verified. The following identities failed the check in region EU-WEST-1: " +
      "arn:aws:ses:eu-west-1:123456789012:identity/new.example.com";
    await assert.rejects(create(sender("new.example.com")), { name, message });
    pool = await create(sender("old.example.com"));
    await assert.rejects(update(sender("new.example.com")), { name, message });
  });

  it("of MFA are replaced as a whole, but for passkeys", async () => {
    pool = await create({});
    const WebAuthnConfiguration = { RelyingPartyId: "localhost" };
    await setMfa({
      MfaConfiguration: "OPTIONAL",
      SoftwareTokenMfaConfiguration: { Enabled: true },
      WebAuthnConfiguration,
    });
    await update({});
    assert.equal((await described()).MfaConfiguration, "OPTIONAL");
    await setMfa({});

    const { $metadata: _, ...config } = await stack.aws.cognito.send(
      new GetUserPoolMfaConfigCommand({ UserPoolId: pool.userPoolId }),
    );
    assert.deepEqual(config, { MfaConfiguration: "OFF", WebAuthnConfiguration });
  });

  it("can get attributes, and a pool without its domain and its protection be deleted", async () => {
    pool = await create({ DeletionProtection: "ACTIVE" });
    const { userPoolId: UserPoolId } = pool;
    const remove = () => stack.aws.cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
    await stack.aws.cognito.send(
      new AddCustomAttributesCommand({
        UserPoolId,
        CustomAttributes: [{ Name: "team", AttributeDataType: "String" }],
      }),
    );
    assert.ok((await described()).SchemaAttributes?.some((each) => each.Name === "custom:team"));
    await assert.rejects(remove(), { name, message: /deletion protection is activated/ });
    await update({ DeletionProtection: "INACTIVE" });
    await stack.aws.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: "people" }));

    await assert.rejects(remove(), { name, message: /has a domain configured/ });
  });

  const refused: [what: string, settings: Partial<CreateUserPoolRequest>, name: string, RegExp][] =
    [
      [
        "sign-in by address as the name and as an alias",
        { UsernameAttributes: ["email"], AliasAttributes: ["phone_number"] },
        name,
        /Only one of the aliasAttributes or usernameAttributes/,
      ],
      [
        "a sign-in without passwords",
        { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["EMAIL_OTP"] } } },
        name,
        /must include PASSWORD/,
      ],
      [
        "codes in the plan LITE",
        {
          UserPoolTier: "LITE",
          Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
        },
        inTier,
        /LITE pricing tier/,
      ],
      [
        "access tokens from a trigger in the plan LITE",
        {
          UserPoolTier: "LITE",
          LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: fn, LambdaVersion: "V2_0" } },
        },
        inTier,
        /Access Token Customization/,
      ],
      [
        "two triggers for tokens",
        {
          LambdaConfig: {
            PreTokenGeneration: fn,
            PreTokenGenerationConfig: { LambdaArn: `${fn}2`, LambdaVersion: "V1_0" },
          },
        },
        name,
        /must be the same function/,
      ],
      [
        "a sender without a key",
        { LambdaConfig: { CustomEmailSender: { LambdaArn: fn, LambdaVersion: "V1_0" } } },
        name,
        /KMSKeyID is required for CustomEmailSender/,
      ],
      [
        "SES without an identity",
        { EmailConfiguration: { EmailSendingAccount: "DEVELOPER" } },
        name,
        /SourceArn is required/,
      ],
      [
        "a verification before an update that does not happen",
        {
          UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
        },
        name,
        /among AutoVerifiedAttributes/,
      ],
      ["MFA before its factors", { MfaConfiguration: "ON" }, name, /SMS configuration and Auto/],
    ];
  for (const [what, settings, error, message] of refused) {
    it(`are refused with ${what}`, async () => {
      const creation = new CreateUserPoolCommand({ PoolName: "users", ...settings });
      await assert.rejects(stack.aws.cognito.send(creation), { name: error, message });
      if (settings.UsernameAttributes) return;
      pool = await create({ UserPoolTier: settings.UserPoolTier });
      await assert.rejects(update(settings), { name: error, message });
    });
  }

  const Email = { EmailMfaConfiguration: {} };
  const Totp = { SoftwareTokenMfaConfiguration: { Enabled: true } };
  const refusedMfa: [
    what: string,
    pool: Partial<CreateUserPoolRequest>,
    mfa: Partial<SetUserPoolMfaConfigRequest>,
    RegExp,
  ][] = [
    ["a factor while it is off", {}, { MfaConfiguration: "OFF", ...Totp }, /can't turn off MFA/],
    ["no factor", {}, { MfaConfiguration: "OPTIONAL" }, /must be enabled/],
    [
      "codes as the first factor",
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } } },
      { MfaConfiguration: "ON", ...Totp },
      /^Only PASSWORD and WEB_AUTHN/,
    ],
    [
      "passkeys as the first factor",
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } } },
      { MfaConfiguration: "ON", ...Totp },
      /^Cannot set WebAuthn factor configuration to SINGLE_FACTOR/,
    ],
    [
      "mails without SES",
      {},
      { MfaConfiguration: "ON", ...Email },
      /EmailSendingAccount DEVELOPER/,
    ],
    [
      "mails that also recover accounts",
      { EmailConfiguration: ses, AccountRecoverySetting: byEmailOnly },
      { MfaConfiguration: "ON", ...Email },
      /cannot use verified_email as a recovery mechanism when Email MFA/,
    ],
  ];
  for (const [what, settings, mfa, message] of refusedMfa) {
    it(`of MFA are refused with ${what}`, async () => {
      pool = await create(settings);
      await assert.rejects(setMfa(mfa), { name, message });
    });
  }

  it("are refused when MFA by mail would lose what it needs", async () => {
    pool = await create({ EmailConfiguration: ses });
    await setMfa({ MfaConfiguration: "ON", ...Email });

    await assert.rejects(update({ AccountRecoverySetting: byEmailOnly }), { name });
    await assert.rejects(update({ EmailConfiguration: {} }), { name });
  });
});
