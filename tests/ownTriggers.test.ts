import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import type { PreSignUpTriggerEvent } from "aws-lambda";
import { triggerCode } from "../components/functions/entry.ts";
import { captureLog } from "../functions/testing/captureLog.ts";
import { testContext, testTrigger } from "../functions/testing/trigger.ts";

const entry = "tests/examples/handlers/preSignUp.ts";

describe("the code of a trigger with a team's own", () => {
  let handler: (event: PreSignUpTriggerEvent, context: object) => Promise<PreSignUpTriggerEvent>;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "palisade-trigger-"));
    // As in Lambda, where no parent folder says that it is an ES module.
    await writeFile(join(folder, "package.json"), "{}");
    await (triggerCode("preSignUp", entry) as pulumi.asset.AssetArchive).assets;
    const file = join(folder, "index.js");
    await copyFile(join("dist/functions/own/preSignUp", entry, "index.js"), file);
    process.env["DISPOSABLE_ADDRESSES"] = "refuse";
    ({ handler } = createRequire(file)(file) as { handler: typeof handler });
  });
  after(async () => {
    delete process.env["DISPOSABLE_ADDRESSES"];
    await rm(folder, { recursive: true });
  });

  const signUp = (email: string) =>
    handler(
      {
        ...testTrigger,
        triggerSource: "PreSignUp_SignUp",
        request: { userAttributes: { email } },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      },
      testContext,
    );

  it("admits whom both admit", async () => {
    assert.equal((await signUp("jane@example.com")).response.autoConfirmUser, true);
  });

  it("refuses whom one of them refuses, without their own errors", async () => {
    for (const [email, message] of [
      ["mallory@example.com", "Only members can sign up"],
      ["broken@mailinator.com", /for a short time only/],
      ["broken@example.com", "Something went wrong on our side. Please try again"],
    ] as const) {
      await captureLog(() => assert.rejects(signUp(email), { message }));
    }
  });
});
