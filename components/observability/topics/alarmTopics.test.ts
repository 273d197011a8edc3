import assert from "node:assert/strict";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { refuses } from "../../shared/testing/refuses.ts";
import { type AlarmTargets, AlarmTopics } from "../index.ts";

const slack = { workspaceId: "T0123ABCDEF", channelId: "C0123ABCDEF" };
const uuid = "01234567-89ab-cdef-0123-456789abcdef";
const teams = { tenantId: uuid, teamId: uuid, channelId: "19%3Aabc%40thread.tacv2" };
const topicArns = ["arn:aws:sns:us-east-1:123456789012:on-call"];

const record = (args: AlarmTargets) => recordResources(() => new AlarmTopics("dev", args));

describe("AlarmTopics", () => {
  it("subscribes every target to the topic of its kind, and nobody else", async () => {
    const recorded = await record({
      page: {
        emails: ["on-call@example.com"],
        webhooks: ["https://events.example.com/k1"],
        topicArns,
      },
      ticket: { slack, teams },
    });

    assert.deepEqual(recorded.counts, {
      Topic: 2,
      TopicPolicy: 2,
      TopicSubscription: 2,
      Role: 1,
      SlackChannelConfiguration: 1,
      TeamsChannelConfiguration: 1,
    });
    assert.deepEqual(
      recorded
        .names("TopicSubscription")
        .map((name) => recorded.inputs("TopicSubscription", name))
        .map(({ topic, protocol, endpoint }) => [topic, protocol, endpoint]),
      [
        ["arn:aws:test:::aws:sns/topic:Topic/dev-page", "email", "on-call@example.com"],
        ["arn:aws:test:::aws:sns/topic:Topic/dev-page", "https", "https://events.example.com/k1"],
      ],
    );
  });

  it("lets only alarms of this account publish", async () => {
    const recorded = await record({ page: { emails: ["on-call@example.com"] } });

    const { Statement } = JSON.parse(
      String(recorded.inputs("TopicPolicy", "dev-page")["policy"]),
    ) as { Statement: unknown[] };
    assert.deepEqual(Statement, [
      {
        Sid: "FromAlarms",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:*:123456789012:alarm:*" },
        },
        Action: "sns:Publish",
        Resource: "arn:aws:test:::aws:sns/topic:Topic/dev-page",
      },
    ]);
  });

  it("gives chats a role without permissions, and a guardrail in place of AWS's AdministratorAccess", async () => {
    const recorded = await record({ page: { slack } });

    const chat = recorded.inputs("SlackChannelConfiguration", "dev-page-slack");
    assert.deepEqual(chat["guardrailPolicyArns"], [
      "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess",
    ]);
    assert.deepEqual(recorded.names("RolePolicy"), []);
    assert.match(String(recorded.inputs("Role", "dev-page-chat")["assumeRolePolicy"]), /chatbot/);
  });

  it("encrypts with a key that alarms may use, if asked to", async () => {
    const recorded = await record({ page: { emails: ["a@example.com"] }, ownKey: true });

    assert.equal(
      recorded.inputs("Topic", "dev-page")["kmsMasterKeyId"],
      "arn:aws:test:::aws:kms/key:Key/dev-topics",
    );
    const policy = String(recorded.inputs("Key", "dev-topics")["policy"]);
    assert.match(policy, /"cloudwatch\.amazonaws\.com"/);
    assert.match(policy, /"kms:Decrypt","kms:GenerateDataKey\*"/);
  });

  it("creates nothing for existing topics, nor without targets", async () => {
    assert.deepEqual((await record({ page: { topicArns }, ownKey: true })).counts, {});
    assert.deepEqual((await record({})).counts, {});
  });

  for (const [args, message] of [
    [
      { page: { emails: ["on-call"] } },
      /page\.emails\[0\] is "on-call"; allowed: an email address/,
    ],
    [{ page: { webhooks: ["http://x.example.com/"] } }, /page\.webhooks\[0\] .*begins with https/],
    [{ ticket: { slack: { ...slack, workspaceId: "team" } } }, /ticket\.slack\.workspaceId is/],
    [{ ticket: { teams: { ...teams, teamId: "1" } } }, /ticket\.teams\.teamId is/],
    [{ ticket: { teams: { ...teams, channelId: "19:abc@thread.tacv2" } } }, /with %3A and %40/],
    [{ page: { topicArns: ["on-call"] } }, /page\.topicArns\[0\] is "on-call"/],
    [{ page: { email: "x" } }, /unknown option "page\.email"/],
  ] as [AlarmTargets, RegExp][]) {
    it(`refuses ${JSON.stringify(args).slice(0, 70)}`, () => {
      refuses(() => new AlarmTopics("dev", args), { message });
    });
  }
});
