import assert from "node:assert/strict";
import { hosts, record } from "./testing/record.ts";

type Recorded = Awaited<ReturnType<typeof record>>;

const recordOf = (recorded: Recorded, name: string) => recorded.inputs("Record", `test-${name}`);

const gateway = (evaluateTargetHealth: boolean) => [
  { name: "d-1.execute-api.eu-west-1.amazonaws.com", zoneId: "ZGATEWAY", evaluateTargetHealth },
];

describe("RegionalEndpoint", () => {
  it("creates these resources for a name, and nothing else", async () => {
    const { counts } = await record();

    assert.deepEqual(counts, {
      Certificate: 1,
      CertificateValidation: 1,
      DomainName: 2,
      BasePathMapping: 2,
      HealthCheck: 3,
      MetricAlarm: 3,
      // Two validations; A and AAAA of the region and of the shared name.
      Record: 2 + 4,
    });
  });

  it("has one certificate for the shared name, the region's host and the aliases", async () => {
    const recorded = await record({ aliases: ["api.example.org"] });

    assert.deepEqual(recorded.inputs("Certificate", "test"), {
      domainName: "api.example.com",
      subjectAlternativeNames: ["eu-west-1.api.example.com", "api.example.org"],
      validationMethod: "DNS",
    });
    assert.deepEqual(recorded.inputs("CertificateValidation", "test"), {
      certificateArn: "arn:aws:test:::aws:acm/certificate:Certificate/test",
      validationRecordFqdns: ["fqdn", "fqdn", "fqdn"],
    });
  });

  it("validates each host by the record that ACM wants for it, and overwrites shared ones", async () => {
    const recorded = await record({ aliases: ["api.example.org"] });

    const validation = (host: string) => recordOf(recorded, `${host}-validation`);
    const expected = (host: string) => ({
      zoneId: "Z0123456789",
      name: `_token.${host}`,
      type: "CNAME",
      records: [`_value.${host}`],
      ttl: 300,
    });
    for (const host of ["api.example.com", "api.example.org"]) {
      assert.deepEqual(validation(host), { ...expected(host), allowOverwrite: true });
    }
    const own = "eu-west-1.api.example.com";
    assert.deepEqual(validation(own), expected(own));
  });

  it("has a dual-stack domain per host, whose paths reach the stage unchanged", async () => {
    const recorded = await record();

    for (const host of hosts.slice(0, 2)) {
      assert.deepEqual(recorded.inputs("DomainName", `test-${host}`), {
        domainName: host,
        regionalCertificateArn: "arn:valid",
        endpointConfiguration: { types: "REGIONAL", ipAddressType: "dualstack" },
        securityPolicy: "TLS_1_2",
      });
      // No basePath: API Gateway would cut it off.
      assert.deepEqual(recorded.inputs("BasePathMapping", `test-${host}`), {
        restApi: "api",
        stageName: "live",
        domainName: host,
      });
    }
  });

  it("has latency records for IPv4 and IPv6, with the region's health", async () => {
    const recorded = await record();

    for (const type of ["A", "AAAA"]) {
      const common = { zoneId: "Z0123456789", type };
      assert.deepEqual(recordOf(recorded, `api.example.com-${type}`), {
        ...common,
        name: "api.example.com",
        setIdentifier: "eu-west-1",
        latencyRoutingPolicies: [{ region: "eu-west-1" }],
        aliases: gateway(true),
        healthCheckId: "test-id",
      });
      assert.deepEqual(recordOf(recorded, `eu-west-1.api.example.com-${type}`), {
        ...common,
        name: "eu-west-1.api.example.com",
        aliases: gateway(false),
      });
    }
  });

  it("has the same records for each alias", async () => {
    const recorded = await record({ aliases: ["api.example.org"] });

    const alias = recordOf(recorded, "api.example.org-AAAA");
    assert.equal(alias["name"], "api.example.org");
    assert.equal(alias["healthCheckId"], "test-id");
    assert.equal(recorded.counts["DomainName"], 3);
  });

  it("checks the region's own host, through the gateway and through a service", async () => {
    const recorded = await record();

    const common = {
      type: "HTTPS",
      fqdn: "eu-west-1.api.example.com",
      port: 443,
      enableSni: true,
      requestInterval: 30,
      failureThreshold: 3,
    };
    assert.deepEqual(recorded.inputs("HealthCheck", "test-shallow"), {
      ...common,
      resourcePath: "/health/gateway",
      tags: { Name: "eu-west-1.api.example.com shallow" },
    });
    assert.deepEqual(recorded.inputs("HealthCheck", "test-deep"), {
      ...common,
      resourcePath: "/health",
      tags: { Name: "eu-west-1.api.example.com deep" },
    });
    assert.deepEqual(recorded.inputs("HealthCheck", "test"), {
      type: "CALCULATED",
      childHealthchecks: ["test-shallow-id", "test-deep-id"],
      childHealthThreshold: 2,
      tags: { Name: "eu-west-1.api.example.com" },
    });
  });

  it("passes the checks' settings on", async () => {
    const regions = ["us-east-1", "eu-west-1", "sa-east-1"];
    const recorded = await record({
      healthChecks: { intervalSeconds: 10, failureThreshold: 2, regions },
    });

    for (const check of ["test-shallow", "test-deep"]) {
      const {
        requestInterval,
        failureThreshold,
        regions: asked,
      } = recorded.inputs("HealthCheck", check);
      assert.deepEqual(
        { requestInterval, failureThreshold, asked },
        {
          requestInterval: 10,
          failureThreshold: 2,
          asked: regions,
        },
      );
    }
  });

  it("alarms in us-east-1 for each check, on the given topics", async () => {
    const topic = "arn:aws:sns:us-east-1:123456789012:on-call";
    const recorded = await record({ alarmTopicArns: [topic] });

    for (const name of ["test", "test-shallow", "test-deep"]) {
      const { alarmDescription, ...alarm } = recorded.inputs("MetricAlarm", name);
      assert.match(String(alarmDescription), /\w/);
      assert.deepEqual(alarm, {
        region: "us-east-1",
        namespace: "AWS/Route53",
        metricName: "HealthCheckStatus",
        dimensions: { HealthCheckId: `${name}-id` },
        statistic: "Minimum",
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        period: 60,
        evaluationPeriods: 1,
        alarmActions: [topic],
        okActions: [topic],
      });
    }
    const silent = (await record()).inputs("MetricAlarm", "test");
    assert.deepEqual([silent["alarmActions"], silent["okActions"]], [undefined, undefined]);
  });

  it("requires client certificates on the public names alone, which checkers don't call", async () => {
    const truststore = "s3://bucket/truststore.pem";
    const recorded = await record({ truststore, aliases: ["api.example.org"] });

    const mutual = (host: string) =>
      recorded.inputs("DomainName", `test-${host}`)["mutualTlsAuthentication"];
    assert.deepEqual(mutual("api.example.com"), { truststoreUri: truststore });
    assert.deepEqual(mutual("api.example.org"), { truststoreUri: truststore });
    assert.equal(mutual("eu-west-1.api.example.com"), undefined);
  });

  it("sets the access mode that newer TLS policies need", async () => {
    const recorded = await record({ tlsPolicy: "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09" });

    for (const host of hosts.slice(0, 2)) {
      const domain = recorded.inputs("DomainName", `test-${host}`);
      assert.equal(domain["securityPolicy"], "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09");
      assert.equal(domain["endpointAccessMode"], "BASIC");
    }
  });
});
