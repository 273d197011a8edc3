import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { request } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import type { PlatformState } from "../../local/stateFile.ts";
import { PlatformProcess, root } from "../support/platformProcess.ts";
import { newUser } from "../support/users.ts";

const one = ["--port", "0", "--regions", "us-east-1"];

/** Folders of platforms among the system's temporary files. */
const folders = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith("palisade-"));

/** Processes whose working directory is in a platform's folder. */
function processesOf(folder: string): string[] {
  const table = execFileSync("ps", ["-eo", "pid,args", "--no-headers"], { encoding: "utf8" });
  return table.split("\n").filter((line) => {
    const pid = Number(line.trim().split(" ")[0]);
    return workingFolder(pid)?.startsWith(`${tmpdir()}/${folder}`);
  });
}

function workingFolder(pid: number): string | undefined {
  try {
    return execFileSync("readlink", [`/proc/${pid}/cwd`], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

/** The edge in `.local/platform.json`, if a platform of this checkout is running. */
function publishedEdge(): string | undefined {
  const file = `${root}/.local/platform.json`;
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, "utf8")) as PlatformState).edge;
}

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
};

const responds = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

const addressesOf = ({ edge, regions }: PlatformState): string[] => [
  edge,
  ...Object.values(regions).flatMap(({ api, aws }) => [api, aws]),
];

describe("a platform's life", function () {
  this.timeout(120_000);
  let platforms: PlatformProcess[] = [];

  const start = (...args: string[]) => {
    const platform = new PlatformProcess(...args);
    platforms.push(platform);
    return platform;
  };
  afterEach(async () => {
    await Promise.all(platforms.map((platform) => platform.stop()));
    platforms = [];
  });

  it("ends with Ctrl-C after the calls in progress, leaving no process, port, folder or address behind", async () => {
    const before = folders();
    const platform = start(...one);
    const state = await platform.ready();
    const [folder] = folders().filter((name) => !before.includes(name));
    assert.ok(folder && processesOf(folder).length > 0);
    const { idToken } = await newUser(state, "ada@example.com");
    const body = JSON.stringify({ item: "tea", quantity: 1 });
    const headers = {
      authorization: idToken,
      "content-type": "application/json",
      "content-length": body.length,
    };

    const responded = new Promise<number | undefined>((resolve, reject) => {
      const call = request(`${state.edge}/orders`, { method: "POST", headers }, (response) => {
        resolve(response.resume().statusCode);
      });
      call.on("error", reject);
      call.write(body.slice(0, 5));
      void platform.line(/^Stopping/).then(() => call.end(body.slice(5)));
      call.once("socket", (socket) => socket.once("connect", () => platform.interrupt()));
    });

    assert.equal(await responded, 201);
    await platform.exited;
    assert.deepEqual(processesOf(folder), []);
    assert.equal(folders().includes(folder), false);
    assert.notEqual(publishedEdge(), state.edge);
    const still = await Promise.all(addressesOf(state).map(responds));
    assert.ok(!still.includes(true));
  });

  for (const moment of [/scripts\/run\.mjs start/, /Started the AWS/, /Loaded the stacks/]) {
    it(`ends with Ctrl-C at ${moment}, while it is starting`, async () => {
      const before = folders();
      const platform = start(...one);
      await platform.line(moment);

      platform.interrupt();

      await platform.exited;
      await until(() => folders().every((name) => before.includes(name)));
      assert.doesNotMatch(platform.output, /^ready|Error/m);
    });
  }

  describe("beside another one", () => {
    // Neither Linux nor macOS gives connections a port below 32,768, so the following ports are free too.
    const port = String(20_000 + Math.floor(Math.random() * 1_000) * 10);
    const onSamePort = ["--port", port, "--regions", "us-east-1"];
    let earlier: string[];
    let first: PlatformProcess;
    let firstState: PlatformState;
    let second: PlatformProcess;
    let secondState: PlatformState;
    const added = () => folders().filter((name) => !earlier.includes(name));

    before(async () => {
      earlier = folders();
      first = new PlatformProcess(...onSamePort);
      firstState = await first.ready();
      second = new PlatformProcess("--port", "0", "--regions", "eu-west-1");
      secondState = await second.ready();
    });
    after(() => Promise.all([first.stop(), second.stop()]));

    it("has its own users, also in a single region other than home", async () => {
      const { idToken } = await newUser(firstState, "ada@example.com");
      const { idToken: ofSecond } = await newUser(secondState, "ada@example.com");
      const call = async ({ edge }: PlatformState, authorization: string) =>
        (await fetch(`${edge}/orders`, { headers: { authorization } })).status;

      assert.match(secondState.regions["eu-west-1"]!.userPoolId, /^eu-west-1_/);
      assert.equal(await call(firstState, idToken), 200);
      assert.equal(await call(secondState, ofSecond), 200);
      assert.equal(await call(secondState, idToken), 401, "another platform's pool is not trusted");
    });

    it("starts again after it was killed; the killed one leaves nothing behind, and the other one runs", async () => {
      first.interrupt("SIGKILL");
      await first.exited;
      first = new PlatformProcess(...onSamePort);
      await first.ready();

      await until(() => added().length === 2);
      await until(async () => !(await responds(firstState.regions["us-east-1"]!.aws)));
      assert.equal((await fetch(`${secondState.edge}/health`)).status, 200);
      await first.stop();
      assert.equal((await fetch(`${secondState.edge}/health`)).status, 200);
    });

    it("ends when only npm is killed", async () => {
      second.child.kill("SIGKILL");

      await until(() => added().length === 0);
      await until(async () => !(await responds(secondState.edge)));
    });
  });

  describe("refuses to start", () => {
    const fails = async (...args: string[]): Promise<string> => {
      const platform = start(...args);
      assert.notEqual(await platform.exited, 0);
      return platform.output;
    };

    it("with a port in use", async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;

      const output = await fails("--port", String(port), "--regions", "us-east-1");

      server.close();
      assert.match(output, new RegExp(`Port ${port} is in use. Choose another with --port`));
    });

    for (const [what, args, message] of [
      [
        "a region without a stack",
        ["--port", "0", "--regions", "us-east-1,ap-south-1"],
        /no stack "local-ap-south-1".*"local" has the regions eu-west-1, us-east-1/s,
      ],
      ["an environment without a stack", ["--env", "nowhere"], /no stack of environment "nowhere"/],
      ["a port that is not valid", ["--port", "http"], /whole number from 0 to 65000/],
      [
        "regions that are not valid",
        ["--regions", "us"],
        /of regions, such as us-east-1,eu-west-1/,
      ],
    ] as const) {
      it(`with ${what}`, async () => {
        assert.match(await fails(...args), message);
      });
    }
  });
});
