import type { SQS } from "@aws-sdk/client-sqs";
import { createRoleSessions, type RoleSessions } from "../../../aws/roleSessions.ts";
import type { InvokeFunction } from "../../../lambda/contract.ts";
import { useCloud } from "../../../provider/testing/cloud.ts";
import type { Provided } from "../../../provider/testing/provided.ts";
import { QueueConsumer } from "../consumer.ts";
import type { QueueMapping } from "../mapping.ts";

interface Record {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: { readonly MessageGroupId?: string };
}

/** The messages of each event that a function received, and what it returns. */
type Handle = (records: Record[]) => unknown;

const actions = ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].map(
  (action) => `sqs:${action}`,
);

/**
 * Consumers of queues for the tests of a file. The function is a stand-in; queues, roles and permissions are
 * MiniStack's.
 */
export function useConsumers() {
  const cloud = useCloud();
  let sessions: RoleSessions;
  let sqs: SQS;
  let consumer: QueueConsumer | undefined;
  let created = 0;

  before(async () => {
    sqs = await cloud.aws.sqs();
    sessions = createRoleSessions(cloud.aws, "lambda");
  });
  afterEach(() => consumer?.stop());
  after(() => sessions.close());

  const queueOf = (inputs: object = {}): Promise<Provided> =>
    cloud.create("aws:sqs/queue:Queue", `q${++created}`, {
      visibilityTimeoutSeconds: 1,
      ...inputs,
    });

  async function roleFor(queue: Provided, allowed: readonly string[] = actions): Promise<string> {
    const statement = {
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
    };
    const role = await cloud.create("aws:iam/role:Role", `r${++created}`, {
      assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    });
    await cloud.create("aws:iam/rolePolicy:RolePolicy", `p${created}`, {
      role: role.id,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: allowed, Resource: queue.outputs["arn"] }],
      }),
    });
    return String(role.outputs["arn"]);
  }

  /** Starts a consumer whose function is `handle`. */
  async function consume(
    queue: Provided,
    handle: Handle,
    more: Partial<QueueMapping> & { invoke?: InvokeFunction; allowed?: string[] } = {},
  ): Promise<{ problems: string[]; problem: Promise<string> }> {
    const { invoke, allowed, ...mapping } = more;
    const problems: string[] = [];
    let tell: (message: string) => void;
    const problem = new Promise<string>((resolve) => (tell = resolve));
    const roleArn = await roleFor(queue, allowed);
    consumer = new QueueConsumer({
      mapping: {
        name: "m",
        queueArn: String(queue.outputs["arn"]),
        queueUrl: queue.id,
        functionArn: cloud.arn("lambda", "function:f"),
        roleArn,
        batchSize: 10,
        windowMs: 0,
        reportsFailures: true,
        matches: () => true,
        source: {},
        ...mapping,
      },
      sqs: await sessions.sqs(roleArn),
      invoke:
        invoke ??
        (async (_arn, payload) => {
          const { Records } = JSON.parse(payload) as { Records: Record[] };
          return { payload: JSON.stringify((await handle(Records)) ?? null) };
        }),
      log: () => {},
      onProblem: (message) => {
        problems.push(message);
        tell(message);
      },
    });
    consumer.start();
    return { problems, problem };
  }

  const send = (queue: Provided, ...bodies: string[]) =>
    sqs.sendMessageBatch({
      QueueUrl: queue.id,
      Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
    });

  /** Resolves once `count` bodies have been handled. */
  function collector(count: number, result: Handle = () => null) {
    const bodies: string[] = [];
    let finish: () => void;
    const done = new Promise<void>((resolve) => (finish = resolve));
    const handle: Handle = async (records) => {
      bodies.push(...records.map(({ body }) => body));
      const returned = await result(records);
      if (bodies.length >= count) setImmediate(finish);
      return returned;
    };
    return { bodies, handle, done };
  }

  /** Messages of a queue, hidden ones included. */
  async function left(queue: Provided): Promise<number> {
    const { Attributes = {} } = await sqs.getQueueAttributes({
      QueueUrl: queue.id,
      AttributeNames: ["All"],
    });
    return (
      Number(Attributes["ApproximateNumberOfMessages"]) +
      Number(Attributes["ApproximateNumberOfMessagesNotVisible"])
    );
  }

  async function until(condition: () => Promise<boolean>): Promise<void> {
    while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  return {
    cloud,
    get consumer() {
      return consumer!;
    },
    get sqs() {
      return sqs;
    },
    queueOf,
    consume,
    send,
    collector,
    left,
    until,
  };
}
