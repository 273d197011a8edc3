import assert from "node:assert/strict";
import fc from "fast-check";
import { formTemplate } from "../../components/api/templates/formTemplate.ts";
import {
  escapedOnce,
  type JsonShape,
  jsonTemplate,
} from "../../components/api/templates/jsonTemplate.ts";
import { plainItem } from "../../components/api/templates/plainItem.ts";
import { from } from "../../components/api/templates/source.ts";
import { compileVelocity } from "../../local/gateway/velocity/index.ts";

interface Given {
  readonly body?: string;
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly header?: Record<string, string>;
  readonly claims?: Record<string, string>;
  /** A Lambda authorizer's context. */
  readonly authorizer?: Record<string, string>;
}

function compiled(text: string) {
  const template = compileVelocity(text);
  return ({
    body = "",
    path = {},
    query = {},
    header = {},
    claims = {},
    authorizer = {},
  }: Given = {}): string =>
    template({
      body,
      params: { path, querystring: query, header },
      context: { requestId: "id-1", authorizer: { ...authorizer, claims } },
      stageVariables: {},
    }).text;
}

const render = (text: string, given?: Given): string => compiled(text)(given);

const rendered = (shape: JsonShape, given?: Given): unknown =>
  JSON.parse(render(jsonTemplate(shape), given));

