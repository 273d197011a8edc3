import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../../project/testing/runCommand.ts";
import { StackProject } from "../testing/stackProject.ts";
import type { DeployedState } from "./deployedState.ts";
import { run } from "./index.ts";

describe("npm run region", () => {
  let project: StackProject;
  /** What the backend has, by stack. */
  let deployed: Record<string, DeployedState | undefined>;
  let removed: string[];

  beforeEach(async () => {
    project = await StackProject.create();
    await project.writeRegion("us-east-1", "10.0.0.0/16");
    await project.writeRegion("eu-west-1", "10.1.0.0/16");
    deployed = {};
    removed = [];
  });
  afterEach(() => project.delete());

  const region = (line: string) =>
    runCommand(
      (argv, io) =>
        run(argv, io, {
          zonesOf: async (name) => ["a", "b", "c"].map((letter) => name + letter),
          backend: () => ({
            stateOf: async (stack) => deployed[stack],
            remove: async (stack) => void removed.push(stack),
          }),
        }),
      line.split(" "),
      project.folder,
    );

  const refused = async (line: string, message: RegExp) => {
    const { code, stdout, stderr } = await region(line);
    assert.match(stderr, message);
    assert.deepEqual([code, stdout], [1, ""]);
  };

  describe("add", () => {
    it("writes the stack file of a region with AWS's zones and a free range", async () => {
      const { code, stdout, stderr } = await region("add ap-southeast-2 --env dev");

      assert.deepEqual([code, stderr], [0, ""]);
      assert.match(
        stdout,
        /^Wrote stacks\/Pulumi\.dev-ap-southeast-2\.yaml, from that of eu-west-1/,
      );
      assert.match(stdout, /npm run deploy -- dev --preview/);
      assert.equal(
        await project.read("dev-ap-southeast-2"),
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
      await project.write(
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

      const { stdout } = await region("add ap-southeast-2 --env dev");

      assert.match(stdout, /without palisade:canary, palisade:senderEmail/);
      assert.match(stdout, /pulumi config set --secret -s dev-ap-southeast-2 palisade:senderEmail/);
      assert.equal(
        await project.read("dev-ap-southeast-2"),
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
      const { stdout } = await region(
        "add ap-east-1 --env dev --zones ap-east-1c,ap-east-1a --cidr 172.16.0.0/18 --from us-east-1",
      );

      assert.match(stdout, /from that of us-east-1/);
      assert.match(stdout, /aws account enable-region --region-name ap-east-1/);
      const file = await project.read("dev-ap-east-1");
      assert.match(file, /zones: \[ap-east-1c, ap-east-1a\]\n.*cidrBlock: 172\.16\.0\.0\/18/);
    });

    it("creates an environment with its home region", async () => {
      const { code } = await region("add sa-east-1 --env qa --home");

      assert.equal(code, 0);
      assert.match(
        await project.read("qa-sa-east-1"),
        /homeRegion: sa-east-1\n.*\[sa-east-1a, sa-/,
      );
    });

    for (const [line, message] of [
      ["add eu-wset-1 --env dev", /"eu-wset-1" is not a region of AWS\. Did you mean "eu-west-1"/],
      ["add eu-west-1 --env dev", /"dev" has eu-west-1 already: stacks\/Pulumi\.dev-eu-west-1/],
      ["add eu-west-2 --env qa", /"qa" has no stack files\. Environments: dev\. .* add --home/],
      ["add eu-west-2 --env dev --home", /The home region of "dev" is us-east-1, for good/],
      ["add eu-west-2 --env development --home", /environment of at most 8 characters/],
      [
        "add eu-west-2 --env dev --from sa-east-1",
        /--from is sa-east-1, but "dev" has us-east-1, eu/,
      ],
      ["add eu-west-2 --env dev --zones eu-west-2a", /a list of 2 to 4 different zones/],
      ["add eu-west-2 --env dev --zones us-east-1a,us-east-1b", /allowed: a zone of eu-west-2/],
      ["add eu-west-2 --env dev --zones ,", /Must be a list of zones/],
      ["add eu-west-2 --env dev --cidr 10.1.128.0/17", /overlaps 10\.1\.0\.0\/16 of eu-west-1/],
      ["add eu-west-2 --env dev --cidr 10.9.0.0/24", /an IPv4 range with a prefix of \/16/],
      ["add eu-west-2 --env dev --cidr all", /an IPv4 range with a prefix of \/16/],
      ["add eu-west-2", /required option '--env <name>'/],
    ] as const) {
      it(`refuses: ${line}`, async () => {
        await refused(line, message);
        assert.ok(!existsSync(project.path("dev-eu-west-2")));
      });
    }

    it("refuses a region with a single zone", async () => {
      const sources = {
        zonesOf: async () => ["eu-west-2a"],
        backend: () => assert.fail(),
      };
      const { stderr } = await runCommand(
        (argv, io) => run(argv, io, sources),
        ["add", "eu-west-2", "--env", "dev"],
        project.folder,
      );

      assert.match(stderr, /eu-west-2 has only the zone eu-west-2a/);
    });
  });

  describe("remove", () => {
    it("deletes the file and the empty stack of a region of which nothing is deployed", async () => {
      deployed["dev-eu-west-1"] = { resources: 0, tables: [] };

      const asked = await region("remove eu-west-1 --env dev");
      assert.match(asked.stdout, /Nothing of dev-eu-west-1 is deployed\. Add --yes/);
      assert.ok(existsSync(project.path("dev-eu-west-1")));

      const { code } = await region("remove eu-west-1 --env dev --yes");
      assert.equal(code, 0);
      assert.ok(!existsSync(project.path("dev-eu-west-1")));
      assert.deepEqual(removed, ["dev-eu-west-1"]);
    });

    it("asks no backend about a region that was never deployed", async () => {
      deployed["dev-eu-west-1"] = { resources: 5, tables: [] };

      await region("remove eu-west-1 --env dev --never-deployed --yes");

      assert.deepEqual([existsSync(project.path("dev-eu-west-1")), removed], [false, []]);
    });

    it("says in which order a deployed region is removed, and deletes nothing", async () => {
      const file = await project.read("dev-eu-west-1");
      await project.write("dev-eu-west-1", file.replace("production: false", "production: true"));
      deployed["dev-eu-west-1"] = { resources: 140, tables: ["dev-orders-table-orders-1a2b"] };

      const { code, stderr } = await region("remove eu-west-1 --env dev --yes");

      assert.equal(code, 1);
      const steps = [
        "Move its callers",
        "Back up what you need .* dev-orders-table-orders-1a2b",
        "Set production to false",
        "Delete its resources: npm run deploy -- dev --region eu-west-1 --destroy",
        "npm run region -- remove eu-west-1 --env dev --yes",
      ];
      assert.match(stderr, new RegExp(`has 140 resources[^]*${steps.join("[^]*")}`));
      assert.ok(existsSync(project.path("dev-eu-west-1")));
      assert.deepEqual(removed, []);
    });

    it("removes the home region last", async () => {
      await refused("remove us-east-1 --env dev --yes", /us-east-1 is the home region of "dev"/);
      await region("remove eu-west-1 --env dev --yes");
      const { code } = await region("remove us-east-1 --env dev --yes");

      assert.equal(code, 0);
    });

    for (const [line, message] of [
      [
        "remove eu-west-2 --env dev",
        /"dev" has no stack in eu-west-2; it has us-east-1, eu-west-1/,
      ],
      ["remove eu-west-2 --env qa", /"qa" has no stack files\. Environments: dev\./],
    ] as const) {
      it(`refuses: ${line}`, () => refused(line, message));
    }
  });

  describe("policy", () => {
    it("limits CI's roles to the environment's regions", async () => {
      await mkdir(join(project.folder, "docs/iam"), { recursive: true });
      const policy = "docs/iam/regions.json";
      await cp(new URL(`../../${policy}`, import.meta.url), join(project.folder, policy));

      const { code, stdout } = await region("policy --env dev");

      assert.equal(code, 0);
      const [statement] = (JSON.parse(stdout) as { Statement: Record<string, unknown>[] })
        .Statement;
      assert.deepEqual(statement?.["Condition"], {
        StringNotEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] },
      });
    });
  });

  describe("list", () => {
    it("shows the regions, the home region first", async () => {
      await project.writeRegion("eu-west-1", "10.1.0.0/16", "palisade:canary: true");

      const { code, stdout } = await region("list --env dev");

      assert.equal(code, 0);
      assert.equal(
        stdout,
        `region             zones  range        production  traffic
us-east-1  home    a b    10.0.0.0/16  no          on
eu-west-1  canary  a b    10.1.0.0/16  no          on
`,
      );
    });

    it("prints JSON in one line for workflows", async () => {
      const { stdout } = await region("list --env dev --json");

      assert.match(stdout, /^\{.*\}\n$/);
      assert.deepEqual(JSON.parse(stdout), {
        environment: "dev",
        home: "us-east-1",
        regions: ["us-east-1", "eu-west-1"],
        others: ["eu-west-1"],
        edge: false,
        stacks: [
          { name: "dev-us-east-1", region: "us-east-1" },
          { name: "dev-eu-west-1", region: "eu-west-1" },
        ],
      });
    });

    it("refuses stack files that do not agree", async () => {
      const file = (await project.read("dev-eu-west-1")).replace(
        "homeRegion: us-east-1",
        "homeRegion: eu-west-1",
      );
      await project.write("dev-eu-west-1", file);

      await refused("list --env dev", /one region must be home/);
    });
  });
});
