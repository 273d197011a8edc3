import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { compileVelocity, TemplateError, TemplateSyntaxError } from "./index.ts";
import { render, renderAll } from "./testing.ts";

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`testing/${name}.json`, import.meta.url), "utf8"));

/**
 * Recorded from Velocity 1.7 itself (org.apache.velocity:velocity:1.7 on Java 17, its default properties,
 * and, as on AWS, nothing printed for null). It does not prove that AWS's own version is this one.
 */
const recorded = read("velocity17") as Record<string, [template: string, text: string | null][]>;

/** What each template of the recorded ones begins with. */
const variables =
  "#set($s = 'v')#set($n = 5)#set($l = [1, 2, 3])#set($m = {'a': 1, 'b': {'c': 2}})";

describe("templates, as recorded from Velocity 1.7", () => {
  for (const [behavior, cases] of Object.entries(recorded)) {
    describe(behavior, () => {
      for (const [template, text] of cases) {
        it(`${JSON.stringify(template)} ${text === null ? "fails" : ""}`, () => {
          if (text === null) assert.throws(() => render(variables + template), isKnownError);
          else assert.equal(render(variables + template), text);
        });
      }
    });
  }

  const isKnownError = (error: unknown): boolean =>
    error instanceof TemplateSyntaxError || error instanceof TemplateError;
});

interface UserTemplates {
  readonly context: Record<string, unknown>;
  readonly params: Record<"path" | "querystring" | "header", Record<string, string>>;
  readonly stageVariables: Record<string, string>;
  readonly templates: readonly {
    readonly name: string;
    readonly template: readonly string[];
    readonly body: string;
    readonly text: readonly string[];
  }[];
}

describe("templates that frameworks and tutorials use, as recorded from Velocity 1.7", () => {
  const { templates, ...given } = read("templates") as UserTemplates;
  for (const { name, template, body, text } of templates) {
    it(name, () => {
      assert.equal(renderAll(template.join("\n"), { ...given, body }).text, text.join("\n"));
    });
  }
});

describe("differences from Velocity 1.7", () => {
  it("refuses directives that read files or parse texts as templates", () => {
    for (const name of ["parse", "include", "evaluate"]) {
      assert.throws(
        () => compileVelocity(`a\n#${name}("x")`),
        new TemplateSyntaxError(`Line 2: #${name} is not supported in mapping templates.`),
      );
    }
  });

  it("serves the #else of a #foreach, which is rendered if there is nothing to repeat", () => {
    const template = "#foreach($i in $LIST)$i#{else}none#end";

    assert.equal(render(template.replace("$LIST", "[1, 2]")), "12");
    assert.equal(render(template.replace("$LIST", "[]")), "none");
    assert.equal(render(template.replace("$LIST", "$nope")), "none");
  });
});
