import assert from "node:assert/strict";
import { isEveryIdentity } from "./identities.ts";

const account = "arn:aws:iam::123456789012";

describe("isEveryIdentity", () => {
  const every = [
    "*",
    "arn:aws:iam::*",
    `${account}:*`,
    `${account}:*/*`,
    `${account}:r*`,
    `${account}:rol?/*`,
    `${account}:*e/*`,
    `${account}:role*`,
    `${account}:role/*`,
    `${account}:role/?*`,
    `${account}:role/a*`,
    `${account}:role/*/*`,
    "arn:*:*:*:*:role/*",
    "arn:aws:iam::*:role/*",
  ];
  for (const pattern of every) {
    it(`is true for ${pattern}`, () => assert.ok(isEveryIdentity(pattern, ["role"])));
  }

  const some = [
    `${account}:role/task`,
    `${account}:role/task-*`,
    `${account}:role/ci/*`,
    `${account}:*/task-*`,
    `${account}:r*-task`,
    `${account}:user/*`,
    `${account}:policy/*`,
    "arn:aws:s3:::*",
    "arn:aws:iam::*:role/task",
    "(not known yet)",
  ];
  for (const pattern of some) {
    it(`is false for ${pattern}`, () => assert.ok(!isEveryIdentity(pattern, ["role"])));
  }

  it("requires each kind", () => {
    assert.ok(isEveryIdentity(`${account}:user/*`, ["role", "user"]));
  });
});
