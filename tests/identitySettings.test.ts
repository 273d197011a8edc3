import assert from "node:assert/strict";
import fc from "fast-check";
import { UserDirectory } from "../components/identity/index.ts";
import { evaluateStack } from "../local/graph/evaluate.ts";
import { loadTypeSchemas, type TypeSchemas } from "../local/provider/schema/index.ts";
import { isAccepted, someSettings } from "./support/identitySettings.ts";
import { plausibleProvider } from "./support/plausibleOutputs.ts";

/** Does not prove that Cognito accepts the settings together: the schemas know each resource by itself. */
describe("any accepted combination of users' settings", function () {
  this.timeout(300_000);
  let schemas: TypeSchemas;

  before(async () => {
    schemas = await loadTypeSchemas("us-east-1", console.log);
  });

  it("gives inputs that AWS's schemas accept", async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(someSettings, async (args) => {
        if (!isAccepted(args)) return;
        accepted += 1;
        const program = async () => {
          new UserDirectory("users", args);
        };
        const config = { "aws:region": "us-east-1" };
        const spec = { project: "test", stack: "test", config, program };
        const provider = plausibleProvider("us-east-1");
        const { resources } = await evaluateStack(spec, provider, () => undefined);

        assert.ok(resources.length > 10);
        for (const { type, name, inputs } of resources) {
          assert.deepEqual(schemas.check(type, inputs), [], `${type} ${name}`);
        }
      }),
      { numRuns: 100 },
    );
    assert.ok(accepted > 25, `only ${accepted} of 100 were accepted`);
  });
});
