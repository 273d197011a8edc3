import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import assert from "node:assert/strict";
import { DeployedProgram } from "./testing/deployedProgram.ts";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "x" }, Action: "sts:AssumeRole" }],
});
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }],
});

const parts = {
  table: `const table = new aws.dynamodb.Table("orders", {
    hashKey: "id", billingMode: "PAY_PER_REQUEST", attributes: [{ name: "id", type: "S" }] });`,
  queue: 'const queue = new aws.sqs.Queue("jobs");',
  role: `const role = new aws.iam.Role("worker", { assumeRolePolicy: '${trust}' });`,
  policy: `new aws.iam.RolePolicy("worker", { role: role.name, policy: '${policy}' });`,
  more: "",
  end: "return { table: table.name, queue: queue.url, role: role.name };",
};
const withIndex = parts.table
  .replace(" }] });", ' }, { name: "owner", type: "S" }], globalSecondaryIndexes: INDEXES });')
  .replace("INDEXES", '[{ name: "byOwner", hashKey: "owner", projectionType: "ALL" }]');

// Proves what the AWS endpoint has, not what a region serves. What becomes of data: keptData.endpoint.test.ts.
describe("a program that is loaded again", function () {
  this.timeout(120_000);
  let program: DeployedProgram<typeof parts>;
  let first: Record<string, string>;

  const load = (changed: Partial<typeof parts> = {}) => program.load(changed);
  const finish = () => program.loaded.finish!();
  const queues = async () =>
    ((await (await program.aws.sqs()).listQueues()).QueueUrls ?? []).map((url) =>
      url.replace(/.*\/|-[0-9a-f]{7}$/g, ""),
    );
  const indexes = async () => {
    const { Table } = await program.aws.dynamodb.send(
      new DescribeTableCommand({ TableName: first["table"] }),
    );
    return (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName);
  };
  const nothing = { created: [], updated: [], replaced: [], deleted: [] };

  before(async () => {
    program = await DeployedProgram.start(parts);
    first = program.outputs;
  });
  after(() => program.close());

  it("keeps what is unchanged", async () => {
    const { resources } = program.loaded.regions[0]!;

    assert.deepEqual(await load(), nothing);

    assert.deepEqual(program.outputs, first);
    const same = program.loaded.regions[0]!.resources.filter((each) => resources.includes(each));
    assert.equal(same.length, resources.length);
  });

  it("changes resources in place", async () => {
    const queue = parts.queue.replace(")", ", { visibilityTimeoutSeconds: 44 })");

    const changes = await load({ table: withIndex, queue });

    const updated = ['aws:dynamodb/table:Table "orders"', 'aws:sqs/queue:Queue "jobs"'];
    assert.deepEqual({ ...changes, updated: changes.updated.toSorted() }, { ...nothing, updated });
    assert.deepEqual(await indexes(), ["byOwner"]);
    const { Attributes } = await (
      await program.aws.sqs()
    ).getQueueAttributes({ QueueUrl: first["queue"], AttributeNames: ["VisibilityTimeout"] });
    assert.equal(Attributes?.["VisibilityTimeout"], "44");
  });

  it("deletes what is no longer declared once that is finished", async () => {
    await load({ queue: parts.queue.replace("jobs", "tasks") });
    assert.deepEqual(program.loaded.changes!.created, ['aws:sqs/queue:Queue "tasks"']);
    assert.deepEqual(program.loaded.changes!.deleted, ['aws:sqs/queue:Queue "jobs"']);
    assert.deepEqual((await queues()).toSorted(), ["jobs", "tasks"]);

    await finish();

    assert.deepEqual(await queues(), ["tasks"]);
    await load();
    await finish();
    assert.deepEqual(await queues(), ["jobs"]);
  });

  it("takes back what it has added", async () => {
    await load();
    await finish();

    assert.deepEqual(program.outputs, first);
  });

  for (const [what, more, error] of [
    ["that fails", 'throw new RangeError("wrong");', { name: "RangeError", message: "wrong" }],
    [
      "with inputs that AWS refuses",
      'new aws.sqs.Queue("long", { delaySeconds: 901 });',
      { name: "EvaluationError", message: /Queue "long": delaySeconds/ },
    ],
    [
      "that ends its process",
      "process.exit(3);",
      { name: "EvaluationEndedError", message: /exit code 3\. Remove calls of process\.exit/ },
    ],
  ] as const) {
    it(`leaves everything as it was after a program ${what}`, async () => {
      const wait = "await new Promise((resolve) => queue.url.apply(resolve));";
      const queue = `${parts.queue} const late = new aws.sqs.Queue("late");`;

      const loading = load({
        queue,
        table: withIndex,
        more: `${wait.replace("queue", "late")}\n${more}`,
      });

      await assert.rejects(loading, (thrown: Error & { file?: string }) => {
        assert.equal(thrown.name, error.name);
        assert.match(thrown.message, new RegExp(error.message));
        if (error.name === "RangeError") assert.equal(thrown.file, program.project.main);
        return true;
      });
      assert.deepEqual(await queues(), ["jobs"]);
      assert.deepEqual(await indexes(), []);
    });
  }

  it("creates again what somebody has deleted, with its parts", async () => {
    const RoleName = first["role"];
    const { PolicyName } = { PolicyName: policyName() };
    await program.aws.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await program.aws.iam.send(new DeleteRoleCommand({ RoleName }));

    await load();

    assert.ok(await program.aws.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
    assert.deepEqual(program.outputs, first);
  });

  it("finds everything after a restart", async () => {
    await program.restart();

    assert.deepEqual(await load(), nothing);

    assert.deepEqual({ ...program.outputs, queue: "" }, { ...first, queue: "" });
    const QueueUrl = program.outputs["queue"]!;
    assert.ok(QueueUrl.startsWith(program.aws.url));
    await (await program.aws.sqs()).sendMessage({ QueueUrl, MessageBody: "hello" });
  });

  /** Its generated name in AWS. */
  const policyName = () =>
    String(
      program.loaded.regions[0]!.resources.find(
        ({ type }) => type === "aws:iam/rolePolicy:RolePolicy",
      )!.outputs["name"],
    );
});
