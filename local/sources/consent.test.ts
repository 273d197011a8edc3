import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { agreeToRun } from "./consent.ts";
import type { ExportFile } from "./exportFiles.ts";

describe("consent to run an export", () => {
  const { XDG_CACHE_HOME: cache } = process.env;
  let folder: string;
  let root: string;
  let printed: string[];
  let questions: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "consent-"));
    root = join(folder, "project");
    await mkdir(root);
    process.env["XDG_CACHE_HOME"] = join(folder, "cache");
    printed = [];
    questions = [];
  });
  afterEach(async () => {
    if (cache === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = cache;
    await rm(folder, { recursive: true });
  });

  const exportFile = (path: string, text = "text", names = ["hello"]): ExportFile => {
    const resource = (type: string, name: string) => ({
      type,
      name,
      id: "",
      inputs: {},
      outputs: {},
    });
    const functions = names.map((name) => resource("aws:lambda/function:Function", name));
    const resources = [
      ...functions,
      resource("aws:cloudfront/function:Function", "rewrite"),
      resource("aws:ecs/service:Service", "orders"),
    ];
    const exported = {
      name: "prod",
      region: "eu-west-1",
      accountId: undefined,
      resources,
      outputs: {},
    };
    return { file: join(folder, path), text, exported };
  };
  const agree = (reply: string | undefined, ...exports: ExportFile[]) =>
    agreeToRun(exports, {
      root,
      print: (line) => printed.push(line),
      ask: async (question) => {
        questions.push(question);
        return reply;
      },
    });

  it("prints what it runs, with counts and names", async () => {
    await agree("y", exportFile("foreign.json", "text", ["hello", "report"]));

    assert.deepEqual(printed, [
      `${join(folder, "foreign.json")} is code that runs on this machine as you: ` +
        "3 functions (hello, report, rewrite); 1 service (orders). Services can do all that you can.",
    ]);
  });

  it("asks once for a foreign export, and again when it has changed", async () => {
    await agree("y", exportFile("foreign.json"));
    await agree("no", exportFile("foreign.json"));
    assert.equal(questions.length, 1);
    assert.equal(printed.length, 2);

    await assert.rejects(agree("no", exportFile("foreign.json", "changed")), {
      name: "ConsentError",
      message: /^Nothing was started: the code of .*foreign\.json was not accepted\.$/,
    });
    await agree("YES", exportFile("foreign.json", "changed"));
    assert.equal(questions.length, 3);
  });

  it("asks again when the export has moved", async () => {
    await agree("y", exportFile("foreign.json"));

    await agree("y", exportFile("other/foreign.json"));

    assert.equal(questions.length, 2);
  });

  for (const reply of ["", "n", "no", "yess", "yy", undefined]) {
    it(`treats ${JSON.stringify(reply) ?? "no reply"} as no, and does not record it`, async () => {
      await assert.rejects(agree(reply, exportFile("foreign.json")), { name: "ConsentError" });
      await assert.rejects(agree(reply, exportFile("foreign.json")), { name: "ConsentError" });
      assert.equal(questions.length, 2);
    });
  }

  it("asks one question for several foreign exports", async () => {
    await agree("y", exportFile("project/own.json"), exportFile("a.json"), exportFile("b.json"));

    assert.equal(printed.length, 3);
    assert.equal(questions.length, 1);
    assert.match(
      questions[0]!,
      /a\.json, .*b\.json are not in this project\. Run this code\? \(y\/N\) $/,
    );
  });

  it("continues without a terminal, and still prints the warning", async () => {
    const print = (line: string) => printed.push(line);

    await agreeToRun([exportFile("foreign.json")], { root, print, ask: undefined });

    assert.equal(printed.length, 1);
  });

  it("escapes names, and shortens long lists", async () => {
    const names = ["evil\x1b[2K\nno functions", ...Array.from({ length: 100 }, (_, n) => `f${n}`)];

    await agree("y", exportFile("foreign.json", "text", names));

    assert.match(printed[0]!, /102 functions \(evil�\[2K�no functions, f0, .*, f18 and 82 more\)/);
  });
});
