import assert from "node:assert/strict";
import fc from "fast-check";
import { UserDirectory } from "../components/identity/index.ts";
import { evaluateStack, type Provider } from "../local/graph/evaluate.ts";
import { createProvider } from "../local/provider/index.ts";
import { loadTypeSchemas } from "../local/provider/schema/index.ts";
import { useCloud } from "../local/provider/testing/cloud.ts";
import { someSettings } from "./support/identitySettings.ts";
import { plausibleProvider } from "./support/plausibleOutputs.ts";

const region = "us-east-1";
const seed = Date.now();

/** Does not prove that Cognito accepts the settings together, only that what we know of it does. */
describe(`any accepted combination of users' settings (seed ${seed})`, function () {
  this.timeout(300_000);
  const cloud = useCloud(region);
  const refused: object[] = [];

  /** Creates what belongs to user pools at the local endpoint. */
  async function checking(): Promise<Provider> {
    const { aws, accountId } = cloud;
    const schemas = await loadTypeSchemas(region, console.log);
    const plausible = plausibleProvider(region);
    const served = createProvider({ region, accountId, stack: "test", aws });
    return {
      ...plausible,
      create: async (type, name, inputs) => {
        const failures: unknown[] = schemas.check(type, inputs);
        const { create } = type.startsWith("aws:cognito/") ? served : plausible;
        const created = await create(type, name, inputs).catch((error: unknown) => {
          failures.push(String(error));
          return plausible.create(type, name, inputs);
        });
        if (failures.length > 0) refused.push({ type, name, failures, inputs });
        return created;
      },
    };
  }

  it("gives inputs that AWS's schemas and the local user pools accept", async () => {
    // All in one program: each has a directory of its own.
    const settings = fc.sample(someSettings, { numRuns: 60, seed });
    const program = async () => {
      for (const [index, args] of settings.entries()) new UserDirectory(`users-${index}`, args);
    };
    const spec = { project: "test", stack: "test", config: { "aws:region": region }, program };

    const { resources } = await evaluateStack(spec, await checking(), () => undefined);

    const pools = resources.filter(({ type }) => type === "aws:cognito/userPool:UserPool");
    assert.equal(pools.length, settings.length);
    assert.deepEqual(refused, []);
  });
});
