import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./support/platformProcess.ts";

const folder = join(root, "docs", "iam");

describe("the policies for deploying", () => {
  for (const file of readdirSync(folder)) {
    it(`${file} is small enough for a managed policy`, () => {
      const document: unknown = JSON.parse(readFileSync(join(folder, file), "utf8"));

      // IAM User Guide, "IAM and AWS STS quotas": 6,144 characters, white space not counted.
      const characters = JSON.stringify(document).replaceAll(/\s/g, "").length;
      assert.ok(characters <= 6144, `${characters} characters`);
    });
  }
});
