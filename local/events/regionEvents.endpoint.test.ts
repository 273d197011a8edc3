import assert from "node:assert/strict";
import type { Properties, Resource } from "../graph/resource.ts";
import { createInvoker } from "../lambda/index.ts";
import { TestFunctions } from "../lambda/testing/functions.ts";
import { useCloud } from "../provider/testing/cloud.ts";
import { readEvents, RegionEvents } from "./index.ts";

const functionType = "aws:lambda/function:Function";
const vpcConfig = { subnetIds: [], securityGroupIds: [] };

// Functions are confined processes; queues, roles and permissions are MiniStack's.
describe("a region's schedules and queues", function () {
  this.timeout(60_000);
  const cloud = useCloud("us-east-1");
  const functions = new TestFunctions();
  let resources: Resource[] = [];
  let events: RegionEvents | undefined;
  let created = 0;

  beforeEach(() => (resources = []));
  afterEach(async () => {
    await events?.stop();
    await functions.removeAll();
  });

  async function declare(type: string, inputs: Properties): Promise<Resource> {
    const name = `e${++created}`;
    const { id, outputs } = await cloud.create(type, name, inputs);
    const resource = { type, name, id, inputs, outputs: { ...outputs } };
    resources.push(resource);
    return resource;
  }

  const arnOf = ({ outputs }: Resource) => String(outputs["arn"]);

  async function role(service: string, statements: object[], condition?: object) {
    const trust = {
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      ...(condition && { Condition: condition }),
    };
    const made = await declare("aws:iam/role:Role", {
      assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    });
    if (statements.length === 0) return made;
    await declare("aws:iam/rolePolicy:RolePolicy", {
      role: made.id,
      policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
    });
    return made;
  }

  const allow = (action: string[], ...on: Resource[]) => ({
    Effect: "Allow",
    Action: action,
    Resource: on.map(arnOf),
  });

  async function lambda(code: string, role: Resource, more: Properties = {}) {
    const inputs = { role: arnOf(role), handler: "index.handler", vpcConfig, ...more };
    const declared = await declare(functionType, inputs);
    const runtime = await functions.create(code, {
      arn: arnOf(declared),
      name: String(declared.outputs["name"]),
    });
    return { declared, runtime };
  }

  const schedule = (target: Resource, by: Resource, more: Properties = {}) =>
    declare("aws:scheduler/schedule:Schedule", {
      scheduleExpression: "cron(0 3 * * ? *)",
      flexibleTimeWindow: { mode: "OFF" },
      target: { arn: arnOf(target), roleArn: arnOf(by), ...more },
    });

  const scheduler = (target: Resource, action = "lambda:InvokeFunction", condition?: object) =>
    role("scheduler.amazonaws.com", [allow([action], target)], condition);

  function begin(): RegionEvents {
    events = new RegionEvents({
      definition: readEvents(resources),
      aws: cloud.aws,
      log: () => {},
      announce: (message) => assert.fail(message),
    });
    return events;
  }

  async function receive(queue: Resource) {
    const sqs = await cloud.aws.sqs();
    const { Messages = [] } = await sqs.receiveMessage({
      QueueUrl: queue.id,
      WaitTimeSeconds: 10,
      MessageAttributeNames: ["All"],
    });
    return Messages.map(({ Body, MessageAttributes = {} }) => ({
      body: JSON.parse(Body!) as Properties,
      attributes: Object.fromEntries(
        Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]),
      ),
    }));
  }

  it("run a function by hand, with the input of its schedule", async () => {
    const own = await role("lambda.amazonaws.com", []);
    const code =
      "export const handler = async (event) => console.log('got', JSON.stringify(event));";
    const { declared, runtime } = await lambda(code, own);
    const by = await scheduler(declared, undefined, {
      StringEquals: { "aws:SourceAccount": cloud.accountId },
      ArnLike: { "aws:SourceArn": cloud.arn("scheduler", "schedule-group/default") },
    });
    const input = '{"id":"<aws.scheduler.schedule-arn>","n":<aws.scheduler.attempt-number>}';
    const declaredSchedule = await schedule(declared, by, { input });
    const running = begin();
    const { unserved, functionArns } = readEvents(resources);
    assert.deepEqual([unserved, functionArns], [[], [arnOf(declared)]]);
    await running.start(createInvoker([runtime]));

    await running.run(String(declaredSchedule.outputs["name"]));

    const line = await runtime.logged(/got/);
    assert.ok(line.includes(`{"id":"${arnOf(declaredSchedule)}","n":1}`), line);
  });

  it("send the event to the schedule's dead-letter queue if its role may not invoke the function", async () => {
    const dead = await declare("aws:sqs/queue:Queue", {});
    const own = await role("lambda.amazonaws.com", []);
    const { declared, runtime } = await lambda("export const handler = async () => 1;", own);
    const by = await scheduler(dead, "sqs:SendMessage");
    const target = await schedule(declared, by, { deadLetterConfig: { arn: arnOf(dead) } });
    const running = begin();
    await running.start(createInvoker([runtime]));

    await assert.rejects(
      running.run(String(target.outputs["name"]))!,
      /may not call lambda:InvokeF/,
    );

    const [{ body, attributes } = assert.fail("no message")] = await receive(dead);
    assert.equal(body["source"], "aws.scheduler");
    assert.equal(attributes["ERROR_CODE"], "AccessDeniedException");
    assert.equal(attributes["RETRY_ATTEMPTS"], "0");
    assert.equal(attributes["TARGET_ARN"], arnOf(declared));
    assert.match(running.schedules[0]!.error!, /may not call/);
    assert.equal(runtime.counters.invocations, 0);
  });

  it("send a record to the function's destination if it fails for good", async () => {
    const dead = await declare("aws:sqs/queue:Queue", {});
    const own = await role("lambda.amazonaws.com", [allow(["sqs:SendMessage"], dead)]);
    const code = "export const handler = async () => { throw new Error('broken'); };";
    const { declared, runtime } = await lambda(code, own);
    await declare("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", {
      functionName: declared.id,
      maximumRetryAttempts: 0,
      destinationConfig: { onFailure: { destination: arnOf(dead) } },
    });
    const by = await scheduler(declared);
    const target = await schedule(declared, by, { input: '{"a":1}' });
    const running = begin();
    await running.start(createInvoker([runtime]));

    await running.run(String(target.outputs["name"]));

    const [{ body } = assert.fail("no message")] = await receive(dead);
    assert.deepEqual(body["requestPayload"], { a: 1 });
    const { condition, approximateInvokeCount } = body["requestContext"] as Properties;
    assert.deepEqual([condition, approximateInvokeCount], ["RetriesExhausted", 1]);
    assert.equal((body["responsePayload"] as Properties)["errorMessage"], "broken");
  });

  it("are named if they can't be served or AWS would refuse them", async () => {
    const own = await role("lambda.amazonaws.com", []);
    const { declared } = await lambda("export const handler = 1;", own, { timeout: 60 });
    const stranger = await role("lambda.amazonaws.com", [
      allow(["lambda:InvokeFunction"], declared),
    ]);
    const otherAccount = await scheduler(declared, undefined, {
      StringEquals: { "aws:SourceAccount": "999999999999" },
    });
    await schedule(declared, stranger);
    await schedule(declared, otherAccount);
    const queue = await declare("aws:sqs/queue:Queue", {});
    const map = (source: string) =>
      declare("aws:lambda/eventSourceMapping:EventSourceMapping", {
        eventSourceArn: source,
        functionName: declared.id,
      });
    await map(arnOf(queue));
    await map(cloud.arn("kinesis", "stream/s"));

    const { unserved, functionArns } = readEvents(resources);

    assert.deepEqual(functionArns, []);
    const reasons = [
      /scheduler\.amazonaws\.com may not assume/,
      /may not assume .*conditions that hold for .*schedule-group\/default/,
      /execution role may not call ReceiveMessage, DeleteMessage, GetQueueAttributes/,
      /its source is of kinesis; only queues of SQS are served/,
    ];
    assert.equal(unserved.length, reasons.length, unserved.join("\n"));
    for (const [index, reason] of reasons.entries()) assert.match(unserved[index]!, reason);
  });

  it("consume a queue with the function's role, and leave messages alone while stopped", async () => {
    const queue = await declare("aws:sqs/queue:Queue", {});
    const own = await role("lambda.amazonaws.com", [
      allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], queue),
    ]);
    const code = "export const handler = async ({ Records }) => console.log(Records[0].body);";
    const { declared, runtime } = await lambda(code, own);
    await declare("aws:lambda/eventSourceMapping:EventSourceMapping", {
      eventSourceArn: arnOf(queue),
      functionName: arnOf(declared),
    });
    const sqs = await cloud.aws.sqs();
    const send = (MessageBody: string) => sqs.sendMessage({ QueueUrl: queue.id, MessageBody });
    const running = begin();
    await running.start(createInvoker([runtime]));
    await send("first");
    await runtime.logged(/first/);

    await running.stop();
    await send("second");
    const meanwhile = runtime.counters.invocations;
    await running.start(createInvoker([runtime]));
    await runtime.logged(/second/);

    assert.equal(meanwhile, 1);
    assert.equal(running.consumers[0]!.function, declared.id);
  });
});
