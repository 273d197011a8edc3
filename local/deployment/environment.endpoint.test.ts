import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  DescribeTableCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
} from "@aws-sdk/client-iam";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Children } from "../../project/children.ts";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import { startEndpoint } from "../aws/miniStack.ts";
import { programSource } from "../sources/program.ts";
import type { LoadedStacks, StackSource } from "../sources/source.ts";
import { type TestProject, testProject } from "./testing/project.ts";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "x" }, Action: "sts:AssumeRole" }],
});
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }],
});

/** The parts of the program, any of which a test may exchange. */
const parts = {
  users: 'const pool = new aws.cognito.UserPool("users");',
  app: 'const app = new aws.cognito.UserPoolClient("app", { userPoolId: pool.id });',
  table: `const table = new aws.dynamodb.Table("orders", {
    hashKey: "id", billingMode: "PAY_PER_REQUEST", attributes: [{ name: "id", type: "S" }] });`,
  queue: 'const queue = new aws.sqs.Queue("jobs");',
  role: `const role = new aws.iam.Role("worker", { assumeRolePolicy: '${trust}' });`,
  policy: `new aws.iam.RolePolicy("worker", { role: role.name, policy: '${policy}' });`,
  more: "",
  end: "return { pool: pool.id, app: app.id, table: table.name, queue: queue.url, role: role.name };",
};
const withIndex = parts.table
  .replace(" }] });", ' }, { name: "owner", type: "S" }], globalSecondaryIndexes: INDEXES });')
  .replace("INDEXES", '[{ name: "byOwner", hashKey: "owner", projectionType: "ALL" }]');

