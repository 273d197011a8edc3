import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, mkdtemp, realpath, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Reloader } from "./reloader.ts";
import { NotedActions } from "./testing/notedActions.ts";

describe("a reloader", () => {
  let root: string;
  let actions: NotedActions;
  let reloader: Reloader;
  let printed: string[];

  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), "reload-")));
    await write("package.json", "{}");
    await write(".gitignore", "*.log\nnode_modules/\n.env.local\n");
    await write("services/orders/.dockerignore", "testing\n**/*.test.js\n.dockerignore\n");
    await write("services/orders/server.js", "1");
    await write("elsewhere/linked/server.js", "1");
    await symlink(join(root, "elsewhere/linked"), join(root, "services/linked"));
    await write("handlers/report.ts", "export const handler = () => 1;");
    await write("shared/both.ts", "export const both = 1;");
    await write("stacks/platform.ts", "1");
    await write("messages/en/signUp.txt", "1");
    await write("unrelated/file.ts", "1");
    const build = {
      stdin: { contents: 'export * from "./handlers/report.ts";', resolveDir: root },
      ...{ bundle: true, minify: true, logLevel: "silent" },
    };
    await write("dist/functions/report/bundle.json", JSON.stringify({ build, inputs: [] }));
    await write("dist/functions/report/index.js", "");
    actions = new NotedActions(root);
    printed = [];
    reloader = new Reloader({
      ...{ root, actions, prefix: "local-", where: "in both regions" },
      print: (line) => printed.push(line),
    });
    await reloader.start(Date.now() + 60_000);
  });
  afterEach(async () => {
    await reloader.close();
    await rm(root, { recursive: true });
  });

  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  };

  /** Waits until a number of actions were carried out, and nothing waits. */
  const done = async (count: number): Promise<string[]> => {
    while (actions.done.length < count || !reloader.isSettled) await pause(5);
    return actions.done.splice(0).sort();
  };

  const cases: [what: string, change: () => Promise<unknown>, expected: string[]][] = [
    ["a service's file", () => write("services/orders/server.js", "2"), ["restart local-orders"]],
    [
      "several files at once, new ones too",
      async () => {
        await write("services/orders/server.js", "2");
        await write("services/orders/lib/new/file.js", "2");
        await rename(join(root, "services/orders/server.js"), join(root, "services/orders/a.js"));
      },
      ["restart local-orders"],
    ],
    [
      "a file that was renamed, renamed back and changed",
      async () => {
        const [from, to] = [join(root, "stacks/platform.ts"), join(root, "stacks/b.ts")];
        await rename(from, to);
        await rename(to, from);
        await write("stacks/platform.ts", "2");
      },
      ["define"],
    ],
    [
      "the file of a service that is a link",
      () => write("elsewhere/linked/server.js", "2"),
      ["restart local-linked"],
    ],
    [
      "a file that only the definition reads",
      () => write("messages/en/signUp.txt", "2"),
      ["define"],
    ],
    ["a new file in a folder that it lists", () => write("messages/en/new.txt", "1"), ["define"]],
    ["a file that it looked for in vain", () => write("messages/fr/signUp.txt", "1"), ["define"]],
    ["a stack file", () => write("stacks/Pulumi.local-a.yaml", "1"), ["define"]],
    [
      "a function's source",
      () => write("handlers/report.ts", "export const handler = () => 2;"),
      ["load local-report-1a2b3c4"],
    ],
    [
      "a file of both a function and the definition",
      async () => {
        await write("handlers/report.ts", 'export { both as handler } from "../shared/both.ts";');
        await done(1);
        await write("shared/both.ts", "export const both = 2;");
      },
      ["define", "load local-report-1a2b3c4"],
    ],
    [
      "the secrets' file",
      () => write(".env.local", "ORDERS__KEY=1"),
      ["restart local-orders", "secrets"],
    ],
    [
      "a folder that was deleted and is there again",
      async () => {
        await rm(join(root, "services/orders"), { recursive: true });
        // The definition tells what is gone. What follows is seen after it.
        await write("elsewhere/linked/server.js", "2");
        assert.deepEqual(await done(1), ["restart local-linked"]);
        await write("services/orders/server.js", "3");
      },
      ["restart local-orders"],
    ],
  ];
  for (const [what, change, expected] of cases) {
    it(`acts once on ${what}`, async () => {
      await change();

      assert.deepEqual(await done(expected.length), expected);
    });
  }

  it("does nothing if no content changes, or only in files that have no part in anything", async () => {
    const now = new Date();
    await utimes(join(root, "services/orders/server.js"), now, now);
    await write("stacks/platform.ts", "1");
    await write("unrelated/file.ts", "2");
    await write("new/file.ts", "2");
    await write("notes.txt", "2");
    for (const name of ["routes.test.js", "testing/a.js", "a.log", ".a.js.swp", "a.js~"]) {
      await write(`services/orders/${name}`, "2");
    }
    await write("services/orders/node_modules/a/index.js", "2");
    await write("services/orders/transient.js", "2");
    await rm(join(root, "services/orders/transient.js"));
    // What follows is seen after all of that.
    await write("stacks/platform.ts", "2");

    assert.deepEqual(await done(1), ["define"]);
    assert.equal(printed.length, 1);
  });

  it("leaves a service alone that reloads itself, except for how it is started", async () => {
    const manifest = { scripts: { "start:watch": "node --watch server.js" } };
    await write("services/orders/package.json", JSON.stringify(manifest));
    assert.deepEqual(await done(1), ["restart local-orders"]);

    await write("services/orders/server.js", "2");
    await write("services/linked/server.js", "2");
    assert.deepEqual(await done(1), ["restart local-linked"]);

    await write("services/orders/package.json", "{}");
    assert.deepEqual(await done(1), ["restart local-orders"]);
  });

  it("aborts what is outdated, and reports the last state alone", async () => {
    const started = new EventTarget();
    actions.act = async (_, signal) => {
      actions.act = () => Promise.resolve();
      started.dispatchEvent(new Event("start"));
      await once(signal!, "abort");
      throw new Error("outdated");
    };
    const first = once(started, "start");
    await write("stacks/platform.ts", "2");
    await first;
    await write("stacks/platform.ts", "3");

    assert.deepEqual(await done(1), ["define"]);
    assert.equal(reloader.reloads.faults.length, 0);
    assert.deepEqual(
      reloader.reloads.feed.items.map(({ text }) => text),
      ["stacks/platform.ts: new GET /a in both regions"],
    );
  });

  it("tells an error with its place, tries again with any file, and tells that it is mended", async () => {
    actions.act = async () => {
      throw Object.assign(new Error("No such service."), { stack: "at stacks/platform.ts:1:2" });
    };
    await write("stacks/platform.ts", "broken");
    while (printed.length < 5) await pause(5);

    const [fault] = reloader.reloads.faults;
    assert.deepEqual(fault?.error, {
      ...{ message: "No such service.", file: "stacks/platform.ts", line: 1, source: "broken" },
    });
    assert.match(printed.join("\n"), /^✗ stacks\/platform.ts: the definition was not changed, \d/);
    assert.match(printed.join("\n"), /The last version that worked keeps serving\.$/);

    let attempts = 0;
    const { act } = actions;
    actions.act = (...call) => {
      attempts++;
      return act(...call);
    };
    await write("out.txt", "such as this platform's output");
    while (attempts === 0 || !reloader.isSettled) await pause(5);
    assert.equal(printed.length, 5);

    actions.act = () => Promise.resolve();
    await write("models/order.json", "{}");
    assert.deepEqual(await done(1), ["define"]);
    assert.deepEqual(reloader.reloads.faults, []);
    assert.match(printed.at(-1)!, /It works again\.$/);
  });

  it("tells a function's syntax error, and keeps its bundle", async () => {
    await write("handlers/report.ts", "export const handler = (;");
    while (printed.length < 5) await pause(5);

    assert.match(printed[0]!, /^✗ report was not reloaded, /);
    assert.equal(reloader.reloads.faults[0]?.error?.line, 1);
    assert.deepEqual(actions.done, []);
  });

  it("says that other packages need a new start, and nothing of a new service", async () => {
    const packages = { "node_modules/invoices": { link: true }, "services/invoices": {} };
    await write("package-lock.json", JSON.stringify({ packages }));
    await write("package.json", '{ "name": "a" }');
    // What follows is seen after all of that.
    await write("stacks/platform.ts", "2");
    assert.deepEqual(await done(1), ["define"]);
    assert.equal(printed.length, 1);

    await write("package.json", '{ "dependencies": { "a": "1" } }');
    while (printed.length === 1) await pause(5);

    assert.match(printed[1]!, /^Takes effect at the next start: .*package\.json/);
  });

  it("names all that is gone, whatever else has changed", async () => {
    const names = ["new GET /a", "new GET /b", "new GET /c", "new GET /d", "changed GET /e"];
    const gone = ["removed GET /f", "deleted Table g", "replaced Queue h"];
    actions.reloadDefinition = async () => ({ names: [...names, ...gone], needsStart: [] });
    await write("stacks/platform.ts", "2");
    while (printed.length === 0) await pause(5);

    assert.match(
      printed[0]!,
      /: removed GET \/f, deleted Table g, replaced Queue h, new GET \/a and 4 more in both/,
    );
  });
});
