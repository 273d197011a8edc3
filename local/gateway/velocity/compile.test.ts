import assert from "node:assert/strict";
import { compileVelocity, TemplateError, TemplateSyntaxError } from "./index.ts";
import { render } from "./testing.ts";

describe("compileVelocity", () => {
  // The language as a whole is in velocity17.test.ts.
  const nothing = [
    "[$nope$nope.a.b$nope.c('d')${nope}$nope[0]]",
    "[$x.nope$x.nope()$!nope$!{nope}$!nope.a]",
    // A name may hold hyphens, and end with one.
    "[$x-$nope]",
  ];
  for (const template of nothing) {
    it(`prints nothing for ${template}, unlike Velocity (recorded on AWS)`, () => {
      assert.equal(render(`#set($x = 'v')${template}`), "[]");
    });
  }

  const invalid: [template: string, message: RegExp][] = [
    ["a\n#if($x)\n", /#if of line 2 is not closed/],
    ["#foreach($x in [])#if($y)#end", /#foreach of line 1 is not closed/],
    ["a #end b", /An #end has no/],
    ["#[[ a", /#\[\[ is not closed/],
    ["a\n#set($x = ", /Line 2 cannot be read/],
    ["${x", /Line 1 cannot be read/],
    ["#set($x = a)", /Line 1/],
    ["#parse('x')", /#parse is not supported/],
    ["#include('x')", /#include is not supported/],
    ["#evaluate($input.body)", /#evaluate is not supported/],
    ["#macro(evaluate $x)#end", /reserved name "evaluate"/],
    ["#set($x = null)", /Line 1 cannot be read: "null".*\$null/],
    ['#set($x = "a\\"b")', /Line 1 cannot be read: "b".* twice/],
    ['\n#set($x = "a $y[b]")', /^Line 2: the text in double quotes: Line 1 cannot/],
    ["$x[a]", /Line 1 cannot be read: "a"/],
    ["a\n$x[", /Line 2 cannot be read: the end/],
    ["#else", /#else cannot be used here/],
    ["\n#set($input = 1)", /Line 2: \$input cannot be set/],
    ["#foreach($context in [])#end", /\$context cannot be the variable/],
    ["#set($context[$name] = 1)", /plain name/],
    ["$x.replaceAll('(', '')", /^Line 1: The regular expression "\(" is not supported/],
    ["\n$x.matches('a*+')", /^Line 2: The regular expression "a\*\+" is not supported/],
    ["$x.get(0).split('[a&&[b]]')", /nests or intersects sets/],
    ["$input.body.replaceFirst('x(?i)a', '')", /"x\(\?i\)a" is not supported/],
  ];
  for (const [template, message] of invalid) {
    it(`refuses ${JSON.stringify(template)}`, () => {
      assert.throws(
        () => compileVelocity(template),
        (error) => error instanceof TemplateSyntaxError && message.test(error.message),
      );
    });
  }

  it("refuses more than 300 KB", () => {
    compileVelocity("a".repeat(300 * 1024));

    assert.throws(() => compileVelocity("ä".repeat(150 * 1024 + 1)), TemplateSyntaxError);
  });

  it("runs a #foreach at most 1000 times", () => {
    assert.equal(render("#foreach($i in [1..1000])x#end").length, 1000);
    assert.throws(() => render("#foreach($i in [1..1001])x#end"), TemplateError);
  });

  it("stops templates that would not end", () => {
    const doubling = "#set($s = 'ab')#foreach($i in [1..100])#set($s = \"$s$s\")#end";
    assert.throws(() => render(doubling), TemplateError);
    assert.throws(
      () => render("#set($s = 'ab')#foreach($i in [1..100])#set($s = $s + $s)#end"),
      TemplateError,
    );
    assert.throws(() => render("#macro(m)#m()#end#m()"), TemplateError);
    assert.throws(() => render("#set($l = [])#set($_ = $l.add($l))$l"), TemplateError);
    assert.throws(() => render("#foreach($i in [1..1000000000])#end"), TemplateError);
  });

  const endless: Record<string, string> = {
    "arguments that double": '#macro(m $a)#m("$a$a$a$a")$a#end#m("")',
    "blocks that double": Array.from(
      { length: 40 },
      (_, index) => `#define($d${index})$d${index + 1}$d${index + 1}#end`,
    )
      .join("")
      .concat("$d0"),
    "calls that double": "#macro(m)#m()#m()#end#m()",
  };
  for (const [name, template] of Object.entries(endless)) {
    it(`stops ${name}`, () => {
      assert.throws(() => render(template), TemplateError);
    });
  }

  it("reads long templates in a time that grows with their length", () => {
    const signs = [
      "\\",
      "$",
      "$x",
      "[",
      "#if(",
      "#@m()",
      "$x.y(",
      '""',
      "#*",
      "#[[",
      "#literal()",
      "$x[0]",
    ];
    for (const sign of signs) {
      const text = `#set($x = ${sign.repeat(200_000 / sign.length)}`;
      assert.throws(() => compileVelocity(text), TemplateSyntaxError);
    }
  });

  it("keeps nothing from one rendering to the next", () => {
    const template = compileVelocity("$!x#set($x = 1)$input.path('$.a')");
    const input = {
      params: { path: {}, querystring: {}, header: {} },
      context: {},
      stageVariables: {},
    };

    const texts = ['{"a":1}', '{"a":2}'].map((body) => template({ ...input, body }).text);

    assert.deepEqual(texts, ["1", "2"]);
  });
});
