import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import program from "../../index.ts";
import { type Gateway, readRestApis, startGateway } from "../../local/gateway/index.ts";
import { evaluateStack } from "../../local/graph/evaluate.ts";
import type { Resource } from "../../local/graph/resource.ts";
import {
  createFunctionRuntime,
  createInvoker,
  type FunctionRuntime,
} from "../../local/lambda/index.ts";
import { functionType, readFunction, unpackCode } from "../../local/lambda/readFunctions.ts";
import { readNetworkRules, RegionNetwork } from "../../local/network/regionNetwork.ts";
import { readServices } from "../../local/tasks/index.ts";
import { readProject, readStackConfig } from "../../project/stackConfig.ts";
import { root } from "../support/platformProcess.ts";
import { plausibleHome, plausibleProvider } from "../support/plausibleOutputs.ts";

const region = "us-east-1";

type Change = (resource: Resource) => Resource | undefined;

/** Takes away the resource with this name and the end of this type. */
const without =
  (type: string, name: string): Change =>
  (resource) =>
    resource.name === name && resource.type.endsWith(`:${type}`) ? undefined : resource;

/** Takes away an entry of a network ACL. */
const withoutEntry =
  (name: string, direction: "ingress" | "egress", index: number): Change =>
  (resource) => {
    if (resource.name !== name || !resource.type.endsWith(":NetworkAcl")) return resource;
    const entries = (resource.outputs[direction] as object[]).toSpliced(index, 1);
    return { ...resource, outputs: { ...resource.outputs, [direction]: entries } };
  };

/** Takes away, the status of a call, and the message. The function responds with 503, a load balancer with 504. */
const taken: readonly (readonly [Change, status: number, RegExp])[] = [
  [
    without("SecurityGroupEgressRule", "local-orders-proxy-to-service"),
    503,
    /function "local-orders-proxy" does not reach load balancer "local-orders" \(internal-.*:80\)\. Security group "local-orders-proxy" \(sg-\w+\) has no egress rule for tcp\/80 to security group "local-orders-load-balancer" \(sg-\w+\)\. Add one\.$/,
  ],
  [
    without("SecurityGroupIngressRule", "local-orders-proxy-from-proxy"),
    503,
    /Security group "local-orders-load-balancer" .* has no ingress rule for tcp\/80 from security group "local-orders-proxy"/,
  ],
  [
    without("SecurityGroupEgressRule", "local-orders-to-tasks"),
    504,
    /load balancer "local-orders" does not reach service "local-orders" on port 8080\. Security group "local-orders-load-balancer" .* has no egress rule for tcp\/8080/,
  ],
  [
    without("SecurityGroupIngressRule", "local-orders-from-load-balancer"),
    504,
    /Security group "local-orders-tasks" .* has no ingress rule for tcp\/8080 from security group "local-orders-load-balancer"/,
  ],
  [
    withoutEntry("local-private", "ingress", 0),
    503,
    /Network ACL "local-private" .* does not allow tcp\/80 from subnet .*\. Add an ingress entry/,
  ],
  [
    withoutEntry("local-private", "egress", 0),
    503,
    /Network ACL "local-private" .* does not allow tcp\/80 to subnet .*\. Add an egress entry/,
  ],
];

/** Takes away ways of the tasks to services of AWS, with the SDK's variable and the message. */
const takenFromTasks: readonly (readonly [Change, variable: string, RegExp])[] = [
  [
    without("SecurityGroupEgressRule", "local-orders-to-https"),
    "DYNAMODB",
    /service "local-orders" does not reach AWS's dynamodb\. Security group "local-orders-tasks" .* has no egress rule for tcp\/443 to dynamodb's addresses\. Add one\.$/,
  ],
  [
    without("RouteTableAssociation", "local-private-2"),
    "DYNAMODB",
    /The main route table of vpc "local", used by subnet "local-private-2" .* has no route to dynamodb/,
  ],
  [
    withoutEntry("local-private", "ingress", 1),
    "DYNAMODB",
    /Network ACL "local-private" .* does not allow tcp\/32768-60999, the ports of responses,/,
  ],
  [
    without("Route", "local-private-1"),
    "COGNITO_IDENTITY_PROVIDER",
    /no route to cognito-idp\. Add a route for 0\.0\.0\.0\/0 to a NAT gateway, or a VPC endpoint/,
  ],
  [
    withoutEntry("local-nat", "ingress", 1),
    "COGNITO_IDENTITY_PROVIDER",
    /Network ACL "local-nat" .* does not allow tcp\/1024-65535/,
  ],
  [
    (resource) =>
      resource.name === "local-endpoints"
        ? { ...resource, outputs: { ...resource.outputs, ingress: [] } }
        : resource,
    "CLOUDWATCH_LOGS",
    /Security group "local-endpoints" .* has no ingress rule for tcp\/443/,
  ],
];

/** Some that a call does not need. */
const needless: readonly Change[] = [
  without("SecurityGroupEgressRule", "local-catalog-proxy-to-service"),
  without("SecurityGroupIngressRule", "local-catalog-proxy-from-proxy"),
  without("Route", "local-private-1"),
  without("NatGateway", "local-1"),
  withoutEntry("local-nat", "ingress", 0),
];

