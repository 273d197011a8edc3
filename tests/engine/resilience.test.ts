import assert from "node:assert/strict";
import { DeployedProject, inShort } from "../support/deployedProject.ts";

const stack = "prod-us-east-1";

describe("a production stack on the real engine", function () {
  this.timeout(180_000);
  let deployed: DeployedProject;

  before(async function () {
    deployed = await DeployedProject.start(this, ["us-east-1"]);
    await deployed.init(stack);
  });
  after(() => deployed?.close());

  it("continues an interrupted up", async () => {
    const cutOff = await deployed.cutOff(stack, "us-east-1", 30);
    assert.notEqual(cutOff.code, 0);
    const begun = await deployed.state(stack);
    assert.ok(begun.length >= 20, `${begun.length} resources when the provider was killed`);

    await deployed.succeed("up", stack);

    await deployed.succeed("up", stack, "--expect-no-changes");
    const { resources = [], pending_operations = [] } = (await deployed.export(stack)).deployment;
    assert.deepEqual(pending_operations, []);
    const ids = new Map(resources.map(({ urn, id }) => [urn, id]));
    for (const { urn, id } of begun) assert.equal(ids.get(urn), id, `${urn} was created again`);
  });

  it("detects resources that were deleted outside Pulumi", async () => {
    const [alarm] = (await deployed.inventory("us-east-1")).filter(({ type }) =>
      type.endsWith(":MetricAlarm"),
    );
    await deployed.lose("us-east-1", alarm!);

    await deployed.succeed("refresh", stack);

    assert.deepEqual(
      (await deployed.changes(stack)).map(inShort).filter((step) => step.includes("MetricAlarm")),
      [`create ${alarm!.type} ${/^(.+)-[0-9a-f]{7}$/.exec(alarm!.id)![1]}`],
    );
  });

  it("keeps its users and their data when it is destroyed", async () => {
    const before = await deployed.inventory("us-east-1");

    const { code, stdout, stderr } = await deployed.run("destroy", stack);

    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /prod-users.*protect/s);
    assert.equal((await deployed.inventory("us-east-1")).length, before.length);
  });

  it("keeps resources that AWS protects, even if the engine does not", async () => {
    await deployed.succeed("state unprotect", stack, "--all", "--yes");

    const { code, stdout } = await deployed.run("destroy", stack);

    assert.notEqual(code, 0);
    assert.match(stdout, /can't be deleted while enableDeletionProtection is true/);
  });
});
