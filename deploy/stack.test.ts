import assert from "node:assert/strict";
import { createStacks, DeployedStack, missingStacks, type StackOptions } from "./stack.ts";
import { FakePulumi } from "./testing/fakePulumi.ts";

describe("the stacks in a backend", () => {
  let fake: FakePulumi;
  before(async () => (fake = await FakePulumi.create()));
  beforeEach(() => fake.commands());
  after(() => fake.remove());

  const options = async (existing: string[] = []): Promise<StackOptions> => ({
    workDir: fake.folder,
    pulumi: await fake.command(),
    env: { FAKE_STACKS: JSON.stringify(existing.map((name) => ({ name }))) },
    message: "a commit",
    policyPacks: [],
    signal: new AbortController().signal,
  });

  it("are missing unless the backend lists them, also by a qualified name", async () => {
    const names = ["dev-us-east-1", "dev-eu-west-1", "dev-ap-south-1", "dev-edge"];
    const existing = ["dev-us-east-1", "acme/dev-eu-west-1", "acme/palisade/dev-ap-south-1"];

    assert.deepEqual(await missingStacks(names, await options(existing)), ["dev-edge"]);
    assert.deepEqual(await missingStacks(names, await options()), names);
  });

  it("are created one after the other, with their encryption key, without being selected", async () => {
    const secretsProvider = "awskms://alias/stacks";

    await createStacks(
      [{ name: "dev-us-east-1" }, { name: "dev-eu-west-1", secretsProvider }],
      await options(),
    );

    const init = ["stack", "init"];
    assert.deepEqual(await fake.commands(), [
      [...init, "dev-us-east-1", "--no-select", "--non-interactive"],
      [
        ...init,
        "dev-eu-west-1",
        "--no-select",
        "--secrets-provider",
        secretsProvider,
        "--non-interactive",
      ],
    ]);
  });

  it("are opened without being selected", async () => {
    const stack = await DeployedStack.open("dev-us-east-1", await options());

    assert.equal(stack.name, "dev-us-east-1");
    assert.deepEqual(await fake.commands(), []);
  });
});
