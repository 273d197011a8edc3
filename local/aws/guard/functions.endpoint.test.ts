import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, InvokeCommand, type Runtime } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { strToU8, zipSync } from "fflate";
import { closedWays, folderOfTests } from "../../lambda/testing/closedWays.ts";
import { curious } from "../../lambda/testing/curious.ts";
import { socketOfOthers } from "../../lambda/testing/socketOfOthers.ts";
import { miniStack } from "../cognito/testing/miniStack.ts";
import { send, sign } from "./testing/requests.ts";

const role = "arn:aws:iam::123456789012:role/functions";

/** Uses MiniStack's replacement for the SDK, because the code has none. */
const withSdk = `
  const { DynamoDBClient, ListTablesCommand } = require("@aws-sdk/client-dynamodb");
  exports.handler = async () => new DynamoDBClient({}).send(new ListTablesCommand({}));`;

describe("a function that the AWS endpoint runs", () => {
  const stack = miniStack();
  let outside: string;
  let secret: string;
  let created = 0;

  before(async () => {
    await mkdir(folderOfTests, { recursive: true });
    outside = await mkdtemp(join(folderOfTests, "outside-"));
    secret = join(outside, "platform.json");
    await writeFile(secret, "SECRET=of-the-user");
    await stack.aws.iam.send(
      new CreateRoleCommand({
        RoleName: "functions",
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "lambda.amazonaws.com" },
              Action: "sts:AssumeRole",
            },
          ],
        }),
      }),
    );
  });
  after(async () => {
    await rm(outside, { recursive: true });
  });

  async function create(
    files: Record<string, string>,
    { runtime = "nodejs22.x", variables = {} }: { runtime?: Runtime; variables?: object } = {},
  ): Promise<string> {
    const name = `curious-${(created += 1)}`;
    const contents = Object.entries(files).map(([path, text]) => [path, strToU8(text)] as const);
    await stack.aws.lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role: role,
        Runtime: runtime,
        Handler: "index.handler",
        Timeout: 10,
        Environment: { Variables: { ...variables } },
        Code: { ZipFile: zipSync(Object.fromEntries(contents)) },
      }),
    );
    return name;
  }

  async function invoke(name: string, event: object = {}): Promise<unknown> {
    const { Payload } = await stack.aws.lambda.send(
      new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
    );
    return JSON.parse(Buffer.from(Payload!).toString());
  }

  const call = async (name: string, way: string, what?: unknown) => invoke(name, { way, what });
  const attempt = async (way: string, what?: unknown) =>
    call(await create({ "index.mjs": curious }), way, what);

  for (const [way, what, result] of closedWays) {
    it(`is refused: ${way} ${what ?? ""}`, async () => {
      assert.equal(await attempt(way, what), result);
    });
  }

  for (const way of ["read", "readBytes", "readUrl", "readLater", "loadEnvironment"]) {
    it(`cannot read the user's files: ${way}`, async () => {
      assert.equal(await attempt(way, secret), "ERR_ACCESS_DENIED");
    });
  }

  it("cannot read the user's files by a path in its code", async () => {
    const runs = join(outside, "runs");
    const name = await create({
      "index.mjs": curious,
      [`../../escaped`]: "text",
      "escape.cjs": `require("node:fs").writeFileSync(${JSON.stringify(runs)}, "")`,
    });

    assert.equal(await call(name, "load", "./escape.cjs"), "ERR_ACCESS_DENIED");
    assert.equal(existsSync(runs), false);
  });

  it("cannot read other functions' files", async () => {
    const other = await create({ "index.mjs": curious });
    const folder = (await call(other, "here")) as string;

    // A path in the machine's `/tmp` leads to the function's `/tmp`.
    const refusals: unknown[] = ["ERR_ACCESS_DENIED", "ENOENT"];
    assert.ok(refusals.includes(await attempt("list", folder)));
    assert.ok(refusals.includes(await attempt("write", join(folder, "index.mjs"))));
  });

  it("cannot write outside of its folder, nor to its runtime", async () => {
    const name = await create({ "index.mjs": curious });
    const folder = (await call(name, "here")) as string;

    assert.equal(await call(name, "write", join(outside, "written")), "ERR_ACCESS_DENIED");
    assert.equal(await call(name, "write", join(folder, "../_worker.js")), "ERR_ACCESS_DENIED");
    assert.equal(existsSync(join(outside, "written")), false);
  });

  it("stays confined whatever its variables are", async () => {
    const name = await create(
      { "index.mjs": curious },
      {
        variables: {
          NODE_OPTIONS: "--allow-fs-read=* --allow-fs-write=* --allow-child-process",
          LD_PRELOAD: "/nowhere.so",
          NODE_REDIRECT_WARNINGS: join(outside, "warnings"),
        },
      },
    );

    assert.equal(await call(name, "read", secret), "ERR_ACCESS_DENIED");
    assert.equal(await call(name, "run"), "ERR_ACCESS_DENIED");
    assert.equal(existsSync(join(outside, "warnings")), false);
  });

  for (const change of ["none", "startsWith", "some", "values", "resolve"]) {
    it(`cannot connect to other programs' sockets by changing globals: ${change}`, async () => {
      const path = join(outside, "docker.sock");
      const others = await socketOfOthers(path);

      await attempt("socketAfter", { change, path });

      assert.equal(await others.connections(), 0);
    });
  }

  it("has its own /tmp, with sockets in it", async () => {
    const name = await create({ "index.mjs": curious });
    const file = `/tmp/palisade-test-${process.pid}`;

    assert.equal(await call(name, "write", file), "written");
    assert.equal(await call(name, "read", file), "text");
    assert.equal(await call(name, "ownSocket", "/tmp/server.sock"), 200);
    assert.equal(await attempt("exists", file), false);
    assert.equal(existsSync(file), false);
  });

  it("has its variables, the endpoint and UTC", async () => {
    const code = `
      exports.handler = async () => ({ own: process.env.OWN, home: process.env.HOME,
        offset: new Date(2026, 6, 1).getTimezoneOffset(), url: process.env.AWS_ENDPOINT_URL });`;
    const name = await create({ "index.js": code }, { variables: { OWN: "own" } });

    const { own, offset, home, url } = (await invoke(name)) as Record<string, unknown>;

    assert.deepEqual([own, offset], ["own", 0]);
    assert.notEqual(home, homedir());
    assert.match(String(url), /^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("can call other services of the endpoint", async () => {
    const response = (await invoke(await create({ "index.js": withSdk }))) as object;

    assert.match(JSON.stringify(response), /TableNames|not authorized/);
  });

  for (const runtime of ["python3.12", "provided.al2023"] as const) {
    it(`is refused for a runtime that can't be confined: ${runtime}`, async () => {
      const file = join(outside, runtime);
      const name = await create(
        {
          "index.py": `open(${JSON.stringify(file)}, "w")\ndef handler(event, context): return "ran"`,
          bootstrap: `#!/bin/sh\ntouch ${JSON.stringify(file)}\n`,
        },
        { runtime },
      );

      const { errorMessage } = (await invoke(name)) as { errorMessage: string };

      assert.match(errorMessage, /it can confine only functions of Node\.js/);
      assert.equal(existsSync(file), false);
    });
  }

  const ask = async (service: string, target: string, input: object) => {
    const request = {
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
      body: JSON.stringify(input),
    };
    const { url, accessKey } = stack.aws;
    const response = await send(
      url,
      await sign(url, request, { credentials: accessKey!, service }),
    );
    return JSON.parse(response.body) as Record<string, never>;
  };
  it("is confined as a script of Glue, too", async () => {
    const file = join(outside, "glue");
    const { url, region, accessKey: credentials } = stack.aws;
    const s3 = new S3Client({
      endpoint: url,
      region,
      credentials: credentials!,
      forcePathStyle: true,
    });
    await s3.send(new CreateBucketCommand({ Bucket: "scripts" }));
    const Body = `open(${JSON.stringify(file)}, "w")`;
    await s3.send(new PutObjectCommand({ Bucket: "scripts", Key: "job.py", Body }));
    await ask("glue", "AWSGlue.CreateJob", {
      Name: "job",
      Role: role,
      Command: { Name: "pythonshell", ScriptLocation: "s3://scripts/job.py" },
    });
    const { JobRunId: RunId } = await ask("glue", "AWSGlue.StartJobRun", { JobName: "job" });

    let run: { JobRunState: string; ErrorMessage?: string };
    do run = (await ask("glue", "AWSGlue.GetJobRun", { JobName: "job", RunId }))["JobRun"]!;
    while (/STARTING|RUNNING/.test(run.JobRunState));

    assert.equal(existsSync(file), false, JSON.stringify(run));
  });
});
