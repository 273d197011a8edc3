import assert from "node:assert/strict";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { createPool, miniStack } from "./cognito/testing/miniStack.ts";

describe("the keys of an endpoint's user pools", () => {
  const stack = miniStack();

  it("can be read and replaced only by this user", async () => {
    const { aws, folder } = stack;
    const { userPoolId } = await createPool(aws, {});
    const { ok } = await fetch(`${aws.url}/${userPoolId}/.well-known/jwks.json`);
    const keys = join(folder, `state-${aws.region}`, "cognito-pool-keys");
    const files = (await readdir(keys)).filter((name) => name.startsWith(userPoolId));

    assert.ok(ok);
    assert.ok(
      files.some((name) => name.endsWith(".pem")),
      String(files),
    );
    for (const file of files) assert.equal((await stat(join(keys, file))).mode & 0o777, 0o600);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
  });
});
