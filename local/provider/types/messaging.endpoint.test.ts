import assert from "node:assert/strict";
import { useCloud } from "../testing/cloud.ts";
import type { Provided } from "../testing/provided.ts";

const queueType = "aws:sqs/queue:Queue";

describe("resources that messages go through", function () {
  this.timeout(60_000);
  const cloud = useCloud();

  /** Receives from a queue, for at most five seconds. */
  async function received(queue: Provided): Promise<string[]> {
    const sqs = await cloud.aws.sqs();
    const { Messages = [] } = await sqs.receiveMessage({
      QueueUrl: queue.id,
      WaitTimeSeconds: 5,
      MaxNumberOfMessages: 10,
    });
    return Messages.map(({ Body }) => Body!);
  }

  describe("a queue", () => {
    it("has its name, ARN and URL, and delivers messages", async () => {
      const queue = await cloud.create(queueType, "jobs", { visibilityTimeoutSeconds: 45 });
      const { name, arn: queueArn, url } = queue.outputs;
      const sqs = await cloud.aws.sqs();

      await sqs.sendMessage({ QueueUrl: String(url), MessageBody: "hello" });

      assert.match(String(name), /^jobs-[0-9a-f]{7}$/);
      assert.equal(queueArn, cloud.arn("sqs", String(name)));
      assert.equal(queue.id, url);
      assert.ok(String(url).endsWith(`/${cloud.accountId}/${String(name)}`));
      assert.deepEqual(await received(queue), ["hello"]);
      await queue.delete();
    });

    it("matches its inputs, also after an update, and can be deleted", async () => {
      const dead = await cloud.create(queueType, "dead", {});
      const redrivePolicy = JSON.stringify({
        deadLetterTargetArn: dead.outputs["arn"],
        maxReceiveCount: 3,
      });
      const queue = await cloud.create(queueType, "work", { delaySeconds: 5, redrivePolicy });
      const sqs = await cloud.aws.sqs();
      const attributes = async () =>
        (await sqs.getQueueAttributes({ QueueUrl: queue.id, AttributeNames: ["All"] })).Attributes!;

      const before = await attributes();
      await queue.update({ visibilityTimeoutSeconds: 60, redrivePolicy });
      const after = await attributes();
      await queue.delete();

      assert.equal(before["DelaySeconds"], "5");
      assert.equal(before["RedrivePolicy"], redrivePolicy);
      assert.equal(after["DelaySeconds"], "0");
      assert.equal(after["VisibilityTimeout"], "60");
      assert.equal(after["RedrivePolicy"], redrivePolicy);
      await assert.rejects(attributes(), { name: "QueueDoesNotExist" });
    });

    it("that is FIFO keeps the order, and accepts the same message once", async () => {
      const queue = await cloud.create(queueType, "ordered", {
        fifoQueue: true,
        contentBasedDeduplication: true,
      });
      const sqs = await cloud.aws.sqs();

      for (const MessageBody of ["1", "2", "2", "3"]) {
        await sqs.sendMessage({ QueueUrl: queue.id, MessageBody, MessageGroupId: "all" });
      }

      assert.match(String(queue.outputs["name"]), /^ordered-[0-9a-f]{7}\.fifo$/);
      assert.deepEqual(await received(queue), ["1", "2", "3"]);
      await queue.delete();
    });
  });

  describe("a topic", () => {
    it("publishes to the queues that subscribe, until they unsubscribe", async () => {
      const topic = await cloud.create("aws:sns/topic:Topic", "orders", { displayName: "Orders" });
      const queue = await cloud.create(queueType, "inbox", {});
      const policy = await cloud.create("aws:sqs/queuePolicy:QueuePolicy", "inbox", {
        queueUrl: queue.outputs["url"],
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "sns.amazonaws.com" },
              Action: "sqs:SendMessage",
              Resource: queue.outputs["arn"],
              Condition: { ArnEquals: { "aws:SourceArn": topic.id } },
            },
          ],
        }),
      });
      const subscription = await cloud.create(
        "aws:sns/topicSubscription:TopicSubscription",
        "inbox",
        {
          topic: topic.outputs["arn"],
          protocol: "sqs",
          endpoint: queue.outputs["arn"],
          rawMessageDelivery: true,
        },
      );
      const sns = await cloud.aws.sns();
      const publish = (Message: string) => sns.publish({ TopicArn: topic.id, Message });

      await publish("first");
      const messages = await received(queue);
      await policy.delete();
      await publish("second");
      await subscription.delete();
      await publish("third");
      const { Attributes } = await cloud.aws
        .sqs()
        .then((sqs) => sqs.getQueueAttributes({ QueueUrl: queue.id, AttributeNames: ["All"] }));

      assert.deepEqual(messages, ["first"]);
      assert.equal(Attributes!["ApproximateNumberOfMessages"], "0");
      assert.equal(topic.outputs["arn"], cloud.arn("sns", String(topic.outputs["name"])));
      assert.equal(topic.outputs["owner"], cloud.accountId);
      assert.ok(subscription.id.startsWith(`${topic.id}:`));
      assert.equal(subscription.outputs["arn"], subscription.id);
      assert.equal(subscription.outputs["pendingConfirmation"], false);
      await queue.delete();
      await topic.delete();
    });

    it("and its subscription match their inputs, also after an update, and can be deleted", async () => {
      const topic = await cloud.create("aws:sns/topic:Topic", "news", { displayName: "News" });
      const queue = await cloud.create(queueType, "readers", {});
      const inputs = { topic: topic.id, protocol: "sqs", endpoint: queue.outputs["arn"] };
      const subscription = await cloud.create(
        "aws:sns/topicSubscription:TopicSubscription",
        "readers",
        {
          ...inputs,
          filterPolicy: '{"kind":["a"]}',
        },
      );
      const sns = await cloud.aws.sns();
      const ofTopic = async () =>
        (await sns.getTopicAttributes({ TopicArn: topic.id })).Attributes!;
      const ofSubscription = async () =>
        (await sns.getSubscriptionAttributes({ SubscriptionArn: subscription.id })).Attributes!;
      const before = [(await ofTopic())["DisplayName"], (await ofSubscription())["FilterPolicy"]];

      await topic.update({ displayName: "Old news" });
      await subscription.update({ ...inputs, filterPolicy: '{"kind":["b"]}' });
      const after = [(await ofTopic())["DisplayName"], (await ofSubscription())["FilterPolicy"]];
      await topic.delete();

      assert.deepEqual(before, ["News", '{"kind":["a"]}']);
      assert.deepEqual(after, ["Old news", '{"kind":["b"]}']);
      await assert.rejects(ofTopic(), { name: "NotFoundException" });
      await queue.delete();
    });

    it("that is FIFO has a name that ends with .fifo", async () => {
      const topic = await cloud.create("aws:sns/topic:Topic", "ordered", { fifoTopic: true });
      const sns = await cloud.aws.sns();

      const { Attributes } = await sns.getTopicAttributes({ TopicArn: topic.id });

      assert.match(topic.id, /:ordered-[0-9a-f]{7}\.fifo$/);
      assert.equal(Attributes!["FifoTopic"], "true");
      await topic.delete();
    });

    it("waits for an HTTPS endpoint to confirm its subscription", async () => {
      const topic = await cloud.create("aws:sns/topic:Topic", "hooks", {});
      // Nothing listens on port 9.
      const subscription = await cloud.create(
        "aws:sns/topicSubscription:TopicSubscription",
        "hook",
        {
          topic: topic.id,
          protocol: "https",
          endpoint: "https://127.0.0.1:9/hook",
        },
      );

      assert.ok(subscription.id.startsWith(`${topic.id}:`));
      assert.equal(subscription.outputs["pendingConfirmation"], true);
      await subscription.delete();
      await topic.delete();
    });
  });

  describe("an event bus", () => {
    it("sends the events of a rule to its targets", async () => {
      const bus = await cloud.create("aws:cloudwatch/eventBus:EventBus", "shop", {});
      const queue = await cloud.create(queueType, "placed", {});
      const rule = await cloud.create("aws:cloudwatch/eventRule:EventRule", "placed", {
        eventBusName: bus.outputs["name"],
        eventPattern: JSON.stringify({ source: ["orders"] }),
      });
      const target = await cloud.create("aws:cloudwatch/eventTarget:EventTarget", "placed", {
        eventBusName: bus.outputs["name"],
        rule: rule.outputs["name"],
        arn: queue.outputs["arn"],
        inputTransformer: { inputPaths: { id: "$.detail.id" }, inputTemplate: '"order <id>"' },
      });
      const bridge = await cloud.aws.eventBridge();
      const put = (Source: string, id: number) =>
        bridge.putEvents({
          Entries: [
            {
              EventBusName: bus.id,
              Source,
              DetailType: "placed",
              Detail: JSON.stringify({ id }),
            },
          ],
        });

      await put("elsewhere", 1);
      await put("orders", 2);
      const messages = await received(queue);
      await target.delete();
      await rule.delete();
      await bus.delete();

      assert.deepEqual(messages, ['"order 2"']);
      const [busName, ruleName] = [String(bus.outputs["name"]), String(rule.outputs["name"])];
      assert.equal(bus.id, busName);
      assert.equal(bus.outputs["arn"], cloud.arn("events", `event-bus/${busName}`));
      assert.equal(rule.id, `${busName}/${ruleName}`);
      assert.equal(rule.outputs["arn"], cloud.arn("events", `rule/${busName}/${ruleName}`));
      const { targetId } = target.outputs;
      assert.equal(target.id, `${busName}-${ruleName}-${String(targetId)}`);
      await assert.rejects(bridge.describeEventBus({ Name: bus.id }), {
        name: "ResourceNotFoundException",
      });
      await queue.delete();
    });

    it("and a rule of the default bus match their inputs, also after an update", async () => {
      const bus = await cloud.create("aws:cloudwatch/eventBus:EventBus", "notes", {
        description: "old",
      });
      const queue = await cloud.create(queueType, "minutes", {});
      const rule = await cloud.create("aws:cloudwatch/eventRule:EventRule", "minutes", {
        scheduleExpression: "rate(1 hour)",
        isEnabled: false,
        forceDestroy: true,
      });
      const name = String(rule.outputs["name"]);
      const target = await cloud.create("aws:cloudwatch/eventTarget:EventTarget", "minutes", {
        rule: name,
        arn: queue.outputs["arn"],
        targetId: "minutes",
        input: '{"old":true}',
      });
      const bridge = await cloud.aws.eventBridge();
      const read = async () => {
        const { State } = await bridge.describeRule({ Name: name });
        const { Targets } = await bridge.listTargetsByRule({ Rule: name });
        const { Description } = await bridge.describeEventBus({ Name: bus.id });
        return [State, Targets?.map(({ Input }) => Input), Description];
      };
      const before = await read();

      await bus.update({ description: "new" });
      await rule.update({ scheduleExpression: "rate(2 hours)", state: "ENABLED" });
      await target.update({ rule: name, arn: queue.outputs["arn"], input: '{"new":true}' });
      const after = await read();
      await rule.delete();

      assert.deepEqual(before, ["DISABLED", ['{"old":true}'], "old"]);
      assert.deepEqual(after, ["ENABLED", ['{"new":true}'], "new"]);
      assert.equal(rule.id, name);
      assert.equal(target.id, `${name}-minutes`);
      await assert.rejects(bridge.describeRule({ Name: name }), {
        name: "ResourceNotFoundException",
      });
    });
  });
});
