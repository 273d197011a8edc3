import assert from "node:assert/strict";
import { type Recorded, recordResources } from "../../../tests/support/recordResources.ts";
import { app, UserDirectory, type UserDirectoryArgs } from "../index.ts";

const signInDomain = { name: "auth.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };
const machineScopes = { identifier: "orders", scopes: { read: "Read orders" } };
const withPages: Partial<UserDirectoryArgs> = {
  clients: { web: app({ pages: true }) },
  callbackUrls: { web: ["https://app.example.com/in"] },
};

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
  "aws:cognito/userPoolDomain:UserPoolDomain": {
    domain: "users-id",
    cloudfrontDistribution: "d2.cloudfront.net",
  },
};

const valueOf = (output: UserDirectory["tokenEndpoint"]) =>
  new Promise<string | undefined>((resolve) => {
    if (output) output.apply(resolve);
    else resolve(undefined);
  });

async function record(args: object) {
  let directory: UserDirectory | undefined;
  const recorded = await recordResources(() => {
    directory = new UserDirectory("users", {
      region: "eu-west-1",
      platformName: "Palisade",
      ...args,
    });
  }, outputs);
  const { tokenEndpoint, signInUrl } = directory!;
  return Object.assign(recorded, {
    tokenEndpoint: await valueOf(tokenEndpoint),
    signInUrl: await valueOf(signInUrl),
  });
}

const state = (recorded: Recorded) =>
  JSON.parse(String(recorded.inputs("Resource", "users-sign-in")["desiredState"])) as object;

const difference = ({ counts }: Recorded, before: Recorded) =>
  Object.fromEntries(
    Object.entries(counts)
      .map(([type, count]) => [type, count - (before.counts[type] ?? 0)] as const)
      .filter(([, count]) => count !== 0),
  );

const certificate = {
  region: "us-east-1",
  domainName: "auth.example.com",
  subjectAlternativeNames: [],
  validationMethod: "DNS",
};
const recordOf = (distribution: string) => ({
  zoneId: "Z0123456789ABCDEFGHIJ",
  name: "auth.example.com",
  type: "A",
  aliases: [{ name: distribution, zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false }],
});

describe("the sign-in domain of a user pool", () => {
  it("has a certificate in us-east-1 and a record that leads to Cognito's distribution", async () => {
    const before = await record(withPages);

    const recorded = await record({ ...withPages, signInDomain });

    assert.deepEqual(difference(recorded, before), {
      Certificate: 1,
      CertificateValidation: 1,
      Record: 2,
      UserPoolDomain: 1,
    });
    assert.deepEqual(recorded.inputs("Certificate", "users-sign-in"), certificate);
    assert.deepEqual(recorded.inputs("UserPoolDomain", "users-sign-in"), {
      userPoolId: "users-id",
      domain: "auth.example.com",
      certificateArn: "arn:valid",
      managedLoginVersion: 2,
    });
    assert.deepEqual(recorded.inputs("Record", "users-sign-in-A"), recordOf("d2.cloudfront.net"));
  });

  it("has pages and token endpoint, beside Cognito's own domain", async () => {
    const with_ = await record({ ...withPages, machineScopes, signInDomain });
    const without = await record({ ...withPages, machineScopes });

    const own = "https://users-id.auth.eu-west-1.amazoncognito.com";
    assert.deepEqual(
      [with_.signInUrl, with_.tokenEndpoint],
      ["https://auth.example.com", "https://auth.example.com/oauth2/token"],
    );
    assert.deepEqual([without.signInUrl, without.tokenEndpoint], [own, `${own}/oauth2/token`]);
    assert.deepEqual(
      with_.inputs("UserPoolDomain", "users"),
      without.inputs("UserPoolDomain", "users"),
    );
  });

  it("has only the token endpoint without pages, by no older TLS version than with them", async () => {
    const recorded = await record({ machineScopes, signInDomain });

    assert.equal(recorded.signInUrl, undefined);
    assert.equal(recorded.tokenEndpoint, "https://auth.example.com/oauth2/token");
    const { managedLoginVersion } = recorded.inputs("UserPoolDomain", "users-sign-in");
    assert.equal(managedLoginVersion, 2);
  });

  describe("with replication", () => {
    it("fails over to the replica by a health check of Cognito in the home region", async () => {
      const replication = { replicaRegion: "us-west-2" };
      const topic = "arn:aws:sns:us-east-1:123456789012:alarms";
      const before = await record({ machineScopes, replication });

      const recorded = await record({
        ...{ machineScopes, replication },
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
      assert.deepEqual(recorded.inputs("Certificate", "users-sign-in"), certificate);
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
        alarmDescription:
          "docs/runbooks/health-check-sign-in.md - Cognito does not respond in the home region: the replica serves sign-in",
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
      assert.deepEqual(recorded.inputs("Record", "users-sign-in-A"), recordOf("d1.cloudfront.net"));
    });

    it("has nothing to fail over to without a replica, and managed login with pages", async () => {
      const recorded = await record({ ...withPages, replication: {}, signInDomain });

      assert.deepEqual(state(recorded), {
        UserPoolId: "users-id",
        Domain: "auth.example.com",
        CustomDomainConfig: { CertificateArn: "arn:valid", SecurityPolicy: "TLS_V1_2_2021" },
        ManagedLoginVersion: 2,
      });
      assert.deepEqual(recorded.names("HealthCheck"), []);
      assert.deepEqual(recorded.names("MetricAlarm"), []);
    });
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
      const args = { machineScopes, signInDomain: { ...signInDomain, ...wrong } };
      await assert.rejects(record(args), { name: "ComponentArgumentError", message });
    });
  }

  it("refuses a domain that nobody would use", () =>
    assert.rejects(record({ signInDomain }), {
      name: "ComponentArgumentError",
      message:
        /signInDomain is "auth\.example\.com"; allowed: nothing if no client has pages or providers and there are no machines/,
    }));

  describe("and passkeys", () => {
    const passkeys = { ...withPages, passwordless: { passkeys: true } };

    it("have the same name", async () => {
      const args = { ...passkeys, signInDomain, passkeyDomain: "auth.example.com" };
      const { webAuthnConfiguration } = (await record(args)).inputs("UserPool", "users");

      assert.deepEqual(webAuthnConfiguration, {
        relyingPartyId: "auth.example.com",
        userVerification: "preferred",
      });
    });

    for (const passkeyDomain of ["example.com", "localhost", "auth.example.org"]) {
      it(`refuse ${passkeyDomain} at the pages`, () =>
        assert.rejects(record({ ...passkeys, signInDomain, passkeyDomain }), {
          name: "ComponentArgumentError",
          message:
            /passkeyDomain is ".*"; allowed: auth\.example\.com, the domain of the sign-in pages/,
        }));
    }

    it("have a name of their own where only the API signs in", async () => {
      const args = { passwordless: { passkeys: true }, machineScopes, signInDomain };
      await record({ ...args, passkeyDomain: "example.com" });
    });
  });
});
