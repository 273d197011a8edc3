import assert from "node:assert/strict";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { UserDirectory, type UserDirectoryArgs } from "../index.ts";

const mailDomain = { name: "mail.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };
const senderEmail = "no-reply@mail.example.com";

const record = (more: Partial<UserDirectoryArgs>) =>
  recordResources(
    () => new UserDirectory("users", { region: "eu-west-1", platformName: "Test", ...more }),
    {
      "aws:sesv2/emailIdentity:EmailIdentity": {
        dkimSigningAttributes: { tokens: ["one", "two", "three"] },
      },
    },
  );

describe("the mail domain of a user directory", () => {
  it("has DKIM, SPF, MX and DMARC records in its hosted zone", async () => {
    const recorded = await record({ mailDomain });
    const records = recorded.names("Record").map((name) => {
      const { zoneId, name: host, type, records: values } = recorded.inputs("Record", name);
      assert.equal(zoneId, mailDomain.hostedZoneId);
      return [name, host, type, ...(values as string[])].join(" ");
    });

    assert.deepEqual(records.sort(), [
      "users-mail-dkim-0 one._domainkey.mail.example.com CNAME one.dkim.amazonses.com",
      "users-mail-dkim-1 two._domainkey.mail.example.com CNAME two.dkim.amazonses.com",
      "users-mail-dkim-2 three._domainkey.mail.example.com CNAME three.dkim.amazonses.com",
      "users-mail-dmarc _dmarc.mail.example.com TXT v=DMARC1; p=reject",
      "users-mail-mx bounce.mail.example.com MX 10 feedback-smtp.eu-west-1.amazonses.com",
      "users-mail-spf bounce.mail.example.com TXT v=spf1 include:amazonses.com ~all",
    ]);
    assert.deepEqual(recorded.inputs("EmailIdentityMailFromAttributes", "users-mail"), {
      emailIdentity: "mail.example.com",
      mailFromDomain: "bounce.mail.example.com",
      behaviorOnMxFailure: "USE_DEFAULT_VALUE",
    });
  });

  it("sends by TLS, and never again to who bounced or complained", async () => {
    const recorded = await record({ mailDomain });

    assert.deepEqual(recorded.inputs("ConfigurationSet", "users-mail"), {
      configurationSetName: "users-mail",
      deliveryOptions: { tlsPolicy: "REQUIRE" },
      reputationOptions: { reputationMetricsEnabled: true },
      suppressionOptions: { suppressedReasons: ["BOUNCE", "COMPLAINT"] },
    });
    assert.deepEqual(recorded.inputs("EmailIdentity", "users-mail"), {
      emailIdentity: "mail.example.com",
      dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" },
      configurationSetName: "users-mail",
    });
  });

  it("reports bounces and complaints to a queue, whose function in private subnets calls nothing", async () => {
    const network = { vpcId: "vpc-1", subnetIds: ["subnet-1"] };
    const recorded = await record({ mailDomain, network });

    const bus = "arn:aws:events:eu-west-1:123456789012:event-bus/default";
    assert.deepEqual(recorded.inputs("ConfigurationSetEventDestination", "users-mail"), {
      configurationSetName: "users-mail",
      eventDestinationName: "events",
      eventDestination: {
        enabled: true,
        matchingEventTypes: ["BOUNCE", "COMPLAINT"],
        eventBridgeDestination: { eventBusArn: bus },
      },
    });
    assert.deepEqual(
      JSON.parse(String(recorded.inputs("EventRule", "users-mail")["eventPattern"])),
      {
        source: ["aws.ses"],
        "detail-type": ["Email Bounced", "Email Complaint Received"],
        detail: { mail: { tags: { "ses:configuration-set": ["users-mail"] } } },
      },
    );
    const queueArn = "arn:aws:test:::aws:sqs/queue:Queue/users-mail";
    assert.equal(recorded.inputs("EventTarget", "users-mail")["arn"], queueArn);
    assert.match(
      String(recorded.inputs("QueuePolicy", "users-mail")["policy"]),
      /"events\.amazonaws\.com".*"sqs:SendMessage".*"aws:SourceArn":"arn:aws:test:::aws:cloudwatch\/eventRule/,
    );
    const mapping = recorded.inputs("EventSourceMapping", "users-mail-events");
    assert.equal(mapping["eventSourceArn"], queueArn);
    assert.deepEqual(recorded.inputs("Function", "users-mail-events")["vpcConfig"], {
      subnetIds: ["subnet-1"],
      securityGroupIds: ["users-mail-events-id"],
    });
    assert.equal(recorded.counts["SecurityGroupEgressRule"], undefined);
  });

  it("has no such function without a network", async () => {
    assert.equal((await record({ mailDomain })).counts["Queue"], undefined);
  });

  it("is not used before there is a sender, as SES has to verify it first", async () => {
    const recorded = await record({ mailDomain });

    assert.deepEqual(recorded.inputs("UserPool", "users")["emailConfiguration"], {
      emailSendingAccount: "COGNITO_DEFAULT",
    });
  });

  it("is the identity of its sender, and the only one that functions may send with", async () => {
    const recorded = await record({ mailDomain, senderEmail });
    const { policy } = recorded.inputs("RolePolicy", "users-createAuthChallenge");
    const { Statement } = JSON.parse(String(policy)) as {
      Statement: { Action: string[]; Resource: string[] }[];
    };

    const identityArn = "arn:aws:test:::aws:sesv2/emailIdentity:EmailIdentity/users-mail";
    assert.deepEqual(recorded.inputs("UserPool", "users")["emailConfiguration"], {
      emailSendingAccount: "DEVELOPER",
      sourceArn: identityArn,
      fromEmailAddress: senderEmail,
    });
    assert.deepEqual(Statement.find(({ Action }) => Action.includes("ses:SendEmail"))!.Resource, [
      identityArn,
      "arn:aws:test:::aws:sesv2/configurationSet:ConfigurationSet/users-mail",
    ]);
  });

  const refusals: readonly [Partial<UserDirectoryArgs>, RegExp][] = [
    [
      { mailDomain: { ...mailDomain, name: "example.com" } },
      /mailDomain\.name is "example\.com"; allowed: .* such as mail\.example\.com\. .* this platform's mail alone/,
    ],
    [
      { mailDomain, senderEmail: "no-reply@example.com" },
      /senderEmail is "no-reply@example\.com"; allowed: .* no-reply@mail\.example\.com/,
    ],
    [
      { mailDomain, senderEmail: "no-reply@not-mail.example.com" },
      /senderEmail is "no-reply@not-mail/,
    ],
    [
      { mailDomain, senderEmail, senderIdentity: "example.com" },
      /senderIdentity is "example\.com"; allowed: nothing together with mailDomain/,
    ],
  ];
  for (const [given, expected] of refusals) {
    it(`refuses ${JSON.stringify(given)}`, async () => {
      await assert.rejects(record(given), expected);
    });
  }
});
