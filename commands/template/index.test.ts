import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../project/testing/runCommand.ts";
import { run } from "./index.ts";
import { root } from "../../tests/support/platformProcess.ts";

describe("npm run template", function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "template-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function template(route: string, event: object) {
    const file = join(folder, "event.json");
    await writeFile(file, JSON.stringify(event));
    return runCommand(run, [route, "--event", file], root);
  }

  it("prints the message that the platform's queue would receive", async () => {
    const { code, stdout, stderr } = await template("POST /feedback", {
      body: '{"text":"it\'s $x"}',
      claims: { sub: "user-1" },
    });

    assert.equal(code, 0, stderr);
    const [head = "", body = ""] = stdout.split("\n\n");
    assert.match(head, /^POST arn:aws:apigateway:us-east-1:sqs:path\/\d{12}\/local-feedback$/m);
    assert.match(head, /^x-amz-target: AmazonSQS.SendMessage$/m);
    const message = JSON.parse(body) as Record<string, unknown>;
    assert.equal(message["MessageBody"], '{"text":"it\'s $x"}');
    assert.deepEqual(message["MessageAttributes"], {
      user: { DataType: "String", StringValue: "user-1" },
    });
  });

  it("lists the known routes for an unknown one", async () => {
    const { code, stderr } = await template("POST /none", {});

    assert.equal(code, 1);
    assert.match(stderr, /"POST \/none" is not a route.*Use one of:.*POST \/feedback/);
  });
});
