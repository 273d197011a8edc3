import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import type { EnvironmentList } from "../commands/region/list.ts";
import { readProject, stacksOf } from "../project/stackConfig.ts";
import { root } from "./support/platformProcess.ts";

// Checks that the files are valid, agree with the stacks and request no more than they need. Does
// not prove that a run on GitHub succeeds.

interface Job {
  uses?: string;
  if?: string;
  environment?: string;
  permissions?: Record<string, string>;
  needs?: string | string[];
  outputs?: Record<string, string>;
  strategy?: { matrix: { region?: string; stack?: string; node?: (string | number)[] } };
  with?: { region: string };
  secrets?: string | Record<string, string>;
  steps?: { id?: string; uses?: string; run?: string; with?: Record<string, unknown> }[];
}

interface Workflow {
  on: {
    workflow_call?: { secrets?: Record<string, unknown> } | null;
  };
  permissions: Record<string, string>;
  concurrency?: { "cancel-in-progress": boolean };
  jobs: Record<string, Job>;
}

const folder = join(root, ".github/workflows");
const readWorkflow = async (name: string) =>
  parse(await readFile(join(folder, name), "utf8")) as Workflow;

describe("the GitHub workflows", () => {
  let files: string[];
  let workflows: Map<string, Workflow>;

  before(async () => {
    files = await readdir(folder);
    workflows = new Map();
    for (const file of files) workflows.set(file, await readWorkflow(file));
  });

  /** The command of a job's step "list", whose output is the job's. */
  const listCommand = (file: string, job: string): string => {
    const { steps, outputs } = workflows.get(file)!.jobs[job]!;
    assert.deepEqual(outputs, { list: "${{ steps.list.outputs.list }}" });
    return steps?.find(({ id }) => id === "list")?.run ?? "";
  };

  it("preview the stacks of dev that have a file", () => {
    assert.match(listCommand("preview.yml", "check"), /region -- list --env dev --json/);
    assert.deepEqual(workflows.get("preview.yml")?.jobs["preview"]?.strategy?.matrix, {
      stack: "${{ fromJSON(needs.check.outputs.list).stacks }}",
    });
  });

  it("deploy the stacks of an environment that have a file: home, the regions, the edge", () => {
    const { jobs } = workflows.get("deploy.yml")!;
    const list = "fromJSON(needs.stacks.outputs.list)";

    assert.match(
      listCommand("deploy.yml", "stacks"),
      /region -- list --env "\$ENVIRONMENT" --json/,
    );
    assert.equal(jobs["home"]?.with?.region, `\${{ ${list}.home }}`);
    assert.deepEqual(jobs["regions"]?.strategy?.matrix, { region: `\${{ ${list}.others }}` });
    assert.ok(jobs["edge"]?.if?.includes(`${list}.edge`));
    assert.deepEqual(
      ["home", "regions", "edge"].map((name) => jobs[name]?.needs),
      [
        ["test", "stacks"],
        ["stacks", "home"],
        ["stacks", "home", "regions"],
      ],
    );
  });

  /** Runs a job's step "list" in Bash, as GitHub does. @returns the output that it sets */
  async function runList(file: string, job: string): Promise<EnvironmentList> {
    const output = join(await mkdtemp(join(tmpdir(), "workflow-")), "output");
    await promisify(execFile)("bash", ["-e", "-c", listCommand(file, job)], {
      cwd: root,
      env: { ...process.env, ENVIRONMENT: "prod", GITHUB_OUTPUT: output },
    });
    const [, list = ""] = /^list=(.*)\n$/.exec(await readFile(output, "utf8")) ?? [];
    await rm(output);
    return JSON.parse(list) as EnvironmentList;
  }

  it("list the committed stack files", async () => {
    const [dev, prod] = await Promise.all([
      runList("preview.yml", "check"),
      runList("deploy.yml", "stacks"),
    ]);

    const project = await readProject(root);
    const names = dev.stacks.map(({ name }) => name);
    assert.deepEqual(names.toSorted(), await stacksOf(project, "dev"));
    assert.deepEqual(prod, {
      environment: "prod",
      home: "us-east-1",
      regions: ["us-east-1", "eu-west-1"],
      others: ["eu-west-1"],
      edge: false,
      stacks: [
        { name: "prod-us-east-1", region: "us-east-1" },
        { name: "prod-eu-west-1", region: "eu-west-1" },
      ],
    });
  });

  it("run Pulumi with the project's policy pack", () => {
    const pack = existsSync(join(root, "policy/PulumiPolicy.yaml")) ? "policy" : undefined;

    for (const [file, { jobs }] of workflows) {
      for (const { uses = "", with: inputs } of Object.values(jobs).flatMap(
        (job) => job.steps ?? [],
      )) {
        if (uses.startsWith("pulumi/actions@")) assert.equal(inputs?.["policyPacks"], pack, file);
      }
    }
  });

  it("may only read the repository; single jobs may also request an id token", () => {
    for (const [file, { permissions, jobs }] of workflows) {
      assert.deepEqual(permissions, { contents: "read" }, file);
      for (const [name, job] of Object.entries(jobs)) {
        const writes = Object.entries(job.permissions ?? {}).filter(([, may]) => may !== "read");
        for (const [permission] of writes) assert.equal(permission, "id-token", `${file} ${name}`);
      }
    }
  });

  it("give a fork's pull request neither secrets nor a role", () => {
    for (const [file, { on, jobs }] of workflows) {
      assert.ok(!("pull_request_target" in on), file);
      if (!("pull_request" in on)) continue;
      for (const [name, job] of Object.entries(jobs)) {
        const trusted = job.if?.includes("head.repo.full_name == github.repository") === true;
        assert.ok(trusted || !/secrets\.|id-token/.test(JSON.stringify(job)), `${file} ${name}`);
      }
    }
  });

  it("are never cancelled during a deployment", () => {
    assert.equal(workflows.get("deploy.yml")?.concurrency?.["cancel-in-progress"], false);
  });

  /** Whether the job has credentials, which the branch's code could use as well. */
  const isTrusted = (job: Job) => /secrets\.|id-token/.test(JSON.stringify(job));

  it("give credentials only to jobs of a GitHub environment", () => {
    for (const [file, { jobs }] of workflows) {
      for (const [name, job] of Object.entries(jobs)) {
        // The environment is set in the job of the called workflow.
        if (job.uses !== undefined || !isTrusted(job)) continue;
        assert.ok(job.environment, `${file} ${name}`);
      }
    }
  });

  it("give no unreviewed branch an environment that deploys", () => {
    for (const [file, { on, jobs }] of workflows) {
      if (!("pull_request" in on)) continue;
      for (const [name, { environment }] of Object.entries(jobs)) {
        if (environment === undefined) continue;
        assert.match(environment, /-preview$/, `${file} ${name}`);
      }
    }
  });

  it("preview only, and write nothing to GitHub, for a pull request", () => {
    const { jobs } = workflows.get("preview.yml")!;
    const pulumi = jobs["preview"]?.steps?.find(({ uses }) => uses?.startsWith("pulumi/actions@"));

    assert.equal(pulumi?.with?.["command"], "preview");
    assert.equal(pulumi?.with?.["comment-on-pr"], undefined);
  });

  it("pass secrets on by name, and only those that the called workflow declares", () => {
    for (const [file, { jobs }] of workflows) {
      for (const [name, { uses, secrets }] of Object.entries(jobs)) {
        assert.notEqual(secrets, "inherit", `${file} ${name}`);
        if (!uses?.startsWith("./")) continue;
        const called = workflows.get(uses.split("/").at(-1)!)!;
        const asked = Object.keys(called.on.workflow_call?.secrets ?? {});
        assert.deepEqual(Object.keys(secrets ?? {}), asked, `${file} ${name}`);
      }
    }
  });

  it("use third-party actions by commit, with the version in a comment", async () => {
    for (const file of files) {
      const text = await readFile(join(folder, file), "utf8");
      for (const [line, action] of text.matchAll(/^.*\buses: *(\S+).*$/gm)) {
        if (action!.startsWith("./")) continue;
        assert.match(line, /uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, file);
      }
    }
  });

  it("use each action at one commit", async () => {
    const commits = new Map<string, string>();
    for (const [file, { jobs }] of workflows) {
      for (const { uses } of Object.values(jobs).flatMap(({ steps }) => steps ?? [])) {
        if (uses === undefined) continue;
        const [action = "", commit = ""] = uses.split("@");
        assert.equal(commits.get(action) ?? commit, commit, `${file} ${action}`);
        commits.set(action, commit);
      }
    }
  });

  it("use third-party images by digest", () => {
    for (const [file, { jobs }] of workflows) {
      for (const { uses = "", with: inputs } of Object.values(jobs).flatMap(
        ({ steps }) => steps ?? [],
      )) {
        if (!uses.startsWith("docker/setup-qemu-action@")) continue;
        assert.match(String(inputs?.["image"]), /:[\w.-]+@sha256:[0-9a-f]{64}$/, file);
      }
    }
  });

  it("run no install scripts of packages", () => {
    for (const [file, { jobs }] of workflows) {
      for (const { run = "" } of Object.values(jobs).flatMap(({ steps }) => steps ?? [])) {
        for (const [command] of run.matchAll(/\bnpm (ci|i|install|add)\b[^&|;\n]*/g))
          assert.match(command, /--ignore-scripts/, file);
        assert.doesNotMatch(
          run,
          /\bnpx\b/,
          `${file}: npx downloads packages that no lock file pins`,
        );
      }
    }
  });

  it("leave no token in the checkout, and no cache where there are credentials", () => {
    for (const [file, { jobs }] of workflows) {
      for (const [name, job] of Object.entries(jobs)) {
        for (const { uses = "", with: inputs } of job.steps ?? []) {
          if (uses.startsWith("actions/checkout@"))
            assert.equal(inputs?.["persist-credentials"], false, `${file} ${name}`);
          if (!isTrusted(job)) continue;
          assert.ok(!uses.startsWith("actions/cache"), `${file} ${name}`);
          if (uses.startsWith("actions/setup-node@"))
            assert.deepEqual(
              [inputs?.["cache"], inputs?.["package-manager-cache"]],
              [undefined, false],
              `${file} ${name}`,
            );
        }
      }
    }
  });

  it("put no external text into a command", () => {
    for (const [file, { jobs }] of workflows) {
      for (const { run = "" } of Object.values(jobs).flatMap(({ steps }) => steps ?? []))
        assert.doesNotMatch(run, /\$\{\{/, file);
    }
  });

  it("test every supported version of Node", () => {
    const matrix = workflows.get("ci.yml")?.jobs["test"]?.strategy?.matrix.node;

    assert.deepEqual(matrix, ["20.19", 22, 24, 26]);
  });
});
