import assert from "node:assert/strict";
import type { Site } from "./readSite.ts";
import { deletable, nextRelease, type SiteRelease } from "./release.ts";

const site = (release: string, ...paths: string[]): Site => ({
  files: paths.map((path) => ({ path, source: path, contentType: "", cacheControl: "" })),
  release,
  skipped: [],
});

describe("a site's release", () => {
  it("keeps the former release's files until the next one, and its pages not at all", () => {
    const first = nextRelease(site("1", "a.1.js", "index.html", "old.html"));
    const second = nextRelease(site("2", "a.2.js", "index.html"), first);
    const third = nextRelease(site("3", "a.3.js", "index.html"), second);
    const fourth = nextRelease(site("4", "a.4.js", "index.html"), third);

    assert.deepEqual(first, {
      release: "1",
      files: ["a.1.js", "index.html", "old.html"],
      kept: [],
      retired: [],
    });
    assert.deepEqual([second.kept, second.retired], [["a.1.js"], []]);
    assert.deepEqual([third.kept, third.retired], [["a.2.js"], ["a.1.js"]]);
    assert.deepEqual([fourth.kept, fourth.retired], [["a.3.js"], ["a.2.js", "a.1.js"]]);
  });

  it("is the former one if nothing has changed", () => {
    const former: SiteRelease = { release: "1", files: ["a"], kept: ["b"], retired: ["c"] };

    assert.equal(nextRelease(site("1", "a"), former), former);
  });

  it("takes files back that an earlier release had", () => {
    const former: SiteRelease = { release: "3", files: ["a.3"], kept: ["a.2"], retired: ["a.1"] };
    const { kept, retired } = nextRelease(site("1", "a.1"), former);

    assert.deepEqual([kept, retired], [["a.3"], ["a.2"]]);
  });

  it("does not delete a file by whose name another one begins", () => {
    const used: SiteRelease = {
      release: "1",
      files: ["a.json"],
      kept: ["b.js.map"],
      retired: ["a.js", "b.js", "c.js"],
    };

    assert.deepEqual(deletable(used), ["c.js"]);
  });

  it("stays within the number of rules that a bucket has", () => {
    const many = Array.from({ length: 1_200 }, (_, index) => `${index}.js`);
    const former: SiteRelease = { release: "1", files: [], kept: many, retired: ["old.js"] };

    assert.equal(deletable(nextRelease(site("2"), former)).length, 500);
  });
});
