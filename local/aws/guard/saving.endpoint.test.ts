import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  ListUserPoolsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateTableCommand, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, GetRoleCommand } from "@aws-sdk/client-iam";
import { type Child, Children } from "../../../project/children.ts";
import { newCredentials, startEndpoint } from "../miniStack.ts";

/** Children that can be killed. */
class Mortal extends Children {
  readonly #started: Child[] = [];

  override spawn(...process: Parameters<Children["spawn"]>): Child {
    const child = super.spawn(...process);
    this.#started.push(child);
    return child;
  }

  async kill(): Promise<void> {
    for (const { pid } of this.#started) process.kill(pid, "SIGKILL");
    await Promise.all(this.#started.map(({ exited }) => exited));
    await this.close();
  }
}

// It does not prove that a machine that loses its power keeps the files: they are not synced.
describe("an AWS endpoint that is killed", function () {
  this.timeout(60_000);
  const credentials = newCredentials();
  let folder: string;
  let children: Mortal;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "saving-"));
  });
  after(async () => {
    await children.close();
    await rm(folder, { recursive: true });
  });

  function start() {
    children = new Mortal(() => {});
    const options = { region: "us-east-1", children, folder, stateFolder: folder, credentials };
    return startEndpoint({ ...options, announce: () => {} });
  }

  it("has everything that it has confirmed when it starts again", async () => {
    const { cognito, dynamodb, iam } = await start();
    const TableName = "orders";
    await iam.send(new CreateRoleCommand({ RoleName: "orders", AssumeRolePolicyDocument: "{}" }));
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    const { UserPool: old } = await cognito.send(new CreateUserPoolCommand({ PoolName: "old" }));
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: "users" }));
    await cognito.send(new DeleteUserPoolCommand({ UserPoolId: old!.Id }));
    await children.kill();

    const again = await start();

    const { Table } = await again.dynamodb.send(new DescribeTableCommand({ TableName }));
    assert.equal(Table?.TableStatus, "ACTIVE");
    const { Role } = await again.iam.send(new GetRoleCommand({ RoleName: "orders" }));
    assert.equal(Role?.RoleName, "orders");
    const { UserPools } = await again.cognito.send(new ListUserPoolsCommand({ MaxResults: 10 }));
    assert.deepEqual(
      UserPools?.map(({ Id }) => Id),
      [UserPool!.Id],
    );
  });
});
