import assert from "node:assert/strict";
import { DescribeAlarmsCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeTableCommand, DescribeTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { S3 } from "@aws-sdk/client-s3";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { useCloud } from "../testing/cloud.ts";

const document = (...statements: object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** A single statement needs no list. (IAM User Guide, "IAM JSON policy elements: Statement") */
const trust = {
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Principal: { Service: "ecs-tasks.amazonaws.com" },
    Action: "sts:AssumeRole",
  },
};
const list = { Effect: "Allow", Action: "s3:ListBucket", Resource: "*" };

// Proves that MiniStack heeds the settings, not that expired items go (its next round is a minute away).
describe("settings within a resource's inputs", function () {
  this.timeout(60_000);
  const cloud = useCloud();

  /** @returns what becomes of a call with the role's credentials */
  async function listing(roleArn: unknown, Bucket: string): Promise<string> {
    const { Credentials } = await cloud.aws.sts.send(
      new AssumeRoleCommand({ RoleArn: String(roleArn), RoleSessionName: "it" }),
    );
    const { AccessKeyId: accessKeyId, SecretAccessKey, SessionToken } = Credentials!;
    const s3 = new S3({
      endpoint: cloud.aws.url,
      region: cloud.aws.region,
      forcePathStyle: true,
      credentials: {
        accessKeyId: accessKeyId!,
        secretAccessKey: SecretAccessKey!,
        sessionToken: SessionToken!,
      },
    });
    return s3.listObjectsV2({ Bucket }).then(
      () => "allowed",
      (error: Error) => error.name,
    );
  }

  it("give a role its inline and managed policies, at its path, until they are removed", async () => {
    const { id } = await cloud.create("aws:s3/bucket:Bucket", "files", {});
    const base = { assumeRolePolicy: trust, path: "/apps/" };
    const inlinePolicies = [{ name: "list", policy: document(list) }];
    const managedPolicyArns = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"];
    const role = await cloud.create("aws:iam/role:Role", "reader", { ...base, inlinePolicies });
    const { arn } = role.outputs;

    const inline = await listing(arn, id);
    await role.update(base);
    const without = await listing(arn, id);
    await role.update({ ...base, managedPolicyArns });
    const managed = await listing(arn, id);
    await role.update({
      ...base,
      managedPolicyArns,
      permissionsBoundary: "arn:aws:iam::aws:policy/AmazonSQSFullAccess",
    });
    const bounded = await listing(arn, id);
    await role.delete();

    assert.equal(arn, `arn:aws:iam::${cloud.accountId}:role/apps/${role.id}`);
    assert.deepEqual(
      [inline, without, managed, bounded],
      ["allowed", "AccessDenied", "allowed", "AccessDenied"],
    );
  });

  for (const [where, inBucket] of [
    ["the bucket's inputs", true],
    ["a BucketPolicy", false],
  ] as const) {
    it(`apply a bucket's policy from ${where}, which sees a secure transport`, async () => {
      const inlinePolicies = [{ name: "list", policy: document(list) }];
      const role = await cloud.create("aws:iam/role:Role", `caller-${inBucket}`, {
        assumeRolePolicy: trust,
        inlinePolicies,
      });
      const bucket = await cloud.create("aws:s3/bucket:Bucket", `guarded-${inBucket}`, {});
      const deny = (extra: object) =>
        document({
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: bucket.outputs["arn"],
          ...extra,
        });
      const onlyTls = deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } });
      const input = { bucket: bucket.id };
      const policy = inBucket
        ? bucket
        : await cloud.create("aws:s3/bucketPolicy:BucketPolicy", "guarded", {
            ...input,
            policy: onlyTls,
          });
      if (inBucket) await policy.update({ ...input, policy: onlyTls });

      const open = await listing(role.outputs["arn"], bucket.id);
      await policy.update({ ...input, policy: deny({}) });
      const closed = await listing(role.outputs["arn"], bucket.id);
      await (inBucket ? policy.update(input) : policy.delete());
      const after = await listing(role.outputs["arn"], bucket.id);

      assert.deepEqual([open, closed, after], ["allowed", "AccessDenied", "allowed"]);
    });
  }

  it("give a bucket its versions and CORS rules, until they are removed", async () => {
    const corsRules = [
      { allowedMethods: ["PUT"], allowedOrigins: ["https://app.example.com"], maxAgeSeconds: 60 },
    ];
    const settings = { corsRules, versioning: { enabled: true } };
    const bucket = await cloud.create("aws:s3/bucket:Bucket", "uploads", settings);
    const s3 = await cloud.aws.s3();
    const Bucket = bucket.id;
    const preflight = async (origin: string) => {
      const headers = { origin, "access-control-request-method": "PUT" };
      const url = `${cloud.aws.url}/${Bucket}/a`;
      return (await fetch(url, { method: "OPTIONS", headers })).headers.get(
        "access-control-allow-methods",
      );
    };

    const { Status } = await s3.getBucketVersioning({ Bucket });
    const { CORSRules } = await s3.getBucketCors({ Bucket });
    await bucket.update({});
    const suspended = await s3.getBucketVersioning({ Bucket });

    assert.deepEqual([Status, suspended.Status], ["Enabled", "Suspended"]);
    assert.deepEqual(CORSRules?.[0]?.AllowedOrigins, ["https://app.example.com"]);
    await assert.rejects(s3.getBucketCors({ Bucket }), { name: "NoSuchCORSConfiguration" });
    assert.notEqual(await preflight("https://app.example.com"), "PUT");
  });

  it("give a table its time to live and its protection, until they are turned off", async () => {
    const table = {
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      ttl: { attributeName: "expires", enabled: true },
      deletionProtectionEnabled: true,
    };
    const created = await cloud.create("aws:dynamodb/table:Table", "sessions", table);
    const TableName = created.id;
    const { dynamodb } = cloud.aws;
    const state = async () => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      const { TimeToLiveDescription: ttl } = await dynamodb.send(
        new DescribeTimeToLiveCommand({ TableName }),
      );
      return [Table?.DeletionProtectionEnabled, ttl?.TimeToLiveStatus, ttl?.AttributeName];
    };

    const before = await state();
    await created.update({ ...table, ttl: undefined, deletionProtectionEnabled: false });
    const [isProtected, status] = await state();
    await created.delete();

    assert.deepEqual(before, [true, "ENABLED", "expires"]);
    assert.deepEqual([isProtected, status], [false, "DISABLED"]);
  });

  it("make an alarm of a region ring while one of its alarms does", async () => {
    const cpu = {
      ...{ comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1, threshold: 85 },
      ...{ namespace: "AWS/ECS", metricName: "CPUUtilization", statistic: "Average", period: 60 },
    };
    const { id } = await cloud.create("aws:cloudwatch/metricAlarm:MetricAlarm", "it-cpu", cpu);
    const rule = { alarmName: "it-region", alarmRule: `ALARM("${id}") OR ALARM("it-other")` };
    const composite = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
    await cloud.create("aws:cloudwatch/metricAlarm:MetricAlarm", "other", {
      ...cpu,
      name: "it-other",
    });
    const region = await cloud.create(composite, "it-region", rule);
    const stateOf = async () => {
      const { CompositeAlarms = [] } = await cloud.aws.cloudwatch.send(
        new DescribeAlarmsCommand({ AlarmNames: [region.id], AlarmTypes: ["CompositeAlarm"] }),
      );
      return CompositeAlarms.map(({ StateValue }) => StateValue);
    };
    const set = (StateValue: "ALARM" | "OK") =>
      cloud.aws.cloudwatch.send(
        new SetAlarmStateCommand({ AlarmName: id, StateValue, StateReason: "it" }),
      );

    await set("ALARM");
    assert.deepEqual(await stateOf(), ["ALARM"]);
    await set("OK");
    assert.notDeepEqual(await stateOf(), ["ALARM"]);
    await region.delete();
    assert.deepEqual(await stateOf(), []);
  });
});
