import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { ZonesError } from "../../project/availabilityZones.ts";
import { regionCommand } from "./testing/regionCommand.ts";

describe("npm run region -- add", () => {
  const command = regionCommand();

  it("writes the stack file of a region with AWS's zones and a free range", async () => {
    const { code, stdout, stderr } = await command.run("add ap-southeast-2 --env dev");

    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^Wrote stacks\/Pulumi\.dev-ap-southeast-2\.yaml, from that of eu-west-1/);
    assert.match(stdout, /npm run deploy -- dev --preview/);
    assert.equal(
      await command.project.read("dev-ap-southeast-2"),
      `config:
  aws:region: ap-southeast-2
  palisade:environment: dev
  palisade:homeRegion: us-east-1
  palisade:zones: [ap-southeast-2a, ap-southeast-2b]
  palisade:cidrBlock: 10.2.0.0/16
  palisade:production: false
`,
    );
  });

  it("copies shared settings, and nothing that belongs to the other region", async () => {
    await command.project.write(
      "dev-eu-west-1",
      `secretsprovider: awskms://alias/stacks
encryptedkey: abc
config:
  aws:region: eu-west-1
  palisade:environment: dev
  palisade:homeRegion: us-east-1
  palisade:zones: [eu-west-1a, eu-west-1b, eu-west-1c]
  palisade:cidrBlock: 10.1.0.0/17
  palisade:canary: true
  # A partner's limit.
  palisade:throttleBurst: 30
  palisade:senderEmail:
    secure: v1:abc
  # The end of this file.
`,
    );

    const { stdout } = await command.run("add ap-southeast-2 --env dev");

    assert.match(stdout, /without palisade:canary, palisade:senderEmail/);
    assert.match(stdout, /pulumi config set --secret -s dev-ap-southeast-2 palisade:senderEmail/);
    assert.equal(
      await command.project.read("dev-ap-southeast-2"),
      `secretsprovider: awskms://alias/stacks
config:
  aws:region: ap-southeast-2
  palisade:environment: dev
  palisade:homeRegion: us-east-1
  palisade:zones: [ap-southeast-2a, ap-southeast-2b, ap-southeast-2c]
  palisade:cidrBlock: 10.1.128.0/17
  # A partner's limit.
  palisade:throttleBurst: 30
`,
    );
  });

  it("uses the given zones, range and template", async () => {
    const { stdout } = await command.run(
      "add ap-east-1 --env dev --zones ap-east-1c,ap-east-1a --cidr 172.16.0.0/18 --from us-east-1",
    );

    assert.match(stdout, /from that of us-east-1/);
    assert.match(stdout, /aws account enable-region --region-name ap-east-1/);
    const file = await command.project.read("dev-ap-east-1");
    assert.match(file, /zones: \[ap-east-1c, ap-east-1a\]\n.*cidrBlock: 172\.16\.0\.0\/18/);
  });

  it("names copied settings that are of the other region", async () => {
    const domain = ["domainName: api.example.com", "hostedZone: Z0123456789ABCDEFGHIJ"];
    for (const name of ["us-east-1", "eu-west-1"]) {
      const lines = [...domain, `truststore: s3://ca-${name}/ca.pem`, "closedEgress: true"];
      const egress = `egressTo: [pl-0123456789abcdef${name === "us-east-1" ? 0 : 1}]`;
      await command.project.writeRegion(
        name,
        name === "us-east-1" ? "10.0.0.0/16" : "10.1.0.0/16",
        ...[...lines, egress].map((line) => `palisade:${line}`),
      );
    }

    const { stdout, stderr } = await command.run("add sa-east-1 --env dev");

    assert.equal(stderr, "");
    assert.match(stdout, /1\. Set truststore .* not s3:\/\/ca-eu-west-1\/ca\.pem, which is of eu-/);
    assert.match(stdout, /2\. Replace pl-0123456789abcdef1 in egressTo/);
  });

  it("creates an environment with its home region", async () => {
    const { code } = await command.run("add sa-east-1 --env qa --home");

    assert.equal(code, 0);
    assert.match(
      await command.project.read("qa-sa-east-1"),
      /homeRegion: sa-east-1\n.*\[sa-east-1a, sa-/,
    );
  });

  for (const [line, message] of [
    ["add eu-wset-1 --env dev", /"eu-wset-1" is not a region of AWS\. Did you mean "eu-west-1"/],
    ["add eu-west-1 --env dev", /"dev" has eu-west-1 already: stacks\/Pulumi\.dev-eu-west-1/],
    ["add eu-west-2 --env qa", /"qa" has no stack files\. Environments: dev\. .* add --home/],
    ["add eu-west-2 --env dev --home", /The home region of "dev" is us-east-1, for good/],
    ["add eu-west-2 --env development --home", /environment of at most 8 lower-case letters/],
    [
      "add eu-west-2 --env dev --from sa-east-1",
      /--from is sa-east-1, but "dev" has us-east-1, eu/,
    ],
    ["add eu-west-2 --env dev --zones eu-west-2a", /a list of 2 to 4 different zones/],
    ["add eu-west-2 --env dev --zones us-east-1a,us-east-1b", /allowed: a zone of eu-west-2/],
    ["add eu-west-2 --env dev --zones ,", /Must be a list of zones/],
    ["add eu-west-2 --env dev --cidr 10.1.128.0/17", /overlaps 10\.1\.0\.0\/16 of eu-west-1/],
    ["add eu-west-2 --env dev --cidr 10.9.0.0/24", /an IPv4 range in .*with a prefix of \/16/],
    ["add eu-west-2 --env dev --cidr all", /an IPv4 range in .*with a prefix of \/16/],
    ["add eu-west-2", /required option '--env <name>'/],
  ] as const) {
    it(`refuses: ${line}`, async () => {
      await command.refuses(line, message);
      assert.ok(!existsSync(command.project.path("dev-eu-west-2")));
    });
  }

  it("says how zones are given when AWS does not list them", async () => {
    command.zonesError = new ZonesError("AWS does not list the zones of eu-west-2 (no route).");

    await command.refuses(
      "add eu-west-2 --env dev",
      /no route\)\. Pass them, such as --zones eu-west/,
    );
  });

  it("refuses a region with a single zone", async () => {
    command.zones = ["a"];

    await command.refuses("add eu-west-2 --env dev", /eu-west-2 has only the zone eu-west-2a/);
  });
});
