import assert from "node:assert/strict";
import { engineOrSkip, Project, projectFiles } from "../support/engine.ts";

// The real engine with the replacement for Pulumi's Node.js host, or with Pulumi's own if it is
// installed. Proves nothing about providers, because the program has only components.

const commandTimeoutMs = 120_000;

const program = `
  import * as pulumi from "@pulumi/pulumi";

  class Greeting extends pulumi.ComponentResource {
    constructor(name: string, args: { text: pulumi.Input<string> }) {
      super("test:index:Greeting", name, args);
      this.registerOutputs();
    }
  }

  export default async () => {
    const config = new pulumi.Config();
    new Greeting("greeting", { text: config.require("text") });
    return { text: config.require("text"), stack: pulumi.getStack(), secret: config.requireSecret("secret") };
  };
`;

const files = {
  ...projectFiles("greetings", {
    config: { text: { type: "string", default: "good morning" } },
  }),
  "index.ts": program,
};

// With more than one frame, Node.js needs 40 s to print a stack trace of the SDK
// (nodejs/node#64011).
const failing = `
  import { ComponentResource } from "@pulumi/pulumi";
  Error.stackTraceLimit = 1;
  export default async () => {
    new ComponentResource("test:index:Half", "half");
    throw new Error("the program gave up");
  };
`;

const policyPack = {
  "pack/PulumiPolicy.yaml": "runtime: nodejs\nversion: 0.0.1\n",
  "pack/package.json":
    '{ "name": "pack", "version": "0.0.1", "type": "commonjs", "main": "index.js" }',
  "pack/index.js": `
    const { PolicyPack } = require("@pulumi/policy");
    const { Config, getStack } = require("@pulumi/pulumi");
    const shouted = new Config().require("text").toUpperCase();
    new PolicyPack("manners", {
      policies: [{
        name: "no-shouting",
        description: "Greetings are not shouted.",
        enforcementLevel: "mandatory",
        validateResource: (args, report) => {
          if (args.type === "test:index:Greeting" && args.props.text === shouted) {
            report(getStack() + ": " + args.props.text);
          }
        },
      }],
    });
  `,
};

const stack = ["--stack", "dev"];

describe("the engine", function () {
  this.timeout(commandTimeoutMs);
  let project: Project;

  before(async function () {
    project = await Project.create(await engineOrSkip(this));
    await project.write(files);
    const made = await project.pulumi(["stack", "init", "dev"]);
    assert.equal(made.code, 0, made.stderr);
    await project.pulumi(["config", "set", "--secret", "secret", "do not tell", ...stack]);
  });

  after(() => project?.remove());

  it("deploys, finds no changes, and destroys", async () => {
    const up = ["up", "--yes", "--skip-preview"];
    const first = await project.pulumi([...up, ...stack]);
    const outputs = await project.pulumi(["stack", "output", "--json", ...stack]);
    const second = await project.pulumi([...up, "--expect-no-changes", ...stack]);
    const gone = await project.pulumi(["destroy", "--yes", "--skip-preview", ...stack]);

    assert.equal(first.code, 0, first.stdout + first.stderr);
    assert.match(first.stdout, /\+ 2 created/);
    assert.deepEqual(JSON.parse(outputs.stdout), {
      text: "good morning",
      stack: "dev",
      secret: "[secret]",
    });
    assert.equal(second.code, 0, second.stdout + second.stderr);
    assert.match(second.stdout, /2 unchanged/);
    assert.equal(gone.code, 0, gone.stdout + gone.stderr);
    assert.match(gone.stdout, /- 2 deleted/);
  });

  it("fails with the error of a failing program", async () => {
    await project.write({ "index.ts": failing });

    const outcome = await project.pulumi(["preview", ...stack]);

    await project.write({ "index.ts": program });
    assert.notEqual(outcome.code, 0);
    assert.match(outcome.stdout, /the program gave up/);
  });

  it("fails with the text of a program that cannot be parsed", async () => {
    await project.write({ "index.ts": "export default async () => {" });

    const outcome = await project.pulumi(["preview", ...stack]);

    await project.write({ "index.ts": program });
    assert.notEqual(outcome.code, 0);
    const output = outcome.stdout + outcome.stderr;
    // By tsx, or by Node.js itself.
    assert.match(output, /index\.ts:1:\d+: ERROR|index\.ts:1\n.*\n.*\n *SyntaxError: /);
  });

  it("refuses resources that a policy pack forbids, and allows others", async () => {
    await project.write(policyPack);
    const preview = ["preview", "--policy-pack", "pack", ...stack];

    const passing = await project.pulumi(preview);
    await project.pulumi(["config", "set", "text", "GOOD MORNING!", ...stack]);
    const refused = await project.pulumi(preview);

    assert.equal(passing.code, 0, passing.stdout + passing.stderr);
    assert.notEqual(refused.code, 0);
    assert.match(refused.stdout, /\[mandatory\]\s+no-shouting/);
    // The pack reads the stack's name and config when it starts.
    assert.match(refused.stdout, /dev: GOOD MORNING!/);
  });
});
