import assert from "node:assert/strict";
import program from "../index.ts";
import { EvaluationThread } from "../local/evaluation/thread.ts";
import { evaluateStack, type Provider } from "../local/graph/evaluate.ts";
import { fromPlain, toPlain } from "../local/graph/plainValues.ts";
import type { Component, Properties, Registration } from "../local/graph/resource.ts";
import { readProject, readStackConfig } from "../project/stackConfig.ts";
import { root } from "./support/platformProcess.ts";
import { plausibleHome, plausibleProvider } from "./support/plausibleOutputs.ts";

type Create = Provider["create"];
interface Registered {
  readonly urn: string;
  readonly inputs: Properties;
  readonly registration: Registration;
}

// Proves that nothing of a registration is lost between the threads, not what AWS makes of it.
describe("the example's stacks in a thread", () => {
  for (const region of ["us-east-1", "eu-west-1"]) {
    it(`declare in ${region} what they do in this one`, async () => {
      const stack = `local-${region}`;
      const project = await readProject(root);
      const provider = plausibleProvider(region);
      const home = plausibleHome("us-east-1");
      const made = new Map<string, ReturnType<Create>>();
      const recorded = (into: Map<string, Registered>): Create => {
        return async (type, name, inputs, registration) => {
          const { urn } = registration!;
          into.set(urn, { urn, inputs: await toPlain(inputs), registration: registration! });
          // Ids of the fake endpoint depend on the order of calls.
          const known = made.get(urn) ?? provider.create(type, name, inputs);
          made.set(urn, known);
          return known;
        };
      };

      const here = new Map<string, Registered>();
      const config = await readStackConfig(project, stack);
      const spec = { project: project.name, stack, config, program };
      const direct = await evaluateStack(
        spec,
        { ...provider, create: recorded(here) },
        () => home,
        undefined,
        () => {},
      );
      const there = new Map<string, Registered>();
      const thread = new EvaluationThread();
      await thread.define({ root, environment: "local", regions: undefined });
      const create = recorded(there);
      const evaluated = await thread.evaluate(
        { stack, outputs: { "organization/palisade/local-us-east-1": home } },
        {
          create: async ({ type, name, inputs, registration }) => {
            const made = await create(type, name, fromPlain(inputs), registration);
            return { ...made, outputs: await toPlain(made.outputs) };
          },
          call: ({ token, inputs }) => provider.call(token, inputs),
        },
      );
      await thread.close();

      assert.ok(here.size > 90);
      assert.deepEqual([...there.keys()].toSorted(), [...here.keys()].toSorted());
      for (const [urn, one] of here) assert.deepEqual(there.get(urn), one);
      assert.deepEqual(evaluated.outputs, await toPlain(direct.outputs));
      const byUrn = (components: readonly Component[]) =>
        components.toSorted((one, other) => (one.urn < other.urn ? -1 : 1));
      assert.deepEqual(byUrn(evaluated.components), byUrn(direct.components));
    });
  }
});
