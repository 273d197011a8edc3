import assert from "node:assert/strict";
import { type Recorded, recordResources } from "../../../tests/support/recordResources.ts";
import { UserDirectory } from "../index.ts";

const signInDomain = { name: "auth.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };

/** Outputs of AWS. */
const outputs = {
  "aws:acm/certificate:Certificate": {
    domainValidationOptions: [
      {
        domainName: "auth.example.com",
        resourceRecordName: "_token.auth.example.com",
        resourceRecordType: "CNAME",
        resourceRecordValue: "_value",
      },
    ],
  },
  "aws:acm/certificateValidation:CertificateValidation": { certificateArn: "arn:valid" },
  "aws:cloudcontrol/resource:Resource": {
    properties: JSON.stringify({ CloudFrontDistribution: "d1.cloudfront.net" }),
  },
  "aws:cognito/userPoolDomain:UserPoolDomain": { domain: "users-id" },
};

async function record(replication: object): Promise<Recorded & { tokenEndpoint?: string }> {
  let directory: UserDirectory | undefined;
  const recorded = await recordResources(() => {
    directory = new UserDirectory("users", {
      region: "eu-west-1",
      platformName: "Palisade",
      machineScopes: { identifier: "orders", scopes: { read: "Read orders" } },
      replication,
    });
  }, outputs);
  const tokenEndpoint = await new Promise<string>((resolve) => {
    directory!.tokenEndpoint!.apply(resolve);
  });
  return Object.assign(recorded, { tokenEndpoint });
}

const state = (recorded: Recorded) =>
  JSON.parse(String(recorded.inputs("Resource", "users-sign-in")["desiredState"])) as object;

const difference = ({ counts }: Recorded, before: Recorded) =>
  Object.fromEntries(
    Object.entries(counts)
      .map(([type, count]) => [type, count - (before.counts[type] ?? 0)] as const)
      .filter(([, count]) => count !== 0),
  );

describe("the domain of a replicated user pool", () => {
  it("fails over to the replica by a health check of Cognito in the home region", async () => {
    const replicaRegion = "us-west-2";
    const topic = "arn:aws:sns:us-east-1:123456789012:alarms";
    const before = await record({ replicaRegion });

    const recorded = await record({
      replicaRegion,
      signInDomain: { ...signInDomain, alarmTopicArns: [topic] },
    });

    assert.deepEqual(difference(recorded, before), {
      Certificate: 1,
      CertificateValidation: 1,
      HealthCheck: 1,
      MetricAlarm: 1,
      Record: 2,
      Resource: 1,
    });
    assert.deepEqual(recorded.inputs("Certificate", "users-sign-in"), {
      region: "us-east-1",
      domainName: "auth.example.com",
      subjectAlternativeNames: [],
      validationMethod: "DNS",
    });
    assert.equal(
      recorded.inputs("Resource", "users-sign-in")["typeName"],
      "AWS::Cognito::UserPoolDomain",
    );
    assert.deepEqual(state(recorded), {
      UserPoolId: "users-id",
      Domain: "auth.example.com",
      CustomDomainConfig: { CertificateArn: "arn:valid", SecurityPolicy: "TLS_V1_2_2021" },
      Routing: {
        Failover: {
          PrimaryRoute53HealthCheckId: "users-sign-in-id",
          SecondaryRegion: "us-west-2",
        },
      },
    });
    assert.deepEqual(recorded.inputs("HealthCheck", "users-sign-in"), {
      type: "HTTPS",
      fqdn: "cognito-idp.eu-west-1.amazonaws.com",
      port: 443,
      resourcePath: "/users-id/.well-known/jwks.json",
      enableSni: true,
      requestInterval: 30,
      failureThreshold: 3,
      tags: { Name: "auth.example.com sign-in" },
    });
    assert.deepEqual(recorded.inputs("MetricAlarm", "users-sign-in"), {
      region: "us-east-1",
      alarmDescription: "Cognito does not respond in the home region: the replica serves sign-in",
      namespace: "AWS/Route53",
      metricName: "HealthCheckStatus",
      dimensions: { HealthCheckId: "users-sign-in-id" },
      statistic: "Minimum",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      period: 60,
      evaluationPeriods: 1,
      alarmActions: [topic],
      okActions: [topic],
    });
    assert.deepEqual(recorded.inputs("Record", "users-sign-in-A"), {
      zoneId: "Z0123456789ABCDEFGHIJ",
      name: "auth.example.com",
      type: "A",
      aliases: [
        { name: "d1.cloudfront.net", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false },
      ],
    });
  });

  it("has nothing to fail over to without a replica", async () => {
    const recorded = await record({ signInDomain });

    assert.deepEqual(state(recorded), {
      UserPoolId: "users-id",
      Domain: "auth.example.com",
      CustomDomainConfig: { CertificateArn: "arn:valid", SecurityPolicy: "TLS_V1_2_2021" },
    });
    assert.deepEqual(recorded.names("HealthCheck"), []);
    assert.deepEqual(recorded.names("MetricAlarm"), []);
  });

  it("has the token endpoint, beside Cognito's own domain", async () => {
    const with_ = await record({ signInDomain });
    const without = await record({});

    assert.equal(with_.tokenEndpoint, "https://auth.example.com/oauth2/token");
    assert.equal(
      without.tokenEndpoint,
      "https://users-id.auth.eu-west-1.amazoncognito.com/oauth2/token",
    );
    assert.deepEqual(
      with_.inputs("UserPoolDomain", "users"),
      without.inputs("UserPoolDomain", "users"),
    );
  });

  for (const [wrong, message] of [
    [
      { name: "example.com" },
      /signInDomain\.name is "example\.com"; allowed: a host name .* such as auth\.example\.com\. Cognito needs an A record of the name above it/,
    ],
    [{ name: "Auth.example.com" }, /signInDomain\.name is "Auth\.example\.com"/],
    [{ name: "https://auth.example.com" }, /signInDomain\.name is "https/],
    [{ name: `${"a".repeat(52)}.example.com` }, /allowed: a host name .* at most 63 characters/],
    [{ name: undefined }, /signInDomain\.name is missing/],
    [{ hostedZoneId: undefined }, /signInDomain\.hostedZoneId is missing/],
    [{ hostedZoneId: "example.com" }, /allowed: the id of a public hosted zone/],
    [{ alarmTopicArns: "alarms" }, /signInDomain\.alarmTopicArns is "alarms"/],
  ] as const) {
    it(`refuses ${JSON.stringify(wrong)}`, async () => {
      await assert.rejects(record({ signInDomain: { ...signInDomain, ...wrong } }), {
        name: "ComponentArgumentError",
        message,
      });
    });
  }
});