// Proves what the AWS endpoint has, not what a region serves.
describe("a program that is loaded again", function () {
  this.timeout(120_000);
  let children: Children;
  const announced: string[] = [];
  let project: TestProject;
  let stateFolder: string;
  let aws: AwsEndpoint;
  let source: StackSource;
  let loaded: LoadedStacks;
  let first: Record<string, string>;

  const start = async () => {
    children = new Children(() => {});
    const folder = await mkdtemp(join(tmpdir(), "again-"));
    children.ownFolder(folder);
    aws = await startEndpoint({
      ...{ region: "eu-west-1", children, folder, stateFolder },
      announce: () => {},
    });
    source = await programSource(project.root, "local", undefined, (line) => announced.push(line));
  };
  const load = async (changed: Partial<typeof parts> = {}) => {
    await project.write(Object.values({ ...parts, ...changed }).join("\n"));
    loaded = await source.load(new Map([["eu-west-1", aws]]));
    return loaded.changes!;
  };
  const outputs = () => loaded.regions[0]!.outputs as Record<string, string>;
  const tables = async () => (await aws.dynamodb.send(new ListTablesCommand({}))).TableNames ?? [];
  const queues = async () =>
    ((await (await aws.sqs()).listQueues()).QueueUrls ?? []).map((url) =>
      url.replace(/.*\/|-[0-9a-f]{7}$/g, ""),
    );
  const indexes = async () => {
    const { Table } = await aws.dynamodb.send(
      new DescribeTableCommand({ TableName: first["table"] }),
    );
    return (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName);
  };
  const assertData = async () => {
    const key = { TableName: first["table"], Key: { id: { S: "1" } } };
    assert.ok((await aws.dynamodb.send(new GetItemCommand(key))).Item);
    const user = { UserPoolId: first["pool"], Username: "ada" };
    assert.ok((await aws.cognito.send(new AdminGetUserCommand(user))).Username);
  };
  const nothing = { created: [], updated: [], replaced: [], deleted: [] };

  before(async () => {
    stateFolder = await mkdtemp(join(tmpdir(), "state-"));
    project = await testProject();
    await project.write(Object.values(parts).join("\n"));
    await start();
    await load();
    await loaded.finish!();
    first = outputs();
    await aws.dynamodb.send(
      new PutItemCommand({ TableName: first["table"], Item: { id: { S: "1" } } }),
    );
    await aws.cognito.send(
      new AdminCreateUserCommand({ UserPoolId: first["pool"], Username: "ada" }),
    );
  });
  after(async () => {
    await source.close?.();
    await children.close();
    await project.remove();
    await rm(stateFolder, { recursive: true });
  });

  it("keeps what is unchanged, with its data", async () => {
    const { resources } = loaded.regions[0]!;

    assert.deepEqual(await load(), nothing);

    assert.deepEqual(outputs(), first);
    await assertData();
    const same = loaded.regions[0]!.resources.filter((each) => resources.includes(each));
    assert.equal(same.length, resources.length);
  });

  it("changes resources in place", async () => {
    const queue = parts.queue.replace(")", ", { visibilityTimeoutSeconds: 44 })");

    const changes = await load({ table: withIndex, queue });

    const updated = ['aws:dynamodb/table:Table "orders"', 'aws:sqs/queue:Queue "jobs"'];
    assert.deepEqual({ ...changes, updated: changes.updated.toSorted() }, { ...nothing, updated });
    assert.deepEqual(await indexes(), ["byOwner"]);
    const { Attributes } = await (
      await aws.sqs()
    ).getQueueAttributes({ QueueUrl: first["queue"], AttributeNames: ["VisibilityTimeout"] });
    assert.equal(Attributes?.["VisibilityTimeout"], "44");
    await assertData();
  });

  it("deletes what is no longer declared once that is finished", async () => {
    await load({ queue: parts.queue.replace("jobs", "tasks") });

    assert.deepEqual(loaded.changes!.created, ['aws:sqs/queue:Queue "tasks"']);
    assert.deepEqual(loaded.changes!.deleted, ['aws:sqs/queue:Queue "jobs"']);
    assert.deepEqual((await queues()).toSorted(), ["jobs", "tasks"]);
    await loaded.finish!();
    assert.deepEqual(await queues(), ["tasks"]);
    await load();
    await loaded.finish!();
    assert.deepEqual(await queues(), ["jobs"]);
  });

  it("replaces what AWS can't change, and deletes the former one at the end", async () => {
    const carts = parts.table.replace("const table =", "").replace("orders", "carts");
    await load({ more: carts });
    const before = await tables();
    const TableName = before.find((name) => name.startsWith("carts"));
    await aws.dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: "1" } } }));
    announced.length = 0;

    const { replaced, created, deleted } = await load({ more: carts.replaceAll('"id"', '"key"') });

    assert.deepEqual([replaced, created, deleted], [['aws:dynamodb/table:Table "carts"'], [], []]);
    assert.equal((await tables()).length, before.length + 1);
    await loaded.finish!();
    const after = await tables();
    assert.deepEqual([before.length, after.length], [2, 2]);
    assert.deepEqual(announced, [
      'eu-west-1: aws:dynamodb/table:Table "carts" was replaced, and the items of the former one were deleted',
    ]);
    assert.notDeepEqual(after.toSorted(), before.toSorted());
  });

  it("takes back what it has added", async () => {
    await load();
    await loaded.finish!();

    assert.deepEqual(outputs(), first);
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
        if (error.name === "RangeError") assert.equal(thrown.file, project.main);
        return true;
      });
      assert.deepEqual(await queues(), ["jobs"]);
      assert.deepEqual(await indexes(), []);
    });
  }

  it("creates again what somebody has deleted, with its parts", async () => {
    const RoleName = first["role"];
    const { PolicyName } = { PolicyName: policyName() };
    await aws.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await aws.iam.send(new DeleteRoleCommand({ RoleName }));

    await load();

    assert.ok(await aws.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
    assert.deepEqual(outputs(), first);
  });

  it("keeps protected resources that are no longer declared, until they are again", async () => {
    const { table } = parts;
    await load({ table: table.replace(" });", " }, { protect: true });") });
    announced.length = 0;

    const end = parts.end.replace("table: table.name,", "");
    assert.deepEqual((await load({ table: "", end })).deleted, []);
    await loaded.finish!();

    assert.deepEqual(announced, [
      'eu-west-1: aws:dynamodb/table:Table "orders" is no longer declared, but stays: it is protected',
    ]);
    assert.deepEqual((await load()).created, []);
    await assertData();
  });

  it("keeps what holds data and is no longer declared, and uses it when it is declared again", async () => {
    const bucket = 'new aws.s3.Bucket("files", { bucket: "own-files", forceDestroy: true });';
    await load({ more: bucket });
    await loaded.finish!();
    await (await aws.s3()).putObject({ Bucket: "own-files", Key: "a", Body: "1" });
    await (await aws.sqs()).sendMessage({ QueueUrl: first["queue"], MessageBody: "hello" });
    announced.length = 0;

    const changes = await load({ users: "", app: "", table: "", queue: "", end: "return {};" });
    await loaded.finish!();

    assert.deepEqual(changes.deleted, ['aws:cognito/userPoolClient:UserPoolClient "app"']);
    const stays = (what: string) => `is no longer declared, but stays: it holds ${what}.`;
    const told = announced.map((line) => line.replace(/^eu-west-1: aws:\S+ |(?<=\.) .*/g, ""));
    assert.deepEqual(told.toSorted(), [
      `"files" ${stays("objects")}`,
      `"jobs" ${stays("messages")}`,
      `"orders" ${stays("items")}`,
      `"users" ${stays("users")}`,
    ]);
    const again = await load({ more: bucket });
    await loaded.finish!();
    assert.deepEqual(again.created, ['aws:cognito/userPoolClient:UserPoolClient "app"']);
    assert.equal(announced.length, 4);
    assert.deepEqual({ ...outputs(), app: "" }, { ...first, app: "" });
    await assertData();
    assert.ok(await (await aws.s3()).getObject({ Bucket: "own-files", Key: "a" }));
    first = outputs();
  });

  it("finds everything after a restart", async () => {
    await source.close!();
    await children.close();
    await start();

    assert.deepEqual(await load(), nothing);

    assert.deepEqual({ ...outputs(), queue: "" }, { ...first, queue: "" });
    assert.ok(outputs()["queue"]!.startsWith(aws.url));
    await (await aws.sqs()).sendMessage({ QueueUrl: outputs()["queue"], MessageBody: "hello" });
    await assertData();
  });

  /** Its generated name in AWS. */
  const policyName = () =>
    String(
      loaded.regions[0]!.resources.find(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")!
        .outputs["name"],
    );
});
