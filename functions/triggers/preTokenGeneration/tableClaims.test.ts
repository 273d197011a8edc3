import assert from "node:assert/strict";
import { toItem } from "../../shared/dynamoItems.ts";
import { createReader } from "./tableClaims.ts";

describe("claims from a table", () => {
  const table = { table: "members", key: "member", claims: ["plan", "roles", "size"] };

  it("are the attributes of the user's item", async () => {
    const asked: unknown[] = [];
    const read = createReader(async (operation, input) => {
      asked.push([operation, input]);
      const item = { plan: "gold", roles: new Set(["a", "b"]), size: { seats: 3 }, nothing: null };
      return { Item: toItem(item) };
    }, table);

    assert.deepEqual(await read("0f1e"), { plan: "gold", roles: ["a", "b"], size: { seats: 3 } });
    assert.deepEqual(asked, [
      [
        "GetItem",
        {
          TableName: "members",
          Key: { member: { S: "0f1e" } },
          ProjectionExpression: "#0, #1, #2",
          ExpressionAttributeNames: { "#0": "plan", "#1": "roles", "#2": "size" },
        },
      ],
    ]);
  });

  it("are none for a user without an item", async () => {
    assert.deepEqual(await createReader(async () => ({}), table)("0f1e"), {});
  });

  it("fail while the table can't be read", async () => {
    const read = createReader(() => Promise.reject(new Error("no table")), table);

    await assert.rejects(read("0f1e"), { message: "no table" });
  });
});