/** Text with characters that are special in templates, JSON, forms and Velocity. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string(),
      fc.constantFrom(
        ...[
          '"',
          "'",
          "\\",
          "\\'",
          "\\\\'",
          '\\"',
          "$",
          "$x",
          "$!{x}",
          "${dollar}",
          "#",
          "##",
          "#*",
        ],
        ...["#set($a = 1)", "#end", "#foreach", "$input.body", "$util", "\n", "\r\n", "\t", "\0"],
        ...[
          "</Message>",
          "&Action=Delete",
          "=",
          "+",
          "%",
          "%20",
          '{"a":1}',
          "[]",
          "\u2028",
          "☕",
          "/",
        ],
      ),
    ),
  )
  .map((parts) => parts.join(""));

describe("templates of routes in the local engine", () => {
  describe("jsonTemplate keeps a caller's values in their fields", () => {
    it("as a complete body", () => {
      fc.assert(
        fc.property(text, (body) => {
          const shape = { QueueUrl: "$url#", MessageBody: from.body(), End: "'end'" };

          assert.deepEqual(rendered(shape, { body }), {
            QueueUrl: "$url#",
            MessageBody: body === "" ? "{}" : body,
            End: "'end'",
          });
        }),
      );
    });

    it("from every source, joined and nested", () => {
      fc.assert(
        fc.property(
          text,
          text,
          text,
          text,
          text,
          text,
          (value, path, query, header, claim, own) => {
            const shape = {
              value: from.body("$.value"),
              joined: { join: ["$a'\"#", from.path("id"), ".json[0]", from.query("q"), "{}"] },
              list: [
                from.header("X-H"),
                { deep: from.claim("custom:role") },
                from.authorizer("own"),
              ],
            };
            const given = {
              body: JSON.stringify({ value }),
              path: { id: path },
              query: { q: query },
              header: { "x-h": header },
              claims: { "custom:role": claim },
              authorizer: { own },
            };

            assert.deepEqual(rendered(shape, given), {
              value,
              joined: `$a'"#${path}.json[0]${query}{}`,
              list: [header, { deep: claim }, own],
            });
          },
        ),
      );
    });

    it("as JSON, and as a string within a string", () => {
      fc.assert(
        fc.property(fc.jsonValue(), text, (json, claim) => {
          const body = JSON.stringify({ json, claim });
          const inner = { "k'$": from.json("$.json"), claim: from.body("$.claim"), n: 1 };

          const result = rendered(
            { a: inner, b: { jsonText: { c: { jsonText: inner } } } },
            { body },
          );

          const { a, b } = result as { a: unknown; b: string };
          const { c } = JSON.parse(b) as { c: string };
          const expected = JSON.parse(JSON.stringify({ "k'$": json, claim, n: 1 })) as unknown;
          assert.deepEqual(a, expected);
          assert.deepEqual(JSON.parse(c), expected);
        }),
      );
    });

    it("as base64", () => {
      fc.assert(
        fc.property(text, text, (body, id) => {
          const value = { join: [from.body(), "|", from.path("id")] };
          const shape = {
            whole: { encode: "base64", value: from.body() },
            joined: { encode: "base64", value },
          } as const;

          const result = rendered(shape, { body, path: { id } }) as Record<string, string>;

          const sent = body === "" ? "{}" : body;
          assert.equal(Buffer.from(result["whole"]!, "base64").toString(), sent);
          assert.equal(Buffer.from(result["joined"]!, "base64").toString(), `${sent}|${id}`);
        }),
      );
    });

    it("as a flag, which is true only for true", () => {
      fc.assert(
        fc.property(fc.oneof(fc.constant("true"), text), (flag) => {
          const result = rendered({ flag: { boolean: from.query("f") } }, { query: { f: flag } });

          assert.deepEqual(result, { flag: flag === "true" });
        }),
      );
    });
  });

  it("jsonTemplate renders a missing value as an empty string", () => {
    const sources = {
      body: from.body("$.x"),
      path: from.path("x"),
      query: from.query("x"),
      header: from.header("X"),
      claim: from.claim("x"),
      stage: from.stageVariable("x"),
    };

    assert.deepEqual(new Set(Object.values(rendered(sources) as object)), new Set([""]));
  });

  it("jsonTemplate renders objects that only resemble its markers unchanged", () => {
    const shape = {
      from: "alice",
      join: "x",
      encode: "base64",
      boolean: true,
      jsonText: "y",
      path: 1,
    };

    assert.deepEqual(rendered(shape), shape);
    assert.deepEqual(rendered({ a: { from: "alice" }, b: { from: "path", name: "x", more: 1 } }), {
      a: { from: "alice" },
      b: { from: "path", name: "x", more: 1 },
    });
  });

  it("formTemplate keeps a caller's values in their fields", () => {
    fc.assert(
      fc.property(text, text, (body, subject) => {
        const form = formTemplate({
          Action: "Publish",
          Topic$Arn: "arn:$a#b&c=d",
          Message: from.body(),
          Subject: from.query("s"),
          Fixed: from.text("'$&"),
        });

        const sent = new URLSearchParams(render(form, { body, query: { s: subject } }));

        assert.deepEqual(Object.fromEntries(sent), {
          Action: "Publish",
          Topic$Arn: "arn:$a#b&c=d",
          Message: body === "" ? "{}" : body,
          Subject: subject,
          Fixed: "'$&",
        });
        assert.equal([...sent].length, 5);
      }),
    );
  });

  it("plainItem renders any item as plain JSON", () => {
    const scalar = fc.oneof(
      text.map((value) => [{ S: value }, value] as const),
      fc.integer().map((value) => [{ N: String(value) }, value] as const),
      fc.boolean().map((value) => [{ BOOL: value }, value] as const),
      fc.constant([{ NULL: true }, null] as const),
      fc.array(text).map((value) => [{ SS: value }, value] as const),
    );
    const value = fc.oneof(
      scalar,
      fc
        .array(scalar)
        .map((all) => [{ L: all.map(([typed]) => typed) }, all.map(([, plain]) => plain)] as const),
    );
    const print = compiled(plainItem("$input.path('$.Item')"));
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(text, value), { selector: ([name]) => name }), (all) => {
        const typed = Object.fromEntries(all.map(([name, [attribute]]) => [name, attribute]));
        const plain = Object.fromEntries(all.map(([name, [, attribute]]) => [name, attribute]));
        fc.pre(!Object.hasOwn(typed, "__proto__"));

        const result = print({ body: JSON.stringify({ Item: typed }) });

        assert.deepEqual(JSON.parse(result), plain);
      }),
    );
  });

  it("plainItem is within API Gateway's limit for templates", () => {
    const bytes = Buffer.byteLength(plainItem("$item"));

    assert.ok(bytes < 50 * 1024, `${bytes} bytes; a template has 300 KB`);
  });

  it("escapedOnce undoes the escaped apostrophes of escapeJavaScript", () => {
    assert.equal(render(`"${escapedOnce("$input.body")}"`, { body: "\\'" }), String.raw`"\\'"`);
  });
});
