import assert from "node:assert/strict";
import { definePlatform } from "../platform/index.ts";
import { directoryArgs } from "../region/directoryArgs.ts";
import { checkOptions } from "../shared/options.ts";
import { faultsOf } from "../shared/testing/refuses.ts";
import {
  type IdentityOptions,
  type UserDirectoryArgs,
  userDirectoryFaults,
  userDirectoryRules,
} from "./index.ts";
import { refusedPages } from "./testing/refusedPages.ts";
import { refusedParts } from "./testing/refusedParts.ts";
import { refusedSignIn } from "./testing/refusedSignIn.ts";

const refusals = [...refusedSignIn, ...refusedParts, ...refusedPages];

/** All errors about a definition in an environment. */
function errorsAbout(definition: object, environment: object = {}): string[] {
  const identity = definition as IdentityOptions;
  const platform = { name: "Test", services: {}, routes: {}, identity };
  const ofDefinition = faultsOf(() => definePlatform(platform));
  const args = {
    region: "us-east-1",
    production: false,
    definition: { name: "Test", identity, api: { routes: [] } },
  };
  const directory = { ...directoryArgs(args as never), ...environment } as UserDirectoryArgs;
  return [
    ...ofDefinition,
    ...faultsOf(() =>
      checkOptions("UserDirectory", directory, userDirectoryRules, userDirectoryFaults),
    ),
  ].map(String);
}

describe("a definition of users that Cognito would refuse", () => {
  it("is one of at least fifty", () => assert.ok(refusals.length >= 50, `${refusals.length}`));

  for (const [definition, error, source, environment] of refusals) {
    const text = JSON.stringify({ ...definition, ...environment });
    it(`is refused: ${text.length > 90 ? `${text.slice(0, 90)}…` : text} (${source})`, () => {
      const errors = errorsAbout(definition, environment);

      assert.ok(
        errors.some((message) => error.test(message)),
        errors.join("\n") || "accepted",
      );
    });
  }
});
