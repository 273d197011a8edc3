import assert from "node:assert/strict";
import { PayloadNotJsonError, TemplateError } from "./index.ts";
import { render, renderAll } from "./testing.ts";

describe("$input", () => {
  it("has an unchanged body: 10.00 is kept (recorded on AWS)", () => {
    assert.equal(render("$input.body", '{ "a": 10.00 }'), '{ "a": 10.00 }');
  });

  it("treats an empty payload as {} (recorded on AWS)", () => {
    assert.equal(render("$input.body $input.json('$') $input.path('$')"), "{} {} {}");
  });

  it("prints JSON without spaces by json", () => {
    const body = '{ "a": [1, "x\\n", null, true], "b": {} }';

    assert.equal(
      render("$input.json('$')|$input.json('$.a')|$input.json('$.a[1]')", body),
      '{"a":[1,"x\\n",null,true],"b":{}}|[1,"x\\n",null,true]|"x\\n"',
    );
  });

  it('prints "" by json for a missing value', () => {
    assert.equal(render("$input.json('$.x')", "{}"), '""');
  });

  it("returns Java collections by path", () => {
    const body = '{"items":[{"name":"a"},{"name":"b"}]}';

    assert.equal(
      render(
        "#set($root = $input.path('$'))$root.items.size() $root.items[1].name " +
          "$root.items.get(0).get('name') $root.items.isEmpty() $root.nope.x [$root.nope]",
        body,
      ),
      "2 b a false  []",
    );
  });

  const body = JSON.stringify({
    a: { b: [{ "c d": 1, "e-f": 2 }, { "c d": 3 }] },
    list: [
      { price: 5, id: "x" },
      { price: 15, id: "y" },
    ],
    none: null,
    constructor: "own",
  });
  const paths: [path: string, json: string][] = [
    ["$.a.b[0]['c d']", "1"],
    ['$["a"]["b"][1]["c d"]', "3"],
    ["$.a.b[0].e-f", "2"],
    ["a.b[1]", '{"c d":3}'],
    ["$.a.b[-1]", '{"c d":3}'],
    ["$.a.b[7]", '""'],
    ["$.a.b.c", '""'],
    ["$.none", "null"],
    ["$.constructor", '"own"'],
    ["$.__proto__", '""'],
    ["$.a.constructor", '""'],
    ["$.list[*].id", '["x","y"]'],
    ["$.list.*.id", '["x","y"]'],
    ["$..price", "[5,15]"],
    ["$..nope", "[]"],
    ["$.list[0:1].id", '["x"]'],
    ["$.list[0,1].id", '["x","y"]'],
    ["$.list[?(@.price < 10)].id", '["x"]'],
    ["$.list[?(@.id == 'y' && @.price > 1)]", '[{"price":15,"id":"y"}]'],
  ];
  for (const [path, json] of paths) {
    it(`follows the JSONPath ${path}`, () => {
      assert.equal(
        renderAll(`$input.json($stageVariables.p)`, { body, stageVariables: { p: path } }).text,
        json,
      );
    });
  }

  it("fails for an invalid JSONPath", () => {
    assert.throws(() => render("$input.path('$[')", body), TemplateError);
  });

  const texts: [template: string, payload: string, text: string][] = [
    [`{"body": $input.json('$')}`, "a=1&b=2", '{"body": "a=1&b=2"}'],
    ["#foreach($pair in $input.path('$').split('&'))<$pair>#end", "a=1&b=x+y", "<a=1><b=x+y>"],
    ["[$input.path('$')]", "404 page not found\n", "[404 page not found]"],
    ["[$input.path('$.id')][$input.json('$.id')]", "<id>1</id>", '[][""]'],
    ["$input.path('$').length()", "<a/>", "4"],
    ["$input.path('$.name')", "{name: Ada,}", "Ada"],
    ["$input.body", "<a/>\n", "<a/>\n"],
  ];
  for (const [template, payload, text] of texts) {
    it(`${template} reads ${JSON.stringify(payload)}, which is no JSON, as a text`, () => {
      assert.equal(render(template, payload), text);
    });
  }

  it("fails for an unfinished object, list or text, but only when it is parsed", () => {
    for (const payload of ["{", "[1", '"\n', '{"a" 1}']) {
      assert.equal(render("$input.body", payload), payload);
      assert.throws(() => render("$input.json('$')", payload), PayloadNotJsonError);
    }
  });

  it("fails without a crash for a payload that is nested too deeply", () => {
    assert.throws(() => render("$input.json('$')", "[".repeat(1e6)), PayloadNotJsonError);
  });

  describe("params", () => {
    const params = {
      path: { id: "from path", a: "1" },
      querystring: { id: "from query", q: "2" },
      header: { id: "from header", q: "3", "X-Token": "4" },
    };
    const cases: [template: string, text: string][] = [
      ["$input.params('id') $input.params('q') $input.params('X-Token')", "from path 2 4"],
      ["[$input.params('x-token')$input.params('nope')]", "[]"],
      ["#if($input.params('nope') == '')empty#end", "empty"],
      ["$input.params().get('header').get('X-Token') $input.params().path.a", "4 1"],
      [
        "#foreach($k in $input.params().keySet())$k#if($foreach.hasNext),#end#end",
        "path,querystring,header",
      ],
      [
        "#set($h = $input.params().header)#foreach($k in $h.keySet())$k=$h.get($k);#end",
        "id=from header;q=3;X-Token=4;",
      ],
      ["$input.params('constructor')$input.params('__proto__')|", "|"],
    ];
    for (const [template, text] of cases) {
      it(template, () => {
        assert.equal(renderAll(template, { params }).text, text);
      });
    }
  });
});
