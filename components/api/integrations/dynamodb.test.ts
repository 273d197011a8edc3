import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { dynamodb, from, IntegrationError } from "../index.ts";
import { itRefuses } from "../testing/itRefuses.ts";
import { compiled } from "../testing/recordApi.ts";

const resources = () => ({
  notes: new aws.dynamodb.Table("notes", {
    hashKey: "owner",
    rangeKey: "id",
    attributes: [
      { name: "owner", type: "S" },
      { name: "id", type: "N" },
      { name: "day", type: "B" },
    ],
    globalSecondaryIndexes: [{ name: "byDay", hashKey: "day", projectionType: "ALL" }],
    localSecondaryIndexes: [{ name: "ofOwner", rangeKey: "day", projectionType: "ALL" }],
  }),
});

const key = { owner: from.claim("sub"), id: { N: from.path("id") } };
const query = {
  action: "query",
  keyCondition: "owner = :o",
  values: { o: from.claim("sub") },
} as const;

describe("dynamodb", () => {
  it("has a role for each action and each queried index", async () => {
    const api = await compiled(
      {
        "GET /notes/{id}": dynamodb("notes", { action: "get", key }),
        "DELETE /notes/{id}": dynamodb("notes", { action: "delete", key }),
        "PUT /notes/{id}": dynamodb("notes", { action: "put", item: key }),
        "PATCH /notes/{id}": dynamodb("notes", { action: "update", key, update: "REMOVE x" }),
        "GET /notes": dynamodb("notes", query),
        "GET /days": dynamodb("notes", { ...query, index: "byDay" }),
      },
      resources,
    );

    const arn = "arn:aws:test:::aws:dynamodb/table:Table/notes";
    assert.deepEqual(api.grants, {
      "api-notes-GetItem": `dynamodb:GetItem ${arn}`,
      "api-notes-DeleteItem": `dynamodb:DeleteItem ${arn}`,
      "api-notes-PutItem": `dynamodb:PutItem ${arn}`,
      "api-notes-UpdateItem": `dynamodb:UpdateItem ${arn}`,
      "api-notes-Query": `dynamodb:Query ${arn}`,
      "api-notes-Query-byDay": `dynamodb:Query ${arn}/index/byDay`,
    });
  });

  it("sends its options to DynamoDB", async () => {
    const put = dynamodb("notes", {
      action: "put",
      item: { owner: from.text("x"), id: { N: 5 }, a: { S: "$" }, b: { BOOL: true } },
      condition: "attribute_not_exists(#i) OR rev = :rev",
      names: { i: "id" },
      values: { rev: { N: 1 } },
    });
    const api = await compiled({ "PUT /x": put }, resources);

    const { requestTemplates } = api.operation("PUT /x")["x-amazon-apigateway-integration"];
    assert.deepEqual(
      JSON.parse(
        requestTemplates["application/json"]!.replace(/^(#set\(\S+ = '.'\))+/, "")
          .replaceAll("${dollar}", "$")
          .replaceAll("${hash}", "#"),
      ),
      {
        TableName: "notes-name",
        Item: { owner: { S: "x" }, id: { N: "5" }, a: { S: "$" }, b: { BOOL: true } },
        ConditionExpression: "attribute_not_exists(#i) OR rev = :rev",
        ExpressionAttributeNames: { "#i": "id" },
        ExpressionAttributeValues: { ":rev": { N: "1" } },
      },
    );
  });

  it("continues a query by the keys of table and index, with their types", async () => {
    const startKey = async (index?: string) => {
      const api = await compiled({ "GET /x": dynamodb("notes", { ...query, index }) }, resources);
      const { requestTemplates } = api.operation("GET /x")["x-amazon-apigateway-integration"];
      const text = requestTemplates["application/json"]!;
      return [...text.matchAll(/"(\w+)":\{"([SNB])":"\$util/g)].map(
        ([, name, type]) => name! + type,
      );
    };

    assert.deepEqual(await startKey(), ["ownerS", "idN"]);
    assert.deepEqual(await startKey("byDay"), ["ownerS", "idN", "dayB"]);
    assert.deepEqual(await startKey("ofOwner"), ["ownerS", "idN", "dayB"]);
  });

  it("refuses an index that the table does not have", async () => {
    const route = dynamodb("notes", { ...query, index: "other" });

    await assert.rejects(compiled({ "GET /x": route }, resources), (error: Error) => {
      assert.ok(error instanceof IntegrationError);
      assert.match(error.message, /"other".*Use one of: byDay, ofOwner/);
      return true;
    });
  });

  itRefuses("GET /x", (options: Parameters<typeof dynamodb>[1]) => dynamodb("notes", options), [
    ["a page above a template's limit", { ...query, limit: 1001 }, /limit is 1001/],
    ["a wildcard as index", { ...query, index: "*" }, /index is "\*"; allowed: an index's name/],
    ["an unknown parameter", { action: "get", key }, /"\{id\}"/],
    [
      "an invalid update",
      { action: "update", key, update: "title = :t" },
      /update is "title = :t"/,
    ],
    ["a key from the body", { action: "get", key: { id: from.body("$.id") } }, /reads the body/],
    ["a key that is not a number", { action: "get", key: { id: { N: NaN } } }, /key.id is/],
    ["an empty list of fields", { action: "get", key, fields: [] }, /fields is \[\]/],
  ]);
});
