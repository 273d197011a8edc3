import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeContract } from "./writeContract.ts";

describe("writeContract", () => {
  it("names a file that can't be written", async () => {
    const file = join(tmpdir(), "no-such-folder", "openapi.json");

    await assert.rejects(writeContract(file, "{}"), {
      name: "ContractFileError",
      message: /"[^"]+no-such-folder.openapi\.json" can't be written \(ENOENT.*\)\. Give --out/,
    });
  });
});
