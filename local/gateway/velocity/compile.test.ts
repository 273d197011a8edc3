import assert from "node:assert/strict";
import { compileVelocity, TemplateError, TemplateSyntaxError } from "./index.ts";
import { render } from "./testing.ts";

describe("compileVelocity", () => {
  const cases: Record<string, [template: string, text: string][]> = {
    "prints references": [
      ["$x", "v"],
      ["${x}y", "vy"],
      ["$!x", "v"],
      ["$x.length()", "1"],
      ["'$x' \"$x\"", "'v' \"v\""],
      ["a $x, $x.", "a v, v."],
      ["$x$x", "vv"],
    ],
    "prints nothing for a reference that leads nowhere, unlike Velocity (recorded on AWS)": [
      ["[$nope$nope.a.b$nope.c('d')${nope}]", "[]"],
      ["[$x.nope$x.nope()]", "[]"],
      ["[$!nope$!{nope}$!nope.a]", "[]"],
      // A name may hold hyphens, and end with one.
      ["[bytes=$x-$nope]", "[bytes=]"],
    ],
    "keeps text that only resembles VTL": [
      ["$ $$ $1.50 a$ # #FF00AA #1", "$ $$ $1.50 a$ # #FF00AA #1"],
      ["http://h/#/a#b", "http://h/#/a#b"],
    ],
    "ends a reference where text begins": [
      ['$x{"a":$x}', 'v{"a":v}'],
      ["$x(a) $x.length()(b)", "v(a) 1(b)"],
      ["$x#$x $x#1 $x#ORDER $x# ", "v#v v#1 v#ORDER v# "],
      ['["$x",$x]', '["v",v]'],
    ],
    "keeps escaped references and directives": [
      ["\\$x", "$x"],
      ["\\#if(true)", "#if(true)"],
      ["\\\\$x", "\\v"],
    ],
    "omits comments": [
      ["a## $x\nb", "ab"],
      ["a#* $x\n #if *#b", "ab"],
      ["a#**#b#**#", "ab"],
    ],
    "prints #[[ ]]# literally": [["#[[$x #if( ## ]]#!", "$x #if( ## !"]],
    "keeps line ends except after directives": [
      ["a\n$x\n", "a\nv\n"],
      ["#if(true)\na\n#end\nb", "a\nb"],
      ["#set($y = 1)\n$y", "1"],
    ],
    "sets variables": [
      ["#set($y = 'a')#set($y = $y + 'b')$y", "ab"],
      ['#set($y = "a $x ${x}b")$y', "a v vb"],
      ['#set($y = "#if($x)yes#end")$y', "yes"],
      ["#set($y = 'a $x')$y", "a $x"],
      ["#set($y = true)$y#set($y = false)$y", "truefalse"],
      ["#set($y = 'kept')#set($y = $null)[$y]", "[kept]"],
      ['#set($y = "a""b")$y', 'a"b'],
      ['#set($y = "a\\\\")$y', "a\\\\"],
      ["#set($y='')[$y]", "[]"],
    ],
    "calculates with integers as Java does": [
      ["#set($y = 1 + 2 * 3)$y", "7"],
      ["#set($y = (1 + 2) * 3)$y", "9"],
      ["#set($y = 7 / 2)$y", "3"],
      ["#set($y = -7 / 2)$y", "-3"],
      ["#set($y = 7 % 4 - 1)$y", "2"],
      ["#set($y = 1.5 * 2)$y", "3.0"],
      ["#set($y = 9007199254740993 + 1)$y", "9007199254740994"],
      ["#set($y = 1 / 0)[$y]", "[]"],
      ["#set($y = $x - 1)[$y]", "[]"],
    ],
    "branches by #if": [
      ["#if($x == 'v')a#elseif($x)b#else c#end", "a"],
      ["#if($x == 'w')a#elseif($x)b#else c#end", "b"],
      ["#if($x == 'w')a#elseif($nope)b#{else}c#end", "c"],
      ["#if($nope)a#end", ""],
      ["#if(!$nope && ($x == 'w' || $x != 'w'))a#end", "a"],
      ["#if($x eq 'v' and not $nope)a#end", "a"],
      ["#if(2 > 1 && 1 < 2 && 2 >= 2 && 2 <= 2)a#end", "a"],
      ["#if(10 > 9)a#end#if('1' == 1)b#end#if(1 == 1.0)c#end", "abc"],
      ["#set($e = '')#set($z = 0)#set($l = [])#if($e)a#end#if($z)b#end#if($l)c#end", "abc"],
      ["#if('a')a#end#if(1)b#end#if([1])c#end", ""],
    ],
    "repeats by #foreach": [
      ["#foreach($i in [1..3])$i#end", "123"],
      ["#foreach($i in [3..1])$i#end", "321"],
      [
        "#foreach($i in ['a','b'])$foreach.index$foreach.count$i#if($foreach.hasNext),#end#end",
        "01a,12b",
      ],
      ["#foreach($i in [1..9])#if($i == 3)#break#end$i#end!", "12!"],
      ["#foreach($i in [1,2])#foreach($j in [1..9])#if($j == 2)#break#end$i$j,#end#end", "11,21,"],
      [
        "#foreach($i in [1,2])#foreach($j in [1])$foreach.parent.index#end$foreach.index#end",
        "0011",
      ],
      ["#foreach($i in $nope)a#end", ""],
      ["#set($i = 'kept')#foreach($i in [1])#end$i", "kept"],
      ["#set($m = {'a': 1, 'b': 2})#foreach($i in $m)$i#end", "12"],
      ["#set($m = {'a': 1})#foreach($e in $m.entrySet())$e.key=$e.value$e.getKey()#end", "a=1a"],
      ["#set($m = {'a': 1})#foreach($k in $m.keySet())$k#end", "a"],
    ],
    "calls macros": [
      ["#macro(m $a $b)[$a,$b]#end#m('x' $x)#m(1, 2)", "[x,v][1,2]"],
      ["#m()#macro(m)late#end", "late"],
      ["#nope('a') #nope", "#nope('a') #nope"],
    ],
  };
  for (const [behavior, templates] of Object.entries(cases)) {
    describe(behavior, () => {
      for (const [template, text] of templates) {
        it(JSON.stringify(template), () => {
          assert.equal(render(`#set($x = 'v')${template}`), text);
        });
      }
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
    ['#set($x = "a\\"b")', /Line 1 cannot be read: "b"/],
    ["$x[a]", /Line 1 cannot be read: "a"/],
    ["a\n$x[", /Line 2 cannot be read: the end/],
    ["#else", /#else cannot be used here/],
    ["\n#set($input = 1)", /Line 2: \$input cannot be set/],
    ["#foreach($context in [])#end", /\$context cannot be the variable/],
    ["#set($context[$name] = 1)", /plain name/],
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
