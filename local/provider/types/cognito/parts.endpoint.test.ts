import {
  DescribeIdentityProviderCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeRiskConfigurationCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolDomainCommand,
  GetGroupCommand,
  GetLogDeliveryConfigurationCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import type { Properties } from "../../../graph/resource.ts";
import { useCloud } from "../../testing/cloud.ts";
import type { Provided } from "../../testing/provided.ts";

const type = (name: string) => `aws:cognito/${name[0]!.toLowerCase()}${name.slice(1)}:${name}`;
const missing = { name: "ResourceNotFoundException" };

// Proves that the endpoint keeps each part's settings, not that they have an effect.
describe("parts of user pools", function () {
  this.timeout(60_000);
  const cloud = useCloud();
  let pool: Provided;
  let client: Provided;

  const plus = { userPoolTier: "PLUS", userPoolAddOns: { advancedSecurityMode: "AUDIT" } };
  const create = (name: string, inputs: Properties) =>
    cloud.create(type(name), "it", { userPoolId: pool.id, ...inputs });

  before(async () => {
    pool = await cloud.create(type("UserPool"), "users", plus);
    client = await create("UserPoolClient", { generateSecret: true });
  });

  it("keep groups", async () => {
    const group = await create("UserGroup", { name: "admins", precedence: 1 });
    const find = async () => {
      const { Group } = await cloud.aws.cognito.send(
        new GetGroupCommand({ UserPoolId: pool.id, GroupName: "admins" }),
      );
      return [Group?.Precedence, Group?.Description];
    };
    assert.equal(group.id, `${pool.id}/admins`);
    await group.update({
      userPoolId: pool.id,
      name: "admins",
      precedence: 2,
      description: "Administrators",
    });
    assert.deepEqual(await find(), [2, "Administrators"]);
    await group.delete();
    await assert.rejects(find(), missing);
  });

  it("keep providers, which clients may name", async () => {
    const details = (client_secret: string) => ({
      userPoolId: pool.id,
      providerName: "Acme",
      providerType: "OIDC",
      providerDetails: {
        client_id: "id",
        client_secret,
        attributes_request_method: "GET",
        oidc_issuer: "https://login.example.com",
        authorize_scopes: "openid email",
      },
      attributeMapping: { email: "email" },
      idpIdentifiers: ["example.com"],
    });
    const provider = await create("IdentityProvider", details("first"));
    const find = async () => {
      const { IdentityProvider } = await cloud.aws.cognito.send(
        new DescribeIdentityProviderCommand({ UserPoolId: pool.id, ProviderName: "Acme" }),
      );
      return IdentityProvider!;
    };
    await create("UserPoolClient", { supportedIdentityProviders: ["Acme"] });
    await provider.update(details("second"));
    assert.equal(provider.id, `${pool.id}:Acme`);
    assert.equal((await find()).ProviderDetails?.["client_secret"], "second");
    assert.deepEqual((await find()).AttributeMapping, { email: "email" });
    await provider.delete();
    await assert.rejects(find(), missing);
  });

  it("keep reactions to risks, of the pool and of a client", async () => {
    const actions = (eventAction: string) => ({
      accountTakeoverRiskConfiguration: {
        actions: { highAction: { eventAction, notify: false } },
      },
      riskExceptionConfiguration: { blockedIpRangeLists: ["192.0.2.0/24"] },
    });
    const find = async (ClientId?: string) => {
      const { RiskConfiguration } = await cloud.aws.cognito.send(
        new DescribeRiskConfigurationCommand({ UserPoolId: pool.id, ClientId }),
      );
      return RiskConfiguration?.AccountTakeoverRiskConfiguration?.Actions?.HighAction?.EventAction;
    };
    const ofPool = await create("RiskConfiguration", actions("BLOCK"));
    const ofClient = await create("RiskConfiguration", {
      ...actions("MFA_REQUIRED"),
      clientId: client.id,
    });
    assert.deepEqual([ofPool.id, ofClient.id], [pool.id, `${pool.id}:${client.id}`]);
    await ofPool.update({ userPoolId: pool.id, ...actions("NO_ACTION") });
    assert.deepEqual([await find(), await find(client.id)], ["NO_ACTION", "MFA_REQUIRED"]);
    await ofPool.delete();
    await ofClient.delete();
    assert.deepEqual([await find(), await find(client.id)], [undefined, undefined]);
  });

  it("refuse what Cognito refuses", async () => {
    const plain = await cloud.create(type("UserPool"), "plain", {});
    const inPlain = (name: string, inputs: Properties) =>
      create(name, { userPoolId: plain.id, ...inputs });
    const block = {
      compromisedCredentialsRiskConfiguration: { actions: { eventAction: "BLOCK" } },
    };
    const group = cloud.arn("logs", "log-group:/aws/vendedlogs/users");
    const events = (more: object) => ({
      logConfigurations: [
        {
          eventSource: "userAuthEvents",
          logLevel: "INFO",
          cloudWatchLogsConfiguration: { logGroupArn: group },
          ...more,
        },
      ],
    });
    const invalid = { name: "InvalidParameterException" };

    await assert.rejects(inPlain("RiskConfiguration", block), {
      name: "UserPoolAddOnNotEnabledException",
    });
    await assert.rejects(
      create("RiskConfiguration", {
        riskExceptionConfiguration: { skippedIpRangeLists: ["192.0.2.1/24"] },
      }),
      invalid,
    );
    await assert.rejects(inPlain("LogDeliveryConfiguration", events({})), {
      name: "FeatureUnavailableInTierException",
    });
    await assert.rejects(
      create("LogDeliveryConfiguration", events({ logLevel: "ERROR" })),
      invalid,
    );
    await assert.rejects(
      create(
        "LogDeliveryConfiguration",
        events({
          eventSource: "userNotification",
          logLevel: "ERROR",
          cloudWatchLogsConfiguration: undefined,
        }),
      ),
      invalid,
    );
    await assert.rejects(
      create("ManagedLoginBranding", {
        clientId: client.id,
        useCognitoProvidedValues: true,
        settings: "{}",
        assets: [
          { category: "FORM_LOGO", colorMode: "LIGHT", extension: "SVG", bytes: "PHN2Zy8+" },
        ],
      }),
      invalid,
    );
    await assert.rejects(
      create("UserPoolDomain", {
        domain: "auth.example.com",
        certificateArn: cloud.arn("acm", "certificate/1"),
      }),
      invalid,
    );
    const lite = await cloud.create(type("UserPool"), "lite", { userPoolTier: "LITE" });
    await assert.rejects(
      create("UserPoolDomain", { userPoolId: lite.id, domain: "lite", managedLoginVersion: 2 }),
      { name: "FeatureUnavailableInTierException" },
    );
  });

  it("keep where logs go", async () => {
    const notifications = {
      eventSource: "userNotification",
      logLevel: "ERROR",
      cloudWatchLogsConfiguration: {
        logGroupArn: cloud.arn("logs", "log-group:/aws/vendedlogs/users"),
      },
    };
    const events = {
      eventSource: "userAuthEvents",
      logLevel: "INFO",
      s3Configuration: { bucketArn: "arn:aws:s3:::events" },
    };
    const find = async () => {
      const { LogDeliveryConfiguration } = await cloud.aws.cognito.send(
        new GetLogDeliveryConfigurationCommand({ UserPoolId: pool.id }),
      );
      return LogDeliveryConfiguration?.LogConfigurations?.map(({ EventSource }) => EventSource);
    };
    const logs = await create("LogDeliveryConfiguration", { logConfigurations: [notifications] });
    await logs.update({ userPoolId: pool.id, logConfigurations: [notifications, events] });
    assert.deepEqual(await find(), ["userNotification", "userAuthEvents"]);
    await logs.delete();
    assert.deepEqual(await find(), []);
  });

  it("keep one style for each client, until the client is deleted", async () => {
    const other = await create("UserPoolClient", {});
    const inputs = {
      userPoolId: pool.id,
      clientId: other.id,
      settings: JSON.stringify({ components: { form: { borderRadius: 8 } } }),
      assets: [{ category: "FORM_LOGO", colorMode: "LIGHT", extension: "SVG", bytes: "PHN2Zy8+" }],
    };
    const find = async () => {
      const { ManagedLoginBranding } = await cloud.aws.cognito.send(
        new DescribeManagedLoginBrandingByClientCommand({
          UserPoolId: pool.id,
          ClientId: other.id,
        }),
      );
      return ManagedLoginBranding!;
    };
    const style = await create("ManagedLoginBranding", inputs);
    const before = await find();
    assert.equal(Buffer.from(before.Assets![0]!.Bytes!).toString(), "<svg/>");
    assert.deepEqual(before.Settings, JSON.parse(inputs.settings));
    assert.equal(style.outputs["settingsAll"], inputs.settings);
    await assert.rejects(create("ManagedLoginBranding", inputs), {
      name: "ManagedLoginBrandingExistsException",
    });
    await style.update({ userPoolId: pool.id, clientId: other.id, useCognitoProvidedValues: true });
    assert.deepEqual(
      [(await find()).Settings, (await find()).UseCognitoProvidedValues],
      [undefined, true],
    );
    await other.delete();
    await assert.rejects(find(), missing);
  });

  it("have two domains, whose version and certificate change in place", async () => {
    const certificateArn = (id: number) =>
      `arn:aws:acm:us-east-1:${cloud.accountId}:certificate/${id}`;
    const own = { userPoolId: pool.id, domain: "auth.example.com" };
    const find = async (Domain: string) => {
      const { DomainDescription } = await cloud.aws.cognito.send(
        new DescribeUserPoolDomainCommand({ Domain }),
      );
      return [
        DomainDescription?.ManagedLoginVersion,
        DomainDescription?.CustomDomainConfig?.CertificateArn,
      ];
    };
    const prefix = await create("UserPoolDomain", { domain: "people" });
    const custom = await create("UserPoolDomain", { ...own, certificateArn: certificateArn(1) });
    assert.match(String(custom.outputs["cloudfrontDistribution"]), /\.cloudfront\.net$/);
    await prefix.update({ userPoolId: pool.id, domain: "people", managedLoginVersion: 2 });
    await custom.update({ ...own, certificateArn: certificateArn(2) });
    assert.deepEqual(await find("people"), [2, undefined]);
    assert.deepEqual(await find("auth.example.com"), [1, certificateArn(2)]);
    await custom.delete();
    await prefix.delete();
    assert.deepEqual(await find("people"), [undefined, undefined]);
  });

  it("lose the options of a client that a program drops", async () => {
    const inputs = { userPoolId: pool.id, callbackUrls: ["https://app.example.com/"] };
    const app = await create("UserPoolClient", inputs);
    await app.update({ userPoolId: pool.id });
    const { UserPoolClient } = await cloud.aws.cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId: pool.id, ClientId: app.id }),
    );
    assert.deepEqual(UserPoolClient?.CallbackURLs, []);
  });
});
