import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { refuses } from "../../shared/testing/refuses.ts";
import { UserDirectory } from "../index.ts";

const entry = "tests/examples/handlers/preSignUp.ts";

/** Variables that the code of triggers reads. */
const read = new Set(
  readdirSync("functions/triggers", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .flatMap((file) => [
      ...readFileSync(`functions/triggers/${file}`, "utf8").matchAll(
        /\b(?:[sS]tring|list|json(?:<[^(]*>)?|httpUrl|lower|readSecret)\("([A-Z_]+)"\)/g,
      ),
    ])
    .map(([, name]) => name!),
);

describe("variables of own code in a trigger", () => {
  it("are not those that the platform's code reads", () => {
    assert.ok(read.size > 20 && read.has("ALLOWED_EMAIL_DOMAINS"), [...read].join(" "));
    for (const name of read) {
      refuses(
        () =>
          new UserDirectory("users", {
            region: "us-east-1",
            platformName: "Test",
            triggers: { preSignUp: { entry, environment: { [name]: "x" } } },
          }),
        {
          argument: `triggers.preSignUp.environment.${name}`,
          message: /not of the platform's own variables/,
        },
      );
    }
  });
});
