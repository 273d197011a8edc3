import assert from "node:assert/strict";
import { encrypted } from "../testing/encrypted.ts";
import { judge } from "../testing/judge.ts";
import { secret } from "../testing/requests.ts";
import { unknown } from "../testing/ruleTable.ts";
import { forbidPlainProviderSecrets as rule } from "./forbidPlainProviderSecrets.ts";

const found = (providerDetails: unknown) =>
  judge(rule, { type: rule.types[0]!, props: { providerName: "Acme", providerDetails } })
    .violations;

describe("forbid-plain-provider-secrets", () => {
  for (const [title, details] of [
    ["a secret of the program", { client_id: "id", client_secret: secret("hunter2-hunter2") }],
    ["details that are a secret together", secret({ client_secret: "hunter2-hunter2" })],
    ["an encrypted value", { client_secret: encrypted }],
    ["a value that is not known yet", { client_secret: unknown }],
    ["a provider without a secret", { MetadataURL: "https://login.acme.com/saml" }],
    ["an empty value", { client_id: "id", client_secret: "" }],
    ["details that are not known yet", unknown],
  ] as const) {
    it(`passes with ${title}`, () => assert.deepEqual(found(details), []));
  }

  for (const key of ["client_secret", "private_key"]) {
    it(`fails with a plain ${key}, and does not show it`, () => {
      const [violation, ...others] = found({ client_id: secret("id"), [key]: "hunter2-hunter2" });

      assert.deepEqual(others, []);
      assert.match(
        violation!.message,
        new RegExp(`secret: providerDetails\\.${key} is plain text`),
      );
      assert.doesNotMatch(violation!.message, /hunter2/);
    });
  }
});
