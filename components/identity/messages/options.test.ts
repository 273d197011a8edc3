import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { readFile } from "node:fs/promises";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { UserDirectory, type UserDirectoryArgs } from "../index.ts";

const record = (more: Partial<UserDirectoryArgs>) =>
  recordResources(
    () =>
      new UserDirectory("users", {
        region: "us-east-1",
        platformName: "Test",
        senderEmail: "no-reply@example.com",
        ...more,
      }),
  );

const codeOf = async (more: Partial<UserDirectoryArgs>): Promise<string> => {
  const { code } = (await record(more)).inputs("Function", "users-customMessage") as {
    code: pulumi.asset.AssetArchive;
  };
  const files = (await code.assets) as Record<string, pulumi.asset.FileAsset>;
  return readFile(await files["index.js"]!.path, "utf8");
};

describe("messages of a user directory", () => {
  it("are built into the function that writes them", async () => {
    const code = await codeOf({ messages: "messages/", defaultLocale: "de" });

    assert.match(code, /Willkommen bei \{platform\}/);
    assert.match(code, /defaultLocale:"de"/);
  });

  it("are short texts in English by default", async () => {
    const code = await codeOf({});

    assert.match(code, /If you did not sign up, ignore this message/);
    assert.doesNotMatch(code, /Willkommen|doctype/);
  });

  it("need all files, within the limits with the platform's name", async () => {
    await assert.rejects(
      record({ messages: "functions" }),
      /messages\["layout\.html"\] is missing/,
    );
    await assert.rejects(
      record({ messages: "messages/", platformName: "x".repeat(120) }),
      /messages\["en\/signUp\.txt"\]\.SMS is .*at most 140 characters/,
    );
  });

  it("need an existing folder", async () => {
    for (const path of ["nowhere/", "messages/layout.html"]) {
      await assert.rejects(
        record({ messages: path }),
        new RegExp(
          `messages is "${path}"; allowed: an existing folder with layout\\.html .*Correct the path`,
        ),
      );
    }
  });

  it("have a default locale only with a folder", async () => {
    await assert.rejects(record({ defaultLocale: "de" }), /defaultLocale is "de"; .*Set messages/);
    await assert.rejects(
      record({ messages: "messages/", defaultLocale: "German" }),
      /defaultLocale is "German"; allowed: a locale, such as en/,
    );
  });
});
