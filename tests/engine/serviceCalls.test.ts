import assert from "node:assert/strict";
import { DeployedProject, inShort } from "../support/deployedProject.ts";

const stack = "dev-us-east-1";
const file = "stacks/platform.ts";

describe("services that call each other on the real engine", function () {
  this.timeout(180_000);
  let deployed: DeployedProject;

  before(async function () {
    deployed = await DeployedProject.start(this, ["us-east-1", "eu-west-1"]);
    await deployed.init(stack);
    await deployed.succeed("up", stack);
    await deployed.replace(file, '"services/orders",', '"services/orders", calls: ["catalog"],');
    await deployed.replace(
      file,
      '{ directory: "services/catalog" }',
      '{ directory: "services/catalog", calls: ["orders"] }',
    );
  });
  after(() => deployed?.close());

  it("add names and rules; only the tasks of callers are new", async () => {
    const changes = (await deployed.changes(stack)).map(inShort);

    const created = changes.filter((change) => change.startsWith("create "));
    assert.deepEqual(created.filter((change) => !change.includes("create-replacement")).sort(), [
      "create aws:route53/record:Record dev-services-catalog",
      "create aws:route53/record:Record dev-services-orders",
      "create aws:route53/zone:Zone dev-services",
      "create aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule dev-catalog-calls-orders",
      "create aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule dev-orders-calls-catalog",
      "create aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule dev-catalog-called-by-orders",
      "create aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule dev-orders-called-by-catalog",
      "create palisade:service:ServiceNames dev-services",
    ]);
    const others = changes.filter((change) => !created.includes(change));
    for (const change of others) {
      assert.match(change, / aws:ecs\/(taskDefinition:TaskDefinition|service:Service) dev-/);
    }
    const services = others.filter((change) => change.includes("ecs/service:"));
    assert.deepEqual(
      services.sort(),
      ["catalog", "orders"].map((name) => `update aws:ecs/service:Service dev-${name}`),
    );
  });

  it("are deployed in a cycle, and a second deployment changes nothing", async () => {
    await deployed.succeed("up", stack);

    assert.deepEqual(await deployed.changes(stack), []);
  });
});
