import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { runCommand } from "../../project/testing/runCommand.ts";
import { run } from "./index.ts";

const script = new URL("../../scripts/run.mjs", import.meta.url).pathname;
const urn = "urn:pulumi:prod::shop::aws:ec2/instance:Instance::web";
const rule = "forbid-public-addresses";

const instance = (associatePublicIpAddress: unknown) => ({
  urn,
  type: "aws:ec2/instance:Instance",
  custom: true,
  id: "i-1",
  inputs: {
    subnetId: "subnet-1",
    rootBlockDevice: { encrypted: true },
    associatePublicIpAddress,
    __defaults: [],
  },
  outputs: { subnetId: "subnet-1" },
});

const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

const exported = (...resources: object[]) => ({ version: 3, deployment: { resources } });

describe("npm run policy", function () {
  this.timeout(30_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "palisade-policy-"));
    await write("open.json", exported(instance(true)));
    await write("closed.json", exported(instance(false)));
    await write("secret.json", exported(instance({ ...secret, ciphertext: "c2VjcmV0" })));
    await write("plain.json", exported(instance({ ...secret, plaintext: "true" })));
    await write("gone.json", exported({ ...instance(true), delete: true }));
    await write("empty.json", { version: 3, deployment: {} });
    await write("exempt.config.json", config("9999-12-31"));
    await write("expired.config.json", config("2026-01-31"));
    await write("advisory.config.json", { [rule]: "advisory" });
    await write("disabled.config.json", { [rule]: "disabled" });
    await write("private.config.json", { privateSubnets: ["subnet-1"] });
  });
  after(() => rm(folder, { recursive: true }));

  const config = (expires: string) => ({
    [rule]: {
      exemptions: [
        { urn: "urn:*::shop::*::web", reason: "It goes with the old network.", expires },
      ],
    },
  });
  const write = (name: string, content: object) =>
    writeFile(join(folder, name), JSON.stringify(content, undefined, 2));

  const policy = (...args: string[]) => runCommand(run, args, folder);

  it("exits with 1, as a process, for a stack that breaks a rule", async () => {
    const args = [script, "policy", "--graph", "open.json"];
    const failed = promisify(execFile)(process.execPath, args, { cwd: folder });

    await assert.rejects(failed, {
      code: 1,
      stdout: /^web \(aws:ec2\/instance:Instance\)\n/,
      stderr: "",
    });
  });

  it("passes a stack that complies with the rules", async () => {
    const config = ["--config", "private.config.json"];
    const { code, stdout } = await policy("--graph", "closed.json", ...config);

    assert.match(
      stdout,
      /^closed\.json: 1 resources, \d+ rules: 0 mandatory, 0 advisory, 0 exempt, \d+ undecided\.\n$/m,
    );
    assert.equal(code, 0);
  });

  it("prints the exposed resource, its property and the fix", async () => {
    const { code, stdout } = await policy("--graph", "open.json");

    assert.ok(stdout.startsWith(`web (aws:ec2/instance:Instance)\n  ${urn}\n`), stdout);
    assert.match(stdout, /\n {2}\[high, mandatory\] forbid-public-addresses\n/);
    assert.match(stdout, /: associatePublicIpAddress is true\.\n/);
    assert.match(
      stdout,
      /forbid-public-addresses \(docs\/policies\.md#forbid-public-addresses\)\n +Set the property to false/,
    );
    assert.match(stdout, /: 1 mandatory \(1 high\)/);
    assert.equal(code, 1);
  });

  it("leaves out resources to be deleted, and accepts empty stacks", async () => {
    for (const file of ["gone.json", "empty.json"]) {
      assert.match((await policy("--graph", file)).stdout, /: 0 resources, /);
    }
  });

  it("reads plain secrets, and reports encrypted ones", async () => {
    const plain = await policy("--graph", "plain.json");
    const encrypted = await policy("--graph", "secret.json");

    assert.match(plain.stdout, /associatePublicIpAddress is a secret/);
    assert.match(
      encrypted.stdout,
      /Undecided\n {2}forbid-public-addresses .*\n[^]* --show-secrets/,
    );
    assert.equal(encrypted.code, 0);
  });

  // The form of secrets in exports: pulumi, `pkg/resource/stack/deployment.go`.
  it("is undecided about whole encrypted inputs, in rules about stacks too", async () => {
    const hidden = { ...secret, ciphertext: "c2VjcmV0" };
    const resource = (type: string, name: string, props: object) => ({
      urn: `urn:pulumi:prod::shop::${type}::${name}`,
      type,
      custom: true,
      id: name,
      inputs: props,
      outputs: props,
    });
    const task = resource("aws:ecs/taskDefinition:TaskDefinition", "task", {
      containerDefinitions: hidden,
    });
    const route = resource("aws:ec2/routeTable:RouteTable", "main", { routes: hidden, vpcId: "v" });
    const subnet = resource("aws:ec2/subnet:Subnet", "inner", { vpcId: "v" });
    const link = resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "link", {
      subnetId: "inner",
      routeTableId: "main",
    });
    const server = resource("aws:ec2/instance:Instance", "server", { subnetId: "inner" });
    await write("whole.json", exported(task, route, subnet, link, server));

    const { stdout } = await policy("--graph", "whole.json", "--format", "json");

    const { undecided } = JSON.parse(stdout) as { undecided: { rule: string; reason: string }[] };
    const reasonOf = (name: string) => undecided.find(({ rule }) => rule === name)?.reason ?? "";
    assert.match(reasonOf("forbid-plain-secrets"), /^containerDefinitions of "task" is encrypted/);
    for (const name of ["forbid-paths-from-internet", "require-private-subnets"]) {
      assert.match(reasonOf(name), /^routes of "main" is encrypted in this export/);
      assert.match(reasonOf(name), /pulumi stack export --show-secrets --file export\.json/);
    }
  });

  it("checks several stacks together", async () => {
    const type = "aws:ec2/instance:Instance";
    const other = { ...instance(true), urn: `urn:pulumi:prod::blog::${type}::blog`, id: "i-2" };
    await write("second.json", exported(other));
    const files = ["--graph", "open.json", "--graph", "second.json"];

    const { code, stdout } = await policy(...files);
    const sarif = await policy(...files, "--format", "sarif");

    assert.match(stdout, /^open\.json, second\.json: 2 resources, .* 2 mandatory \(2 high\)/m);
    assert.equal(stdout.match(/Set the property to false/g)?.length, 1, "the advice once");
    assert.equal(code, 1);
    const [{ results }] = (JSON.parse(sarif.stdout) as SarifLog).runs;
    const uris = (results as readonly SarifResult[]).map(
      ({ locations: [{ physicalLocation }] }) => physicalLocation.artifactLocation.uri,
    );
    assert.deepEqual(uris, ["open.json", "second.json"]);
  });

  it("applies the rules of one set only", async () => {
    const { code, stdout } = await policy("--graph", "open.json", "--set", "guarded-identity");

    assert.match(stdout, /: 0 mandatory/);
    assert.equal(code, 0);
  });

  const configured: Record<string, readonly [code: number, stdout: RegExp]> = {
    exempt: [
      0,
      /\[exempt\] forbid-public-addresses: until 9999-12-31: It goes with the old network/,
    ],
    expired: [
      1,
      /\[high, mandatory\] .*\n.*Its exemption \(It goes with the old network\.\) was valid until 2026-01-31/,
    ],
    advisory: [0, /\[high, advisory\] forbid-public-addresses/],
    disabled: [0, /: 0 mandatory, 0 advisory/],
  };
  for (const [name, [code, text]] of Object.entries(configured)) {
    it(`follows a configuration: ${name}`, async () => {
      const outcome = await policy("--graph", "open.json", "--config", `${name}.config.json`);

      assert.match(outcome.stdout, text);
      assert.equal(outcome.code, code);
    });
  }

  it("prints findings as JSON", async () => {
    const args = ["--graph", "open.json", "--config", "expired.config.json", "--format", "json"];
    const { code, stdout } = await policy(...args);

    const report = JSON.parse(stdout) as { findings: Record<string, unknown>[] };
    assert.equal(report.findings.length, 1);
    const { message, exemption, ...finding } = report.findings[0]!;
    assert.deepEqual(finding, {
      rule,
      level: "mandatory",
      urn,
      property: "associatePublicIpAddress",
    });
    assert.match(String(message), /^Servers get a public address/);
    assert.equal((exemption as { expired: boolean }).expired, true);
    assert.equal(code, 1);
  });

  it("prints findings as SARIF, at the line of the resource", async () => {
    const { stdout } = await policy("--graph", "open.json", "--format", "sarif");

    const log = JSON.parse(stdout) as SarifLog;
    assert.equal(log.version, "2.1.0");
    const [{ tool, results }] = log.runs;
    assert.deepEqual(
      tool.driver.rules.map(({ id }) => id),
      [rule],
    );
    const [{ ruleId, ruleIndex, level, locations }] = results;
    assert.deepEqual([ruleId, ruleIndex, level], [rule, 0, "error"]);
    // "SARIF support for code scanning", GitHub: 7.0 to 8.9 is high.
    assert.equal(tool.driver.rules[0]?.properties["security-severity"], "8.0");
    assert.match(
      tool.driver.rules[0]!.help.text,
      new RegExp(` See docs/policies\\.md#${rule}\\.$`),
    );
    const [{ physicalLocation, logicalLocations }] = locations;
    assert.equal(physicalLocation.artifactLocation.uri, "open.json");
    assert.equal(physicalLocation.region.startLine, 6);
    assert.equal(logicalLocations[0].fullyQualifiedName, urn);
  });

  it("suppresses exempt findings in SARIF", async () => {
    const args = ["--graph", "open.json", "--config", "exempt.config.json", "--format", "sarif"];
    const { code, stdout } = await policy(...args);

    const [{ results }] = (JSON.parse(stdout) as SarifLog).runs;
    assert.equal(results[0].level, "note");
    assert.match(results[0].suppressions?.[0]?.justification ?? "", /old network/);
    assert.equal(code, 0);
  });
});

/** The checked parts of a SARIF log. */
interface SarifLog {
  readonly version: string;
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly SarifRule[] } };
      readonly results: readonly [SarifResult];
    },
  ];
}

interface SarifRule {
  readonly id: string;
  readonly help: { readonly text: string };
  readonly properties: Readonly<Record<string, unknown>>;
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly suppressions?: readonly { readonly justification: string }[];
  readonly locations: readonly [
    {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string };
        readonly region: { readonly startLine: number };
      };
      readonly logicalLocations: readonly [{ readonly fullyQualifiedName: string }];
    },
  ];
}
