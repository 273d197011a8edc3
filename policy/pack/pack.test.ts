import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { unknownValue } from "../../project/signatures.ts";
import { allRules } from "../ruleSets.ts";
import {
  analyzeRequest,
  analyzeStackRequest,
  type Configured,
  configureRequest,
  found,
  secret,
  stackResource,
  urnOf,
} from "../testing/requests.ts";
import { ServedPack } from "../testing/servedPack.ts";

// Source of the protocol: `analyzer.proto` of Pulumi's repository. The engine's own behaviour, such as
// the defaults that it fills in, is tested in tests/engine/policy.test.ts.

const subnet = "aws:ec2/subnet:Subnet";
const subnetRule = "forbid-public-subnet-addresses";
const functionRule = "require-functions-in-vpc";

describe("the policy pack", function () {
  this.timeout(60_000);
  let pack: ServedPack;

  before(async () => {
    pack = await ServedPack.start(fileURLToPath(new URL("..", import.meta.url)));
  });
  after(() => pack?.stop());
  afterEach(() => configure({}));

  const configure = (config: Configured) => pack.call("configure", configureRequest(config));

  const analyze = async (inputs: object, type = subnet, name = "test") => {
    const response = await pack.call("analyze", analyzeRequest(type, name, inputs));
    return found(response).filter(({ rule }) => rule === subnetRule);
  };
  const levels = async (inputs: object) => (await analyze(inputs)).map(({ level }) => level);

  it("describes a policy for each rule", async () => {
    const info = await pack.call("getAnalyzerInfo", new empty.Empty());

    assert.equal(info.getName(), "palisade");
    assert.equal(info.getVersion(), "0.1.0");
    assert.deepEqual(
      info.getPoliciesList().map((policy) => policy.getName()),
      allRules.map(({ name }) => name),
    );
    const policy = info.getPoliciesList().find((each) => each.getName() === subnetRule)!;
    assert.equal(policy.getEnforcementlevel(), messages.EnforcementLevel.MANDATORY);
    assert.equal(policy.getPolicyType(), messages.PolicyType.POLICY_TYPE_RESOURCE);
    assert.match(policy.getRemediationSteps(), /mapPublicIpOnLaunch/);
    assert.deepEqual(Object.keys(policy.getConfigschema()!.getProperties()!.toJavaScript()), [
      "exemptions",
    ]);
  });

  it("has the project's settings as defaults", async () => {
    const info = await pack.call("getAnalyzerInfo", new empty.Empty());

    const policy = info
      .getPoliciesList()
      .find((each) => each.getName() === "require-document-authorizers")!;
    const { publicRoutes } = policy.getConfigschema()!.getProperties()!.toJavaScript() as {
      publicRoutes: { default: string[] };
    };
    assert.ok(publicRoutes.default.includes("GET /health"));
  });

  it("finds what a resource exposes, also in a secret", async () => {
    const [finding] = await analyze({ mapPublicIpOnLaunch: true });
    assert.equal(finding?.level, "MANDATORY");
    assert.match(finding.message, /: mapPublicIpOnLaunch is true\./);
    assert.deepEqual(await levels({ mapPublicIpOnLaunch: secret(true) }), ["MANDATORY"]);
    assert.deepEqual(await levels({ mapPublicIpOnLaunch: false }), []);
  });

  it("lets the framework report a value that is not known yet", async () => {
    const [finding] = await analyze({ mapPublicIpOnLaunch: unknownValue });

    assert.equal(finding?.level, "ADVISORY");
    assert.match(
      finding.message,
      /^can't run policy 'forbid-public-subnet-addresses' .* string value at \.mapPublicIpOnLaunch can't be known during preview$/,
    );
  });

  it("prints no secret of the program", async () => {
    const response = await pack.call(
      "analyze",
      analyzeRequest("aws:ec2/securityGroup:SecurityGroup", "test", {
        ingress: [
          { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: secret(["203.0.113.0/1"]) },
        ],
      }),
    );
    const [finding] = found(response).filter(({ rule }) => rule === "forbid-internet-ingress");
    assert.equal(finding?.level, "MANDATORY");
    assert.match(finding.message, /cidrBlocks\[0\] is a secret of the program/);
    assert.doesNotMatch(finding.message, /203\.0\.113/);
  });

  it("skips resources of other types", async () => {
    assert.deepEqual(await analyze({ mapPublicIpOnLaunch: true }, "aws:ec2/vpc:Vpc"), []);
  });

  // The policies of one request share what they read; those of the next must not.
  it("reads a resource again for each request", async () => {
    assert.deepEqual(await levels({ mapPublicIpOnLaunch: false }), []);
    assert.deepEqual(await levels({ mapPublicIpOnLaunch: true }), ["MANDATORY"]);
    const rounds = Array.from({ length: 20 }, (_, round) =>
      levels({ mapPublicIpOnLaunch: round % 2 === 0 }),
    );
    const results = await Promise.all(rounds);
    assert.deepEqual(results.flat(), results.filter((_, round) => round % 2 === 0).flat());
    assert.equal(results.flat().length, 10);
  });

  for (const [level, expected] of [
    ["ADVISORY", ["ADVISORY"]],
    ["DISABLED", []],
    ["REMEDIATE", ["MANDATORY"]],
  ] as const) {
    it(`keeps to the level ${level}`, async () => {
      await configure({ [subnetRule]: { level } });
      assert.deepEqual(await levels({ mapPublicIpOnLaunch: true }), expected);
    });
  }

  it("follows exemptions", async () => {
    const exemption = (expires: string) => ({
      exemptions: [{ urn: "urn:*::test", reason: "It moves next month.", expires }],
    });
    await configure({ [subnetRule]: { level: "MANDATORY", ...exemption("9999-12-31") } });
    assert.deepEqual(await levels({ mapPublicIpOnLaunch: true }), []);

    await configure({ [subnetRule]: { level: "MANDATORY", ...exemption("2026-01-31") } });
    const [finding] = await analyze({ mapPublicIpOnLaunch: true });
    assert.match(finding!.message, /Its exemption .* was valid until 2026-01-31/);
  });

  it("remediates only violations, and only at that level", async () => {
    const inputs = {
      mapPublicIpOnLaunch: true,
      tags: { token: secret("s3cret") },
      vpcId: unknownValue,
    };
    const remediations = async () =>
      (await pack.call("remediate", analyzeRequest(subnet, "test", inputs)))
        .getRemediationsList()
        .map((remediation) => remediation.getProperties()?.toJavaScript());

    assert.deepEqual(await remediations(), []);
    await configure({ [subnetRule]: { level: "REMEDIATE" } });
    // Unknown values and secrets stay as they are.
    assert.deepEqual(await remediations(), [{ ...inputs, mapPublicIpOnLaunch: false }]);
  });

  describe("checks a stack by the dependencies of its resources", () => {
    const trigger = "aws:lambda/function:Function";
    const results = async (dependencies: readonly string[]) => {
      const response = await pack.call(
        "analyzeStack",
        analyzeStackRequest([
          stackResource(trigger, "trigger", {}),
          stackResource(
            "aws:cognito/userPool:UserPool",
            "users",
            { lambdaConfig: { preSignUp: unknownValue } },
            { lambdaConfig: dependencies },
          ),
        ]),
      );
      return found(response).filter(({ rule }) => rule === functionRule);
    };

    it("which excuse a trigger", async () => {
      assert.deepEqual(await results([urnOf(trigger, "trigger")]), []);
    });

    it("and names the resource", async () => {
      const [finding, ...others] = await results([]);
      assert.deepEqual(others, []);
      assert.equal(finding?.level, "MANDATORY");
      assert.equal(finding.urn, urnOf(trigger, "trigger"));
    });
  });

  it("refuses an unknown rule", async () => {
    await assert.rejects(
      configure({
        "forbid-public-adresses": { level: "ADVISORY" },
        [subnetRule]: { level: "ADVISORY" },
        [functionRule]: { level: "ADVISORY" },
      }),
      /unknown rule forbid-public-adresses\. Did you mean forbid-public-/,
    );
    await configure({ all: { level: "ADVISORY" } });
  });

  it("refuses an unknown setting and an invalid value", async () => {
    await assert.rejects(
      configure({ [subnetRule]: { level: "ADVISORY", width: 1 } }),
      /unknown setting forbid-public-subnet-addresses\.width; allowed: exemptions/,
    );
    await assert.rejects(
      configure({ [subnetRule]: { level: "ADVISORY", exemptions: [{ urn: "x" }] } }),
      /forbid-public-subnet-addresses\.exemptions\.0/,
    );
  });
});