// The example's stack as evaluated, its proxy function as bundled, and a server in place of the service. It does not
// prove that AWS's network decides alike.
describe("the network of the evaluated stack", function () {
  this.timeout(60_000);
  let resources: Resource[];
  let folder: string;
  let service: Server;
  let runtime: FunctionRuntime;
  let gateway: Gateway;
  let unreachable: (name: string) => void;
  let messages: string[];
  let network: RegionNetwork | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "network-"));
    const project = await readProject(root);
    const stack = `local-${region}`;
    const config = await readStackConfig(project, stack);
    ({ resources } = await evaluateStack(
      { project: project.name, stack, config, program },
      plausibleProvider(region),
      () => plausibleHome(region),
    ));
    service = createServer((_, response) => {
      // A kept connection would outlast a rule, as on AWS.
      response.setHeader("connection", "close").end('{"status":"ok"}');
    }).listen(join(folder, "service"));
    await once(service, "listening");
    const proxy = resources.find(
      ({ type, name }) => type === functionType && name === "local-orders-proxy",
    )!;
    const { files, ...spec } = await readFunction(proxy);
    const codeDirectory = join(folder, "proxy");
    await unpackCode({ files }, codeDirectory);
    runtime = createFunctionRuntime({
      ...spec,
      codeDirectory,
      hosts: {},
      onUnreachable: (name) => unreachable(name),
      socketFolder: folder,
      logFile: join(folder, "log"),
    });
    const invoke = createInvoker([runtime], () => []);
    gateway = await startGateway({
      api: readRestApis(resources)[0]!,
      region,
      accountId: "123456789012",
      port: 0,
      invoke,
      invokeStreaming: () => Promise.reject(new Error("no function streams here")),
      callService: () => Promise.reject(new Error("no AWS services here")),
      jwksUriOf: () => "http://127.0.0.1:9/unused",
      writeAccessLog: () => {},
    });
  });
  afterEach(() => network?.close());
  after(async () => {
    await gateway?.close({ graceMs: 0 });
    await runtime?.close();
    service?.close();
    await rm(folder, { recursive: true });
  });

  /** Serves the stack with a change. */
  async function serve(change: Change): Promise<void> {
    network?.close();
    messages = [];
    const changed = resources.flatMap((resource) => change(resource) ?? []);
    const own = new RegionNetwork(await readNetworkRules(changed), {
      timeoutMs: 20,
      report: (message) => messages.push(message),
    });
    network = own;
    const spec = readServices(changed, root).find(({ name }) => name === "local-orders")!;
    for (const name of spec.addresses) {
      own.setAddress(name, spec.name, { path: join(folder, "service") }, folder);
    }
    unreachable = (name) => own.reportUnreachable(["function", runtime.arn], name);
    void runtime.setHosts(own.hostsFor(runtime.arn));
  }
  const call = async () => {
    const response = await fetch(`${gateway.url}/health`);
    await response.arrayBuffer();
    return response.status;
  };

  it("carries the call", async () => {
    await serve((resource) => resource);

    assert.equal(await call(), 200);
    assert.deepEqual(messages, []);
  });

  for (const [change, status, message] of taken) {
    it(`keeps the call out without what it needs: ${message.source.slice(0, 80)}`, async () => {
      await serve(change);
      assert.equal(await call(), status);
      assert.equal(await call(), status);
      assert.equal(messages.length, 1, messages.join("\n"));
      assert.match(messages[0]!, message);

      await serve((resource) => resource);
      assert.equal(await call(), 200);
    });
  }

  it("keeps services apart that do not call each other, and functions outside of the VPC", async () => {
    await serve((resource) => resource);
    const [catalog] = readServices(resources, root).find(
      ({ name }) => name === "local-catalog",
    )!.addresses;
    const outside = resources.find(
      ({ type, outputs }) => type === functionType && outputs["vpcConfig"] === undefined,
    )!;
    network!.setAddress(catalog!, "local-catalog", { path: "/catalog" }, folder);
    const callers = [
      ["service", "local-orders"],
      ["function", String(outside.outputs["arn"])],
    ] as const;

    for (const caller of callers) {
      assert.deepEqual(network!.locate(caller, catalog!), { timesOutAfterMs: 20 });
      network!.reportUnreachable(caller, catalog!.toUpperCase());
    }

    assert.match(
      messages[0]!,
      /service "local-orders" does not reach load balancer "local-catalog"/,
    );
    assert.match(messages[1]!, /It is in no VPC, and the load balancer is internal\./);
    network!.reportUnreachable(callers[0], "elsewhere:80");
    assert.equal(messages.length, 2);
  });

  for (const [change, variable, message] of takenFromTasks) {
    it(`keeps tasks from AWS: ${message.source.slice(0, 80)}`, async () => {
      const variables = () => network!.awsVariables(["service", "local-orders"], region);
      await serve((resource) => resource);
      assert.deepEqual(await variables(), {});
      await serve(change);

      const url = (await variables())[`AWS_ENDPOINT_URL_${variable}`]!;

      for (const path of ["", "/path?and=query"]) await assert.rejects(fetch(url + path));
      assert.equal(messages.length, 1, messages.join("\n"));
      assert.match(messages[0]!, message);
    });
  }

  it("keeps a function that only calls its service from AWS, and none that is outside of the VPC", async () => {
    await serve((resource) => resource);
    const outside = resources.find(
      ({ type, outputs }) => type === functionType && outputs["vpcConfig"] === undefined,
    )!;

    const variables = await network!.awsVariables(["function", runtime.arn], region);

    assert.ok("AWS_ENDPOINT_URL_DYNAMODB" in variables);
    const ofOutside = ["function", String(outside.outputs["arn"])] as const;
    assert.deepEqual(await network!.awsVariables(ofOutside, region), {});
  });

  it("carries the call without what it does not need", async () => {
    for (const change of needless) {
      await serve(change);
      assert.equal(await call(), 200);
    }
    assert.deepEqual(messages, []);
  });
});
