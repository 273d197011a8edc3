import assert from "node:assert/strict";
import fc from "fast-check";
import { compileVelocity } from "./index.ts";
import { render, renderAll } from "./testing.ts";

const unescape = `.replaceAll("\\\\'","'")`;
/** Texts with much syntax of VTL and JavaScript. */
const body = fc.oneof(
  fc.string({ unit: "binary", minLength: 1 }),
  fc
    .array(
      fc.constantFrom(
        ..."$#\\'\"{}()[]!.|/\n\u0001\u2028",
        "#set($x=1)",
        "$x",
        "#foreach(",
        "#end",
        "##",
        "#[[",
        "]]#",
        "$util",
        "\\'",
        "__proto__",
        "#evaluate('$x')",
      ),
      { minLength: 1 },
    )
    .map((parts) => parts.join("")),
);

describe("templates and hostile input", () => {
  it("pass any payload through escapeJavaScript into a JSON string", () => {
    const template = `{"m":"$util.escapeJavaScript($input.body)${unescape}"}`;
    fc.assert(
      fc.property(body, (text) => {
        assert.deepEqual(JSON.parse(render(template, text)), { m: text });
      }),
    );
  });

  it("pass any payload through urlEncode and base64Encode", () => {
    fc.assert(
      fc.property(body, (text) => {
        const form = new URLSearchParams(render("m=$util.urlEncode($input.body)", text));
        assert.deepEqual([...form], [["m", text]]);
        const bytes = Buffer.from(render("$util.base64Encode($input.body)", text), "base64");
        assert.equal(bytes.toString(), text);
        const both = "$util.urlDecode($util.urlEncode($input.body))";
        assert.equal(render(both, text), text);
      }),
    );
  });

  it("print any payload unchanged, on every way through a template", () => {
    const template =
      '$input.body|#set($x = $input.body)$x|#set($y = "$x")$y|#foreach($e in [$x])$e#end|' +
      "#macro(m $a)$a#end#m($x)|$util.parseJson($input.json('$.t'))|$input.params('p')";
    fc.assert(
      fc.property(body, (text) => {
        const payload = JSON.stringify({ t: text });
        const params = { path: { p: text }, querystring: {}, header: {} };
        assert.equal(
          renderAll(template, { body: payload, params }).text,
          [payload, payload, payload, payload, payload, text, text].join("|"),
        );
      }),
    );
  });

  it("print any JSON by $input.json, also as a string within JSON", () => {
    const template = `{"a":$input.json('$'),"b":"$util.escapeJavaScript($input.json('$'))${unescape}"}`;
    fc.assert(
      fc.property(fc.json(), (json) => {
        const { a, b } = JSON.parse(render(template, json)) as { a: unknown; b: string };
        assert.deepEqual(a, JSON.parse(json));
        assert.deepEqual(JSON.parse(b), JSON.parse(json));
      }),
    );
  });

  it("find exactly the names of the payload", () => {
    const names = fc.oneof(
      fc.string(),
      fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "length", "size"),
    );
    fc.assert(
      fc.property(names, names, (name, other) => {
        const payload = `{${JSON.stringify(name)}:"found"}`;
        const template = "#set($m = $input.path('$'))$m.get($stageVariables.n)";
        const { text } = renderAll(template, { body: payload, stageVariables: { n: other } });
        assert.equal(text, name === other ? "found" : "");
      }),
    );
  });

  const nowhere = [
    "$input.constructor",
    "$input.constructor('return process')",
    "$input['__proto__']",
    "$input.path('$').constructor",
    "$input.path('$')['__proto__'].polluted",
    "$input.path('$').get('constructor')",
    "$input.path('$.constructor.name')",
    "$input.body.constructor",
    "$input.body.constructor('return process')",
    "$input.params().constructor.constructor('return process')",
    "$input.params('__proto__')",
    "$context.constructor",
    "$context['__proto__'].toString",
    "$context.requestOverride.constructor",
    "$context.requestOverride.header['__proto__']",
    "$stageVariables.constructor",
    "$stageVariables.hasOwnProperty('x')",
    "$stageVariables['__proto__']",
    "$process",
    "$globalThis.process",
    "$constructor",
    "$__proto__",
    "$this.constructor",
    "$scope.variables",
    "$util.constructor('return process')",
    "$util['__proto__']",
    "$util.base64Encode.constructor",
    "$x.constructor",
    "$l.constructor",
    "$l.items",
    "$l.push('a')",
    "$foreach.constructor",
  ];
  for (const template of nowhere) {
    it(`reach nothing by ${template}`, () => {
      assert.equal(render(`#set($x = 'v')#set($l = [])${template}`, "{}"), "");
    });
  }

  const refused = [
    "$x.class.forName('java.lang.Runtime')",
    "$x.class.classLoader",
    "$x.getClass().getMethods()",
    "$x.class.class.forName('java.lang.Runtime')",
    "$x.class.constructor",
    "$l.class.protectionDomain",
    "$x.chars()",
    "$x.wait()",
  ];
  for (const template of refused) {
    it(`are refused ${template}`, () => {
      const member = /\.(\w+)(?:\([^)]*\))?$/.exec(template)?.[1] ?? "";
      assert.throws(
        () => render(`#set($x = 'v')#set($l = [])${template}`),
        (error: Error) => error.name === "TemplateError" && error.message.includes(member),
      );
    });
  }

  it("cannot change prototypes", () => {
    render(
      "#set($m = {})#set($m['__proto__'] = {'polluted': 1})#set($m['__proto__'].polluted = 1)" +
        "#set($n = {'__proto__': {'polluted': 1}})#set($i = $input.path('$'))" +
        "#set($i['__proto__'].polluted = 1)#set($_ = $i.put('__proto__', 1))" +
        "#set($p = $stageVariables['__proto__'])#set($p.polluted = 1)#set($__proto__.polluted = 1)",
      '{"__proto__":{"a":1}}',
    );

    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  });

  it("fail only with known errors, whatever the template", () => {
    const names = ["TemplateSyntaxError", "TemplateError", "PayloadNotJsonError"];
    const piece = fc.constantFrom(
      ..."$#(){}[]'\".,!=+- \n\\",
      "#if(",
      "#set($x = ",
      "#foreach($i in ",
      "#end",
      "#else",
      "$x",
      "$input.path('$')",
      "#macro(m)",
      "#m()",
      "#[[",
      "]]#",
      "#*",
      "*#",
      "##",
      "1",
      "true",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          compileVelocity(pieces.join(""))({
            body: "{}",
            params: { path: {}, querystring: {}, header: {} },
            context: {},
            stageVariables: {},
          });
        } catch (error) {
          assert.ok(names.includes((error as Error).name), String((error as Error).stack));
        }
      }),
      { numRuns: 500 },
    );
  });
});
