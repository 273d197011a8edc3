import assert from "node:assert/strict";
import { TemplateError } from "./index.ts";
import { render } from "./testing.ts";

describe("values", () => {
  describe("print as recorded on AWS", () => {
    const cases: [path: string, body: string, text: string][] = [
      ["$", '{"foo":"bar","a":"b"}', "{foo=bar, a=b}"],
      ["$", '[{"foo":"bar"}]', '[{"foo":"bar"}]'],
      ["$", '{"k":[{"z":1},"s"]}', '{k=[{"z":1},"s"]}'],
      ["$", '{"a":{"b":{"c":1}}}', "{a={b={c=1}}}"],
      ["$.a", '{"a":null}', ""],
      ["$.b", '{"a":null}', ""],
      ["$.a", '{"a":10.00}', "10.0"],
      ["$.a", '{"a":1490000000}', "1490000000"],
      ["$.a", '{"a":1.49E9}', "1.49E9"],
      ["$.a", '{"a":1E-5}', "1.0E-5"],
      ["$.a", '{"a":12345678901234567890}', "12345678901234567890"],
      ["$", '{"2":"x","1":"y"}', "{2=x, 1=y}"],
    ];
    for (const [path, body, text] of cases) {
      it(`${path} of ${body}`, () => {
        assert.equal(render(`$input.path('${path}')`, body), text);
      });
    }
  });

  it("print lists of the template as Java does", () => {
    assert.equal(render("#set($l = [1, 'a', {'b': $null}])$l"), "[1, a, {b=null}]");
  });

  it("equal both '' and $null if missing (recorded on AWS)", () => {
    const template =
      "#if($input.path('$.x') == '')a#end#if($input.path('$.x') == $null)b#end" +
      "#if('' == $input.path('$.x'))c#end#if($input.path('$.x') != '')d#end";

    assert.equal(render(template, "{}"), "abc");
  });

  it("are compared by content", () => {
    const template =
      "#set($a = [1, {'b': 2}])#set($b = [1, {'b': 2}])#set($c = [1])" +
      "#if($a == $b && $a != $c)same#end";

    assert.equal(render(template), "same");
  });

  describe("can be changed by #set", () => {
    const cases: [template: string, text: string][] = [
      ["#set($m = {})#set($m.k = 'v')$m", "{k=v}"],
      ["#set($m = {})#set($m['a b'] = 1)$m['a b']", "1"],
      ["#set($m = {'a': {}})#set($m.a.b = 1)$m", "{a={b=1}}"],
      ["#set($l = [1, 2])#set($l[1] = 5)$l", "[1, 5]"],
      ["#set($nope.a = 1)[$nope.a]", "[]"],
      ["#set($l = [1, 2])#set($l[-1] = 5)$l $l[-2]", "[1, 5] 1"],
    ];
    for (const [template, text] of cases) {
      it(template, () => {
        assert.equal(render(template), text);
      });
    }
  });

  describe("have Java's methods", () => {
    const cases: [template: string, text: string][] = [
      [
        "$l.size() $l.isEmpty() $l.get(0) $l[1] $l.contains('b') $l.indexOf('z')",
        "2 false a b true -1",
      ],
      ["$l.add('c')$l", "true[a, b, c]"],
      ["#set($_ = $l.add(0, 'c'))$l $l.remove(0) $l.remove('b') $l", "[c, a, b] c true [a]"],
      ["$l.addAll($l) $l $l.subList(1, 3) $l.set(0, 'x')", "true [a, b, a, b] [b, a] a"],
      ["$l.clear()$l $l.equals([])", "[] true"],
      [
        "$m.size() $m.get('k') $m.k $m['k'] $m.containsKey('k') $m.containsValue(2)",
        "1 1 1 1 true false",
      ],
      [
        "$m.put('j', 2)$m $m.put('j', 3) $m.remove('k') $m.keySet() $m.values()",
        "{k=1, j=2} 2 1 [j] [3]",
      ],
      ["$m.getOrDefault('z', 7) $m.getOrDefault('k', 7) $m.isEmpty()", "7 1 false"],
      ["#set($_ = $m.putAll({'a': 2}))$m $m.entrySet()", "{k=1, a=2} [k=1, a=2]"],
      ["#set($d = 2.9)$d.intValue() $d.toString().length() $m.toString()", "2 3 {k=1}"],
    ];
    for (const [template, text] of cases) {
      it(template, () => {
        assert.equal(render(`#set($l = ['a', 'b'])#set($m = {'k': 1})${template}`), text);
      });
    }
  });

  for (const template of ["$l.get(1)", "$l[-2]", "$l.addAll($null)", "$l.remove(1)"]) {
    it(`fail on ${template} of a list of one, as Java throws`, () => {
      assert.throws(() => render(`#set($l = ['a'])${template}`), TemplateError);
    });
  }
});
