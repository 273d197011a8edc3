import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type CustomTemplate,
  isCustomTemplate,
  template as read,
  TemplateFileError,
} from "./template.ts";

const template = (custom: CustomTemplate) => read(custom, "POST /jobs");

describe("template", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "templates-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it("is its text or its file's text", () => {
    assert.equal(template({ vtl: "$input.body" }), "$input.body");
    assert.equal(template({ file: file("a.vtl", "$input.json('$')\n") }), "$input.json('$')\n");
  });

  it("includes partials, relative to the file that includes them", () => {
    file("inner.vtl", "$util.urlEncode($x)$1");
    file("outer.vtl", `[#parse("inner.vtl")]`);

    const text = template({ file: file("a.vtl", `#parse("outer.vtl") #parse( 'inner.vtl' )`) });

    assert.equal(text, "[$util.urlEncode($x)$1] $util.urlEncode($x)$1");
  });

  it("may include a file twice, but not itself", () => {
    file("a.vtl", '#parse("b.vtl")');

    assert.throws(
      () => template({ file: file("b.vtl", '#parse("a.vtl")') }),
      (error: Error) => error instanceof TemplateFileError && /includes itself/.test(error.message),
    );
  });

  it("names the route and the file that can't be read", () => {
    const missing = join(folder, "none.vtl");

    assert.throws(
      () => template({ file: file("a.vtl", '#parse("none.vtl")') }),
      (error: Error) =>
        error instanceof TemplateFileError &&
        error.route === "POST /jobs" &&
        error.message.startsWith('Route "POST /jobs": ') &&
        error.message.includes(missing) &&
        error.message.includes("from the file that includes it"),
    );
  });

  it("must not be empty, which would pass requests on", () => {
    assert.throws(() => template({ vtl: "" }), /template is empty/);
    assert.throws(() => template({ file: file("empty.vtl", "") }), TemplateFileError);
  });

  it("has at most 300 KB", () => {
    const most = 300 * 1024;

    assert.equal(template({ vtl: "é".repeat(most / 2) }).length, most / 2);
    assert.throws(() => template({ vtl: `${"é".repeat(most / 2)}x` }), TemplateFileError);
  });

  it("differs from a JSON shape", () => {
    assert.ok(isCustomTemplate({ vtl: "" }));
    assert.ok(isCustomTemplate({ file: "a" }));
    for (const shape of [undefined, null, "vtl", { vtl: 1 }, { vtl: "", more: "" }, {}]) {
      assert.ok(!isCustomTemplate(shape));
    }
  });
});
