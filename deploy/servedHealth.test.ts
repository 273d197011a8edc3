import assert from "node:assert/strict";
import { pathWithoutStage } from "./servedHealth.ts";

describe("the path of a health route's address", () => {
  for (const [url, path] of [
    ["https://abc.execute-api.us-east-1.amazonaws.com/live/health", "/health"],
    ["https://abc.execute-api.us-east-1.amazonaws.com/live/v1/health", "/v1/health"],
    ["https://abc.execute-api.us-east-1.amazonaws.com/live", ""],
    ["https://us-east-1.api.example.com/health", "/health"],
    ["https://us-east-1.api.example.com/v1/health", "/v1/health"],
  ] as const) {
    it(`is "${path}" in ${url}`, () => {
      assert.equal(pathWithoutStage(url), path);
    });
  }
});
