import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateGroupCommand } from "@aws-sdk/client-cognito-identity-provider";
import { CreateTableCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { Children } from "../../project/children.ts";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import { UserPool } from "../aws/guard/userpools/testing/userPool.ts";
import { startEndpoint } from "../aws/miniStack.ts";
import type { Resource } from "../graph/resource.ts";
import { applySeeds, SeedError, type SeedOptions } from "./index.ts";

const password = "Example-1234";

describe("seeds", function () {
  this.timeout(60_000);
  const children = new Children(() => {});
  let root: string;
  let aws: AwsEndpoint;
  let pool: UserPool;
  let resources: Resource[];
  let QueueUrl: string;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "seeds-"));
    aws = await startEndpoint({ region: "us-east-1", children, folder: root, announce: () => {} });
    pool = await UserPool.create(aws, { UsernameAttributes: ["email"] });
    const UserPoolId = pool.userPoolId;
    await aws.cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: "admins" }));
    await aws.dynamodb.send(
      new CreateTableCommand({
        TableName: "local-shop-table-orders-1a",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    await (await aws.s3()).createBucket({ Bucket: "seeded-files" });
    ({ QueueUrl = "" } = await (await aws.sqs()).createQueue({ QueueName: "jobs" }));
    const resource = (type: string, name: string, id: string, outputs = {}): Resource => {
      return { type, name, id, inputs: {}, outputs };
    };
    const table = { name: "local-shop-table-orders-1a" };
    resources = [
      resource("aws:cognito/userPool:UserPool", "local-users", UserPoolId),
      resource("aws:dynamodb/table:Table", "local-shop-table-orders", table.name, table),
      resource("aws:s3/bucket:Bucket", "local-files", "seeded-files", { bucket: "seeded-files" }),
      resource("aws:sqs/queue:Queue", "local-jobs", QueueUrl, { name: "jobs" }),
    ];
  });
  beforeEach(async () => {
    await rm(join(root, "seeds"), { recursive: true, force: true });
    await mkdir(join(root, "seeds", "lib"), { recursive: true });
  });
  after(async () => {
    await children.close();
    await rm(root, { recursive: true });
  });

  const write = (name: string, content: unknown) =>
    writeFile(
      join(root, "seeds", name),
      typeof content === "string" ? content : JSON.stringify(content, null, 2),
    );
  const apply = (more: Pick<SeedOptions, "onProgress" | "signal"> = {}) =>
    applySeeds({
      ...{ root, environment: "local", ...more },
      regions: [{ name: "us-east-1", aws, resources }],
    });

  it("stores users, items, objects and messages, and changes nothing when stored again", async () => {
    await write("users.json", {
      users: [
        {
          ...{ username: "ada@example.com", password, groups: ["admins"] },
          attributes: { name: "Ada" },
        },
      ],
    });
    await write("data.json", {
      items: {
        orders: [
          { id: "1", owner: { $sub: "ada@example.com" }, tags: ["a", 2, null, { b: true }] },
        ],
      },
      objects: {
        files: [
          { key: "a.txt", file: "a.txt" },
          { key: "b.json", json: { b: 1 } },
        ],
      },
      messages: { jobs: ["first", { body: { second: 2 } }] },
    });
    await write("a.txt", "from a file");

    const { warnings, ...counts } = await apply();
    const again = await apply();

    assert.deepEqual(counts, { users: 1, items: 1, objects: 2, messages: 2, scripts: 0 });
    assert.deepEqual(again, { ...counts, messages: 0, warnings });
    assert.deepEqual(warnings, []);
    await pool.signIn("ada@example.com", password);
    const { sub, name, email_verified } = await pool.attributesOf("ada@example.com");
    assert.deepEqual([name, email_verified], ["Ada", "true"]);
    const { Items } = await aws.dynamodb.send(
      new ScanCommand({ TableName: "local-shop-table-orders-1a" }),
    );
    const tags = [{ S: "a" }, { N: "2" }, { NULL: true }, { M: { b: { BOOL: true } } }];
    assert.deepEqual(Items, [{ id: { S: "1" }, owner: { S: sub }, tags: { L: tags } }]);
    const object = await (await aws.s3()).getObject({ Bucket: "seeded-files", Key: "a.txt" });
    assert.equal(await object.Body?.transformToString(), "from a file");
  });

  it("runs a script, which finds resources by the definition's names", async () => {
    await write(
      "script.mjs",
      `export default async ({ home, environment, userPoolId }) => {
         const sqs = await home.aws.sqs();
         const body = [environment, userPoolId, home.table("orders"), home.bucket("files")].join();
         await sqs.sendMessage({ QueueUrl: home.queueUrl("jobs"), MessageBody: body });
       };`,
    );
    const sqs = await aws.sqs();
    await sqs.purgeQueue({ QueueUrl });

    assert.equal((await apply()).scripts, 1);

    const { Messages } = await sqs.receiveMessage({ QueueUrl });
    assert.deepEqual(
      Messages?.map(({ Body }) => Body),
      [`local,${pool.userPoolId},local-shop-table-orders-1a,seeded-files`],
    );
  });

  it("ends a script that never ends, and runs the next one with what it imports anew", async () => {
    await write("a.mjs", "export default () => {\n for (;;);\n};");
    const given = new AbortController();
    const running: string[] = [];

    const applied = apply({
      signal: given.signal,
      onProgress: (what) => {
        running.push(what);
        // When it has begun.
        setTimeout(() => given.abort(), 100);
      },
    });

    await assert.rejects(applied, { name: "SeedError", message: "seeds/a.mjs: it was cancelled" });
    assert.deepEqual(running, ["seeds/a.mjs"]);
    await write("lib/part.mjs", "export const text = 'first';");
    await write(
      "a.mjs",
      "import { text } from './lib/part.mjs';\nexport default () => { throw new Error(text); };",
    );
    await assert.rejects(apply(), { message: "seeds/a.mjs:2: first" });
    await write("lib/part.mjs", "export const text = 'second';");
    await assert.rejects(apply(), { message: "seeds/a.mjs:2: second" });
  });

  it("warns of a password that may be a real one", async () => {
    await write("users.json", { users: [{ username: "bob@example.com", password: "Wonder-77!" }] });

    assert.match(
      (await apply()).warnings.join(),
      /^seeds\/users\.json:5: users\[0\]\.password may be a real one/,
    );
  });

  it("stores nothing if one of the files has a fault", async () => {
    await write("a.json", { users: [{ username: "eve@example.com" }] });
    await write("b.json", { items: { order: [] } });

    await assert.rejects(apply(), SeedError);

    await assert.rejects(pool.attributesOf("eve@example.com"), /UserNotFoundException|not exist/);
  });

  for (const [what, name, content, message] of [
    [
      "text that is no JSON",
      "a.json",
      '{\n "users": [,]\n}',
      /^seeds\/a\.json:2: This is not JSON/,
    ],
    [
      "a misspelt member",
      "a.json",
      { users: [{ username: "a", nam: "b" }] },
      /^seeds\/a\.json:5: users\[0\]\.nam is not known\. Use username, password/,
    ],
    [
      "a missing member",
      "a.json",
      { users: [{}] },
      /^seeds\/a\.json:3: users\[0\] must have required property 'username'\./,
    ],
    [
      "a value of the wrong type",
      "a.json",
      { items: { orders: 5 } },
      /^seeds\/a\.json:3: items\.orders must be array\./,
    ],
    ["a list in place of the whole", "a.json", [], /^seeds\/a\.json:1: the file must be object\./],
    [
      "an unknown table",
      "a.json",
      { items: { order: [] } },
      /^seeds\/a\.json:3: items\.order: the definition has no such table\. Use shop-table-orders\./,
    ],
    [
      "an unknown group",
      "a.json",
      { users: [{ username: "bob@example.com", groups: ["x"] }] },
      /users\[0\]: The pool has no group "x"\. It has admins\./,
    ],
    [
      "a password that the pool refuses",
      "a.json",
      { users: [{ username: "bob@example.com", password: "example" }] },
      /a\.json:3: users\[0\]: .*[Pp]assword/,
    ],
    [
      "the sub of nobody",
      "a.json",
      { items: { orders: [{ id: { $sub: "nobody@example.com" } }] } },
      /items\.orders: there is no user "nobody@example\.com"/,
    ],
    [
      "an item without its key",
      "a.json",
      { items: { orders: [{ n: 1 }] } },
      /a\.json:3: items\.orders: .*key/,
    ],
    [
      "a file outside of the folder",
      "a.json",
      { objects: { files: [{ key: "a", file: "../x" }] } },
      /objects\.files\[0\]: the file "\.\.\/x" is not in the folder seeds/,
    ],
    [
      "an object without content",
      "a.json",
      { objects: { files: [{ key: "a" }] } },
      /objects\.files\[0\] must have one of file, text and json\./,
    ],
    [
      "a script without a function",
      "a.mjs",
      "export const a = 1;",
      /^seeds\/a\.mjs: it has no function as its default export/,
    ],
    [
      "a script that ends its process",
      "a.mjs",
      "export default () => process.exit(3);",
      /^seeds\/a\.mjs: it ended with exit code 3\. Remove calls of process\.exit\(\)/,
    ],
    [
      "a script that fails in the background",
      "a.mjs",
      "export default () => new Promise(() => {\n setTimeout(() => { throw new Error('late'); });\n});",
      /^seeds\/a\.mjs:2: late/,
    ],
    [
      "a script that throws",
      "a.mjs",
      "export default () => {\n throw new Error('no luck');\n}",
      /^seeds\/a\.mjs:2: no luck/,
    ],
  ] as const)
    it(`names ${what}`, async () => {
      await write(name, content);

      await assert.rejects(apply(), (error: Error) => {
        assert.equal(error.name, "SeedError");
        assert.match(error.message, message);
        return true;
      });
    });
});
