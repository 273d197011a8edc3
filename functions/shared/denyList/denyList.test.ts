import assert from "node:assert/strict";
import { denyList, keyOf, revocationInput, type Revoked } from "./index.ts";

const claims = {
  sub: "user-1",
  origin_jti: "session-1",
  client_id: "client-1",
  auth_time: 1_000,
  iat: 5_000,
};
const machine = { sub: "machine-1", client_id: "machine-1", iat: 1_000 };

/** A list with these revocations, and the requests that it made. */
function listOf(...revocations: [revoked: Revoked, before: number][]) {
  const requests: object[] = [];
  const entries = revocations.map(([revoked, before]) => ({
    key: { S: keyOf(revoked) },
    before: { N: String(before) },
  }));
  const list = denyList(async (operation, input) => {
    requests.push({ operation, ...input });
    const { RequestItems } = input as { RequestItems: { codes: { Keys: { key: object }[] } } };
    const keys = RequestItems.codes.Keys.map(({ key }) => JSON.stringify(key));
    const found = entries.filter(({ key }) => keys.includes(JSON.stringify(key)));
    return { Responses: { codes: found }, UnprocessedKeys: {} };
  }, "codes");
  return { list, requests };
}

describe("the deny list", () => {
  it("reads the subject and the session in one request", async () => {
    const { list, requests } = listOf();

    assert.equal(await list.isRevoked(claims), false);

    const Keys = [{ key: { S: "subject#user-1" } }, { key: { S: "session#session-1" } }];
    assert.deepEqual(requests, [{ operation: "BatchGetItem", RequestItems: { codes: { Keys } } }]);
  });

  const cases: [title: string, token: object, revoked: Revoked, before: number, is: boolean][] = [
    ["its session", claims, { session: "session-1" }, 1_500, true],
    ["its session by a clock that is behind", claims, { session: "session-1" }, 999, true],
    ["another session", claims, { session: "session-2" }, 1_500, false],
    ["its user after the sign-in", claims, { subject: "user-1" }, 1_001, true],
    ["its user in the same second", claims, { subject: "user-1" }, 1_000, true],
    ["its user before the sign-in", claims, { subject: "user-1" }, 999, false],
    ["another user", claims, { subject: "user-2" }, 1_500, false],
    ["its client, which only counts for machines", claims, { client: "client-1" }, 9_999, false],
    ["a machine", machine, { client: "machine-1" }, 1_000, true],
    [
      "a machine whose token names a session",
      { ...machine, origin_jti: "session-1" },
      { client: "machine-1" },
      1_000,
      true,
    ],
    ["a machine before its token", machine, { client: "machine-1" }, 999, false],
    ["a session as a user", { ...claims, sub: "session-1" }, { session: "user-1" }, 9_999, false],
    ["a user whose token has no time", { sub: "user-1" }, { subject: "user-1" }, 1, true],
    [
      "its user, from an ID token",
      { sub: "user-1", aud: "a", iat: 1 },
      { subject: "user-1" },
      1,
      true,
    ],
  ];
  for (const [title, token, revoked, before, is] of cases) {
    it(`${is ? "refuses" : "accepts"} a token after the revocation of ${title}`, async () => {
      assert.equal(await listOf([revoked, before]).list.isRevoked(token), is);
    });
  }

  it("refuses tokens that nobody could revoke, without a request", async () => {
    const { list, requests } = listOf();

    assert.equal(await list.isRevoked({}), true);
    assert.equal(await list.isRevoked({ sub: "", origin_jti: 7 }), true);
    assert.deepEqual(requests, []);
  });

  it("fails if DynamoDB does not read each key", async () => {
    const list = denyList(async () => ({ Responses: {}, UnprocessedKeys: { codes: {} } }), "codes");

    await assert.rejects(list.isRevoked(claims), { name: "DenyListError", message: /codes/ });
  });

  it("has entries that DynamoDB deletes when the tokens have expired", () => {
    const input = revocationInput({
      tableName: "codes",
      revoked: { subject: "user-1" },
      now: 1_000_999,
      keptSeconds: 60,
    });

    assert.deepEqual(input, {
      TableName: "codes",
      Key: { key: { S: "subject#user-1" } },
      UpdateExpression: "SET #before = :before, expiresAt = :expiresAt",
      ExpressionAttributeNames: { "#before": "before" },
      ExpressionAttributeValues: { ":before": { N: "1000" }, ":expiresAt": { N: "1060" } },
    });
  });
});
