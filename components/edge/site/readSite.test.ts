import assert from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { faultsOf, refuses } from "../../shared/testing/refuses.ts";
import { Distribution, type EdgeDefinition } from "../index.ts";
import { args } from "../testing/recordDistribution.ts";
import { removeSiteFolders, siteFolder } from "../testing/siteFolder.ts";

const define = (site: EdgeDefinition["site"], edge: EdgeDefinition = {}) =>
  new Distribution("dev-edge", { ...args, edge: { ...edge, ...(site && { site }) } });

after(removeSiteFolders);

describe("a site's folder", () => {
  const wrong: Record<string, [make: (folder: string) => void, message: RegExp]> = {
    "a file behind a link to the outside": [
      (folder) => symlinkSync("/etc/hostname", join(folder, "host.txt")),
      /host\.txt is a link to a file outside of the folder\. Copy the file/,
    ],
    "a link to nothing": [
      (folder) => symlinkSync("missing", join(folder, "lost.txt")),
      /lost\.txt is a link to nothing/,
    ],
    "a link to a folder": [
      (folder) => symlinkSync(".", join(folder, "loop")),
      /loop is neither a file nor a folder/,
    ],
    "a name that is no part of a path": [
      (folder) => writeFileSync(join(folder, "50%.html"), ""),
      /the name of "50%\.html" can't be a part of a path\. Use letters/,
    ],
    "a large file": [
      (folder) => writeFileSync(join(folder, "video.mp4"), Buffer.alloc(50_000_001)),
      /video\.mp4 has 51 MB; allowed: at most 50 MB\./,
    ],
    "a file with a route's path": [
      (folder) => writeFileSync(join(folder, "catalog"), ""),
      /edge\.site\.directory is .*; allowed: a folder whose paths leave the route "GET \/catalog" alone\. The site takes \/catalog: rename/,
    ],
  };
  for (const [what, [make, message]] of Object.entries(wrong)) {
    it(`refuses ${what}`, () => {
      const directory = siteFolder({ "index.html": "" });
      make(directory);
      refuses(() => define({ directory }), { message });
    });
  }

  it("refuses a folder that is missing, is a file, is empty or has no index.html", () => {
    const folder = siteFolder({ "index.html": "", "empty/.keep": "", "other/a.txt": "" });
    for (const [directory, message] of [
      [
        `${folder}/missing`,
        /^Site ".*\/missing": the folder does not exist\. Build the site first/,
      ],
      [`${folder}/index.html`, /it is not a folder/],
      [`${folder}/empty`, /the folder has no files\. Build the site first\./],
      [`${folder}/other`, /there is no index\.html at its top/],
    ] as const) {
      refuses(() => define({ directory }), { name: "SiteError", message });
    }
  });

  it("reports all of its faults", () => {
    const directory = siteFolder({ "index.html": "", "a b": "", "c d": "" });
    assert.equal(faultsOf(() => define({ directory })).length, 2);
  });

  it("refuses paths of a behavior, and an app's page that is missing", () => {
    const directory = siteFolder({ "index.html": "", "cat/index.html": "" });
    refuses(() => define({ directory }, { behaviors: { "/cat*": {} } }), {
      message: /leave the behavior "\/cat\*" alone\. The site takes \/cat\/\*/,
    });
    refuses(() => define({ directory, spaPages: { "/app*": "/app.html" } }), {
      message:
        /edge\.site\.spaPages\["\/app\*"\] is "\/app\.html"; allowed: a page in .*: \/cat\/index\.html, \/index\.html/,
    });
  });

  it("refuses more paths than a distribution has behaviors", () => {
    const names = Array.from({ length: 75 }, (_, index) => [`${index}.txt`, ""]);
    const directory = siteFolder({ "index.html": "", ...Object.fromEntries(names) });
    refuses(() => define({ directory }), {
      message: /edge is "77 paths of the site and behaviors"; allowed: at most 75\./,
    });
  });

  it("refuses more folders with a page than fit into a function", () => {
    const name = (index: number) => `docs/${index}${"x".repeat(100)}/index.html`;
    const names = Array.from({ length: 100 }, (_, index) => [name(index), ""]);
    const directory = siteFolder({ "index.html": "", ...Object.fromEntries(names) });
    refuses(() => define({ directory }), { message: /at most 10240 bytes in total/ });
  });
});
