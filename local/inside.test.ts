import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve, sep } from "node:path";
import fc from "fast-check";
import { inside, printable, wayWithin } from "./inside.ts";

describe("inside", () => {
  for (const name of [
    "index.js",
    "lib/a.js",
    "./a",
    ".",
    "a..b",
    "..a/b..",
    "lib:b",
    "...",
    "ü/€ x",
  ]) {
    it(`accepts "${name}"`, () => {
      assert.equal(inside("/folder", name), join("/folder", name));
    });
  }

  const wrong: [name: string, problem: RegExp][] = [
    ["../a", /leads out of its folder/],
    ["..", /leads out of its folder/],
    ["a/../../b", /leads out of its folder/],
    ["a/../b", /leads out of its folder/],
    ["/etc/passwd", /is absolute/],
    ["//host/share", /is absolute/],
    ["C:/windows", /is absolute/],
    ["c:relative", /is absolute/],
    ["..\\a", /contains a backslash/],
    ["\\\\host\\share", /contains a backslash/],
    ["a\0.js", /contains a null character/],
    ["", /is empty/],
  ];
  for (const [name, problem] of wrong) {
    it(`refuses ${JSON.stringify(name)}`, () => {
      assert.throws(() => inside("/folder", name, "The key"), {
        name: "PathError",
        message: problem,
      });
    });
  }

  it("never leads out of the folder", () => {
    const part = fc.constantFrom("..", ".", "", "a", "/", "\\", "\0", "C:", "..a", " ");
    fc.assert(
      fc.property(fc.array(part), fc.constantFrom("/", "\\", ""), (parts, separator) => {
        let path: string;
        try {
          path = inside("/folder", parts.join(separator));
        } catch {
          return;
        }
        assert.ok(`${resolve(path)}${sep}`.startsWith(`/folder${sep}`));
      }),
    );
  });
});

describe("wayWithin", () => {
  let folder: string;

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "inside-")));
    await mkdir(join(folder, "own", "lib"), { recursive: true });
    await mkdir(join(folder, "own-twin"));
    await symlink(join(folder, "own-twin"), join(folder, "own", "out"));
    await symlink(join(folder, "own"), join(folder, "link"));
  });
  after(() => rm(folder, { recursive: true }));

  const cases: [from: string, to: string, way: string[] | undefined][] = [
    ["own", "own", []],
    ["own", "own/lib", ["lib"]],
    ["own", "own/lib/nowhere/x", ["lib", "nowhere", "x"]],
    ["own", "link/lib", ["lib"]],
    ["link", "own/nowhere", ["nowhere"]],
    ["own", "own-twin", undefined],
    ["own", "own/out", undefined],
    ["own", "own/out/nowhere", undefined],
    ["own", ".", undefined],
  ];
  for (const [from, to, way] of cases) {
    it(`is ${String(way && `"${way.join("/")}"`)} from ${from} to ${to}`, () => {
      assert.deepEqual(wayWithin(join(folder, from), join(folder, to)), way);
    });
  }
});

describe("printable", () => {
  it("removes characters that move a terminal's cursor or reverse text", () => {
    assert.equal(printable("a\x1b[2K\r\nready\u202e\x9b\u2028ü€"), "a�[2K��ready���ü€");
  });
});
