import assert from "node:assert/strict";
import { connectEndpoint } from "./endpoint.ts";

describe("connectEndpoint", () => {
  it("does not change the given key, which is also written to .local/platform.json", async () => {
    const credentials = { accessKeyId: "AKIA0", secretAccessKey: "secret" };

    const { sts, lambda } = connectEndpoint("http://127.0.0.1:9", "us-east-1", credentials);
    await Promise.all([sts.config.credentials(), lambda.config.credentials()]);

    assert.deepEqual(credentials, { accessKeyId: "AKIA0", secretAccessKey: "secret" });
  });
});
