import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  ListUsersInGroupCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { GetItemCommand, ListTablesCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import assert from "node:assert/strict";
import { callKms } from "../aws/keys.ts";
import { DeployedProgram } from "./testing/deployedProgram.ts";

const parts = {
  users: 'const pool = new aws.cognito.UserPool("users");',
  app: 'const app = new aws.cognito.UserPoolClient("app", { userPoolId: pool.id });',
  group: 'new aws.cognito.UserGroup("admins", { userPoolId: pool.id });',
  table: `const table = new aws.dynamodb.Table("orders", {
    hashKey: "id", billingMode: "PAY_PER_REQUEST", attributes: [{ name: "id", type: "S" }] });`,
  queue: 'const queue = new aws.sqs.Queue("jobs");',
  bucket: 'const bucket = new aws.s3.Bucket("files", { bucket: "own-files", forceDestroy: true });',
  key: `const key = new aws.kms.Key("signer", {
    keyUsage: "SIGN_VERIFY", customerMasterKeySpec: "ECC_NIST_P256" });`,
  more: "",
  end: `return { pool: pool.id, app: app.id, table: table.name, queue: queue.url, bucket: bucket.id,
    key: key.keyId };`,
};
const onlyPool = {
  ...{ table: "", queue: "", bucket: "", key: "" },
  end: "return { pool: pool.id, app: app.id };",
};
const none = { ...onlyPool, users: "", app: "", group: "", end: "return {};" };
const carts = parts.table.replace("const table =", "").replace("orders", "carts");

describe("the data of a program that is loaded again", function () {
  this.timeout(120_000);
  let program: DeployedProgram<typeof parts>;
  let first: Record<string, string>;
  let signature: string;

  const load = async (changed: Partial<typeof parts> = {}) => {
    program.announced.length = 0;
    return program.load(changed);
  };
  const finish = () => program.loaded.finish!();
  /** The lines without their beginnings and advice. */
  const told = () =>
    program.announced.map((line) => line.replace(/^eu-west-1: aws:\S+ |(?<=\.) Declare.*/g, ""));
  const sign = async (operation: "Sign" | "Verify", more: object = {}) =>
    (await callKms(program.aws, operation, {
      ...{ KeyId: first["key"], Message: "aGVsbG8=", SigningAlgorithm: "ECDSA_SHA_256" },
      ...more,
    })) as { Signature: string; SignatureValid?: boolean };
  const put = (TableName: string | undefined) =>
    program.aws.dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: "1" } } }));
  const assertData = async () => {
    const { aws } = program;
    const key = { TableName: first["table"], Key: { id: { S: "1" } } };
    assert.ok((await aws.dynamodb.send(new GetItemCommand(key))).Item);
    const admins = { UserPoolId: first["pool"], GroupName: await groupName() };
    const { Users } = await aws.cognito.send(new ListUsersInGroupCommand(admins));
    assert.deepEqual([Users?.length, Users?.[0]?.Username], [1, "ada"]);
    assert.ok(await (await aws.s3()).getObject({ Bucket: "own-files", Key: "a" }));
    assert.equal((await sign("Verify", { Signature: signature })).SignatureValid, true);
  };
  const groupName = async () => {
    const { resources } = program.loaded.regions[0]!;
    return String(resources.find(({ name }) => name === "admins")!.outputs["name"]);
  };

  before(async () => {
    program = await DeployedProgram.start(parts);
    first = program.outputs;
    const { aws } = program;
    const ada = { UserPoolId: first["pool"], Username: "ada" };
    await put(first["table"]);
    await aws.cognito.send(new AdminCreateUserCommand(ada));
    await aws.cognito.send(
      new AdminAddUserToGroupCommand({ ...ada, GroupName: await groupName() }),
    );
    await (await aws.s3()).putObject({ Bucket: "own-files", Key: "a", Body: "1" });
    await (await aws.sqs()).sendMessage({ QueueUrl: first["queue"], MessageBody: "hello" });
    signature = (await sign("Sign")).Signature;
  });
  after(() => program.close());

  it("stays when nothing is changed", async () => {
    await load();
    await finish();

    await assertData();
    assert.deepEqual(program.announced, []);
  });

  it("stays with what holds it and is no longer declared, until it is again", async () => {
    const { deleted } = await load(none);
    await finish();

    assert.deepEqual(deleted, []);
    const stays = "is no longer declared, but stays: it holds";
    assert.deepEqual(told().toSorted(), [
      `"files" ${stays} objects.`,
      `"jobs" ${stays} messages.`,
      `"orders" ${stays} items.`,
      `"signer" ${stays} key material.`,
      `"users" ${stays} users.`,
    ]);
    const { created } = await load();
    await finish();
    assert.deepEqual([created, program.announced], [[], []]);
    assert.deepEqual(program.outputs, first);
    await assertData();
  });

  it("does not keep clients of a pool that is still declared, only groups with members", async () => {
    const { deleted } = await load({ app: "", group: "", end: "return {};" });
    await finish();

    assert.deepEqual(deleted, ['aws:cognito/userPoolClient:UserPoolClient "app"']);
    assert.deepEqual(told(), ['"admins" is no longer declared, but stays: it holds members.']);
    await load();
    await finish();
    assert.notEqual(program.outputs["app"], first["app"]);
    first = program.outputs;
    await assertData();
  });

  it("stays in protected resources, which have another reason", async () => {
    const { table } = parts;
    await load({ table: table.replace(" });", " }, { protect: true });") });

    const { deleted } = await load({ table: "", end: onlyPool.end });
    await finish();

    assert.deepEqual(deleted, []);
    assert.deepEqual(told(), ['"orders" is no longer declared, but stays: it is protected']);
    assert.deepEqual((await load()).created, []);
    await assertData();
  });

  for (const [what, named] of [
    ["a generated name, at the end", ""],
    ["a name of its own, at once", 'name: "own-carts", '],
  ] as const) {
    it(`is lost with what AWS can't change and has ${what}`, async () => {
      const table = carts.replace("{", `{ ${named}`);
      const tables = async () =>
        (await program.aws.dynamodb.send(new ListTablesCommand({}))).TableNames ?? [];
      const cartsOf = async () => (await tables()).filter((name) => name.includes("carts"));
      await load({ more: table });
      const [former] = await cartsOf();
      await put(former);

      const { replaced, created, deleted } = await load({
        more: table.replaceAll('"id"', '"key"'),
      });
      const between = await cartsOf();
      await finish();

      const name = 'aws:dynamodb/table:Table "carts"';
      assert.deepEqual([replaced, created, deleted], [[name], [], []]);
      assert.equal(between.length, named === "" ? 2 : 1);
      const after = await cartsOf();
      assert.deepEqual([after.length, after[0] === former], [1, named !== ""]);
      assert.deepEqual(told(), ['"carts" was replaced. The former one was deleted with its items']);
      await load();
      await finish();
    });
  }

  it("is there after a restart", async () => {
    await program.restart();

    await load();

    assert.deepEqual({ ...program.outputs, queue: "" }, { ...first, queue: "" });
    await assertData();
  });
});
