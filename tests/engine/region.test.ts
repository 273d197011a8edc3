import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { DeployedProject, inShort, type Step } from "../support/deployedProject.ts";

const home = "dev-us-east-1";
const other = "dev-eu-west-1";
const third = "dev-sa-east-1";
const thirdFile = `stacks/Pulumi.${third}.yaml`;
const updateTable = "update aws:dynamodb/table:Table dev-orders-table-orders";

describe("a region's stack on the real engine", function () {
  this.timeout(180_000);
  let deployed: DeployedProject;

  before(async function () {
    deployed = await DeployedProject.start(this, ["us-east-1", "eu-west-1"]);
    await deployed.init(home, other);
  });
  after(() => deployed?.close());

  /** Regions with a replica of the orders table, as the AWS endpoint reports them. */
  const replicas = async () => {
    const { dynamodb } = deployed.account.endpoints.get("us-east-1")!;
    const entries = await deployed.inventory("us-east-1");
    const [table] = entries.filter(({ id }) => id.startsWith("dev-orders-table-orders"));
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: table!.id }));
    return Table?.Replicas?.map(({ RegionName }) => RegionName);
  };

  const sorted = (steps: Step[]) => steps.map(inShort).sort();
  const changes = async (stack: string) => sorted(await deployed.changes(stack));

  it("can be previewed before anything exists", async () => {
    const steps = await deployed.changes(home);

    assert.deepEqual([...new Set(steps.map(({ op }) => op))], ["create"]);
    assert.ok(steps.length > 100, `${steps.length} steps`);
    assert.ok(steps.some((step) => inShort(step) === "create aws:ec2/subnet:Subnet dev-private-2"));
    assert.deepEqual(await deployed.inventory("us-east-1"), []);
  });

  it("is deployed, with no pending operations", async () => {
    await deployed.succeed("up", home);

    const { pending_operations = [] } = (await deployed.export(home)).deployment;
    assert.deepEqual(pending_operations, []);
    const types = (await deployed.inventory("us-east-1")).map(({ type }) => type);
    assert.ok(types.includes("aws:ecs/service:Service"));
    assert.ok(types.includes("aws:ec2/natGateway:NatGateway"));
  });

  // Sources: pulumi-awsx, awsx/ecr/image.ts; pulumi-docker-build, pull request 930.
  it("has images that a refresh and an expired token leave alone", async () => {
    const images = (await deployed.state(home)).filter(({ urn }) =>
      urn.includes("docker-build:index"),
    );

    assert.equal(images.length, 2);
    for (const { urn, provider, retainOnDelete } of images) {
      assert.match(urn, /awsx:ecr:Image\$docker-build:index:Image::[0-9a-f]{8}-container$/);
      assert.match(String(provider), /::default_0_0_22::/);
      assert.equal(retainOnDelete, true);
    }
  });

  it("is not changed by the commands of docs/first-deployment.md, nor by a refresh", async () => {
    const page = await readFile("docs/first-deployment.md", "utf8");
    const lines = page
      .replaceAll("$stack", home)
      .matchAll(/\bpulumi ((?:up|refresh|stack output) [^"`\n)]+)/g);
    const commands = new Set(Array.from(lines, ([, line]) => line!.trim()));

    for (const command of commands) {
      const { code, stdout, stderr } = await deployed.project.pulumi(
        command.split(" "),
        deployed.account.env,
      );
      assert.equal(code, 0, `pulumi ${command}: ${stdout}${stderr}`);
    }
    assert.ok(commands.size >= 6, [...commands].join("\n"));
    await deployed.succeed("refresh", home, "--expect-no-changes");
  });

  const newRoute = `\n    "GET /catalog/{id}": lambdaProxy("catalog"),`;
  const addRoute = () =>
    deployed.replace("stacks/platform.ts", /"GET \/catalog": .*/, `$&${newRoute}`);
  const stackFile = `stacks/Pulumi.${home}.yaml`;
  const canary = "  palisade:canaryPercent: 10\n";
  /** A canary's calls are logged apart, and their refusals counted with the others. */
  const canaryParts = [
    "aws:apigateway/deployment:Deployment dev-canary",
    "aws:cloudwatch/logGroup:LogGroup dev-canary-access",
    "aws:cloudwatch/logGroup:LogGroup dev-canary-execution",
    ...["authorizer-failures", "firewall-blocked", "refused-tokens", "throttled"].map(
      (metric) => `aws:cloudwatch/logMetricFilter:LogMetricFilter dev-${metric}-2`,
    ),
  ];
  const withoutCanary = canaryParts.map((part) => `delete ${part}`);

  it("releases a route as a canary while the live API stays deployed", async () => {
    await addRoute();
    await deployed.replace(stackFile, "config:\n", `config:\n${canary}`);

    assert.deepEqual(sorted(await deployed.deploy(home)), [
      ...canaryParts.map((part) => `create ${part}`),
      "update aws:apigateway/restApi:RestApi dev",
      "update aws:apigateway/stage:Stage dev",
    ]);
  });

  it("rolls a canary back without a new deployment", async () => {
    await deployed.replace("stacks/platform.ts", newRoute, "");
    await deployed.replace(stackFile, canary, "");

    assert.deepEqual(await changes(home), [
      ...withoutCanary,
      "update aws:apigateway/restApi:RestApi dev",
      "update aws:apigateway/stage:Stage dev",
    ]);
  });

  it("promotes a canary by a new deployment, and replaces nothing else", async () => {
    await addRoute();

    assert.deepEqual(sorted(await deployed.deploy(home)), [
      ...withoutCanary,
      "replace aws:apigateway/deployment:Deployment dev",
      "update aws:apigateway/stage:Stage dev",
    ]);
  });

  it("updates a trigger whose code changes, and raises a throttle, by one resource each", async () => {
    const trigger = "functions/triggers/preSignUp/handler.ts";
    await deployed.replace(trigger, "export ", `console.debug("sign-up");\nexport `);
    const rate = "  palisade:throttleRatePerSecond: 700\n";
    await deployed.replace(stackFile, "config:\n", `config:\n${rate}`);

    assert.deepEqual(await changes(home), [
      "update aws:apigateway/methodSettings:MethodSettings dev-all",
      "update aws:lambda/function:Function dev-users-preSignUp",
    ]);
  });

  it("gets another zone without any replacement", async () => {
    await deployed.replace(stackFile, "us-east-1b]", "us-east-1b, us-east-1c]");

    const steps = await deployed.deploy(home);
    assert.deepEqual([...new Set(steps.map(({ op }) => op))].sort(), ["create", "update"]);
    const created = steps.filter(({ op }) => op === "create").map(inShort);
    assert.ok(created.includes("create aws:ec2/subnet:Subnet dev-private-3"), created.join("\n"));
    assert.deepEqual(await changes(home), []);
  });

  it("can be deployed to two regions at once", async () => {
    await deployed.replace(stackFile, "RatePerSecond: 700", "RatePerSecond: 600");

    await Promise.all([deployed.succeed("up", home), deployed.succeed("up", other)]);

    await Promise.all([
      deployed.succeed("up", home, "--expect-no-changes"),
      deployed.succeed("up", other, "--expect-no-changes"),
    ]);
    const pools = (await deployed.inventory("eu-west-1")).filter(({ type }) =>
      type.startsWith("aws:cognito/"),
    );
    assert.deepEqual(pools, []);
  });

  it("is not deployed before the home region's table has a replica there", async () => {
    const template = await readFile(join(deployed.project.folder, `stacks/Pulumi.${other}.yaml`));
    const file = String(template).replaceAll("eu-west-1", "sa-east-1");
    await deployed.project.write({ [thirdFile]: file });
    await deployed.init(third);

    const { stdout, stderr } = await deployed.run("up", third);

    assert.match(
      stdout + stderr,
      /Stack "dev-us-east-1" has no replica of orders\.orders in sa-east-1.*Deploy it first/,
    );
    assert.deepEqual(await deployed.inventory("sa-east-1"), []);
  });

  it("that is new changes only the replicas of the home region's table", async () => {
    const steps = await deployed.deploy(home);

    assert.deepEqual(steps.map(inShort), [updateTable]);
    assert.deepEqual(steps[0]!.diffReasons, ["replicas"]);
    assert.deepEqual(await replicas(), ["eu-west-1", "sa-east-1"]);
    await deployed.succeed("up", other, "--expect-no-changes");
  });

  it("whose stack file is removed loses its replica by the home region's next update", async () => {
    await rm(join(deployed.project.folder, thirdFile));

    assert.deepEqual(await changes(home), [updateTable]);
  });

  it("leaves nothing when it is destroyed", async () => {
    await deployed.succeed("destroy", other);
    const { stdout } = await deployed.succeed("destroy", home);

    assert.deepEqual(await deployed.state(home), []);
    // Lambda needs the role until the function's network interfaces are gone, and the security group with
    // them. Source: Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC".
    const deletion = (resource: string) => {
      const line = stdout.split("\n").findLastIndex((text) => text.includes(`${resource} deleted`));
      assert.ok(line >= 0, `${resource} was not deleted:\n${stdout}`);
      return line;
    };
    for (const proxy of ["dev-catalog-proxy", "dev-orders-proxy"]) {
      const group = deletion(`aws:ec2:SecurityGroup ${proxy}`);
      assert.ok(deletion(`aws:lambda:Function ${proxy}`) < group);
      for (const permission of ["Role", "RolePolicy"]) {
        assert.ok(group < deletion(`aws:iam:${permission} ${proxy}`), permission);
      }
      assert.ok(
        deletion(`aws:lambda:Function ${proxy}`) < deletion(`aws:cloudwatch:LogGroup ${proxy}`),
      );
    }
    const kept = (await deployed.inventory("us-east-1")).map(({ type }) => type).sort();
    // The account's logging role stays, because other APIs may use it.
    assert.deepEqual(kept, [
      "aws:apigateway/account:Account",
      "aws:iam/role:Role",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    ]);
  });
});
