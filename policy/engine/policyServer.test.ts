import assert from "node:assert/strict";
import { credentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type * as analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { allRules as rules } from "../ruleSets.ts";
import { startPolicyServer } from "./policyServer.ts";

const subnetRule = rules.find(({ name }) => name === "forbid-public-subnet-addresses")!;
const functionRule = rules.find(({ name }) => name === "require-functions-in-vpc")!;
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value: true,
};

describe("the policy server", () => {
  let client: InstanceType<typeof services.AnalyzerClient>;
  let close: () => void;

  before(async () => {
    const server = await startPolicyServer({
      name: "test",
      version: "1.2.3",
      description: "Two rules.",
      rules: [subnetRule, functionRule],
      config: {},
    });
    close = server.close;
    client = new services.AnalyzerClient(`127.0.0.1:${server.port}`, credentials.createInsecure());
  });
  after(() => {
    client.close();
    close();
  });
  afterEach(() => configure({}));

  it("describes the pack", async () => {
    const info = (await call("getAnalyzerInfo", new empty.Empty())) as analyzer.AnalyzerInfo;

    assert.equal(info.getName(), "test");
    assert.equal(info.getVersion(), "1.2.3");
    assert.deepEqual(
      info.getPoliciesList().map((policy) => policy.getName()),
      [subnetRule.name, functionRule.name],
    );
    const { MANDATORY } = messages.EnforcementLevel;
    assert.equal(info.getPoliciesList()[0]!.getEnforcementlevel(), MANDATORY);
    assert.ok(info.getPoliciesList()[0]!.getConfigschema()!.getProperties());
  });

  it("finds what a resource exposes", async () => {
    assert.deepEqual(await analyze({ mapPublicIpOnLaunch: true }), ["MANDATORY"]);
    assert.deepEqual(await analyze({ mapPublicIpOnLaunch: secret }), ["MANDATORY"]);
    assert.deepEqual(await analyze({ mapPublicIpOnLaunch: false }), []);
  });

  it("reports values that are not known yet", async () => {
    assert.deepEqual(await analyze({ mapPublicIpOnLaunch: unknownText }), ["ADVISORY"]);
  });

  it("skips resources of other types", async () => {
    const request = analyzeRequest("aws:ec2/vpc:Vpc", { mapPublicIpOnLaunch: true });
    assert.deepEqual(levels(await call("analyze", request)), []);
  });

  for (const [level, expected] of [
    ["ADVISORY", ["ADVISORY"]],
    ["DISABLED", []],
    ["REMEDIATE", ["MANDATORY"]],
  ] as const) {
    it(`keeps to the level ${level}`, async () => {
      await configure({ [subnetRule.name]: { level } });
      assert.deepEqual(await analyze({ mapPublicIpOnLaunch: true }), expected);
    });
  }

  it("remediates only violations, and only at that level", async () => {
    const open = analyzeRequest("aws:ec2/subnet:Subnet", {
      mapPublicIpOnLaunch: true,
      vpcId: unknownText,
    });
    const remediations = async () =>
      ((await call("remediate", open)) as analyzer.RemediateResponse)
        .getRemediationsList()
        .map((remediation) => remediation.getProperties()!.toJavaScript());

    assert.deepEqual(await remediations(), []);
    await configure({ [subnetRule.name]: { level: "REMEDIATE" } });
    assert.deepEqual(await remediations(), [{ mapPublicIpOnLaunch: false, vpcId: unknownText }]);
  });

  it("checks a stack by the dependencies of its resources", async () => {
    const request = (lambdaConfigOf: string[]) => {
      const trigger = stackResource("aws:lambda/function:Function", "trigger", {});
      const pool = stackResource("aws:cognito/userPool:UserPool", "users", {
        lambdaConfig: { preSignUp: unknownText },
      });
      const dependencies = new messages.AnalyzerPropertyDependencies();
      dependencies.setUrnsList(lambdaConfigOf);
      pool.getPropertydependenciesMap().set("lambdaConfig", dependencies);
      const stack = new messages.AnalyzeStackRequest();
      stack.setResourcesList([trigger, pool]);
      return stack;
    };

    assert.deepEqual(levels(await call("analyzeStack", request([urnOf("trigger")]))), []);
    const found = (await call("analyzeStack", request([]))) as analyzer.AnalyzeResponse;
    assert.deepEqual(levels(found), ["MANDATORY"]);
    assert.equal(found.getDiagnosticsList()[0]!.getUrn(), urnOf("trigger"));
  });

  it("refuses an invalid configuration", async () => {
    await assert.rejects(configure({ nothing: { level: "ADVISORY" } }), /unknown rule nothing/);
    await assert.rejects(
      configure({ [subnetRule.name]: { level: "ADVISORY", properties: { width: 1 } } }),
      /unknown setting forbid-public-subnet-addresses\.width/,
    );
  });

  const analyze = async (inputs: object) =>
    levels(await call("analyze", analyzeRequest("aws:ec2/subnet:Subnet", inputs)));

  async function configure(
    config: Record<string, { level: keyof typeof messages.EnforcementLevel; properties?: object }>,
  ): Promise<void> {
    const request = new messages.ConfigureAnalyzerRequest();
    for (const [rule, { level, properties = {} }] of Object.entries(config)) {
      const written = new messages.PolicyConfig();
      written.setEnforcementlevel(messages.EnforcementLevel[level]);
      written.setProperties(structOf(properties));
      request.getPolicyconfigMap().set(rule, written);
    }
    await call("configure", request);
  }

  function call(method: Method, request: object): Promise<object> {
    return new Promise((resolve, reject) => {
      type Call = (
        request: object,
        callback: (error: Error | null, response: object) => void,
      ) => void;
      (client[method] as unknown as Call).call(client, request, (error, response) =>
        error ? reject(error) : resolve(response),
      );
    });
  }
});

type Method = "analyze" | "analyzeStack" | "configure" | "getAnalyzerInfo" | "remediate";

function levels(response: object): string[] {
  const names = Object.entries(messages.EnforcementLevel);
  return (response as analyzer.AnalyzeResponse)
    .getDiagnosticsList()
    .map((found) => names.find(([, level]) => level === found.getEnforcementlevel())![0]);
}

const urnOf = (name: string): string => `urn:pulumi:dev::test::type::${name}`;

const structOf = (values: object) =>
  structs.Struct.fromJavaScript(values as Parameters<typeof structs.Struct.fromJavaScript>[0]);

function analyzeRequest(type: string, inputs: object): analyzer.AnalyzeRequest {
  const request = new messages.AnalyzeRequest();
  request.setType(type);
  request.setName("test");
  request.setUrn(urnOf("test"));
  request.setProperties(structOf(inputs));
  return request;
}

function stackResource(type: string, name: string, outputs: object): analyzer.AnalyzerResource {
  const resource = new messages.AnalyzerResource();
  resource.setType(type);
  resource.setName(name);
  resource.setUrn(urnOf(name));
  resource.setProperties(structOf(outputs));
  return resource;
}
