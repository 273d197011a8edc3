import assert from "node:assert/strict";
import { DeployedProject, inShort } from "../support/deployedProject.ts";
import { policyArguments } from "../support/policyArguments.ts";

const home = "dev-us-east-1";
const other = "dev-eu-west-1";

const identity = `identity: {
    revocation: {},
    groups: { admins: { scopes: ["orders/write"] } },
    machines: { billing: { scopes: ["orders/read", "invoices/all"] } },
`;

/** The engine's stand-in for AWS does not replicate: this shows resources, order and policies. */
describe("sessions that can be ended, on the real engine", function () {
  this.timeout(240_000);
  let deployed: DeployedProject;
  let pack: string[];

  before(async function () {
    deployed = await DeployedProject.start(this, ["us-east-1", "eu-west-1"]);
    await deployed.init(home, other);
    pack = await policyArguments(deployed.project.folder);
    await deployed.succeed("up", home);
    await deployed.replace("stacks/platform.ts", "identity: {", identity);
    await deployed.replace("stacks/platform.ts", "lambdaProxy, sqs", "lambdaProxy, signOut, sqs");
    const routes = 'routes: {\n    "POST /sign-out": signOut(),';
    await deployed.replace("stacks/platform.ts", "routes: {", routes);
  });
  after(() => deployed?.close());

  it("are turned on for a pool that exists without replacing anything", async () => {
    const changes = (await deployed.changes(home)).map(inShort);

    const others = changes.filter((each) => !each.startsWith("create "));
    assert.deepEqual(
      others.filter((each) => !each.startsWith("update ")),
      // A deployment is one version of the API.
      ["replace aws:apigateway/deployment:Deployment dev"],
    );
    assert.ok(changes.includes("create aws:dynamodb/table:Table dev-users-revoked"));
    assert.ok(
      changes.includes(
        "create aws:cognito/userPoolClient:UserPoolClient dev-users-machine-billing",
      ),
    );
    assert.ok(!others.some((each) => /userPool:|userPoolClient:/.test(each)), others.join());
  });

  it("are deployed at home and then elsewhere, pass the policies, and then change nothing", async () => {
    for (const stack of [home, other]) {
      const { stdout } = await deployed.succeed("up", stack, ...pack);
      assert.doesNotMatch(stdout, /\[mandatory\]/);
    }
    for (const stack of [home, other]) await deployed.succeed("up", stack, "--expect-no-changes");
  });
});
