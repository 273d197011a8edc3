import assert from "node:assert/strict";
import { parsePayload } from "../json.ts";
import { TemplateError } from "../template.ts";
import { toJson } from "../values.ts";
import { compilePath } from "./index.ts";

// Jayway JsonPath 2.4.0 with json-smart 2.3 on Java 17 gave these results. They do not prove which release
// API Gateway runs.

const document = `{"nums": [3, 1, 2], "names": ["b", "a"], "books": [{"t": "Sayings", "p": 8.95}, {"t": "Moby Dick", "p": 8.99, "isbn": "0-553"}, {"t": "Lord", "p": 22.99, "isbn": "0-395"}], "objs": [{"k": 1, "l": [1, 2]}, {"k": 2, "l": [2, 3]}, {"k": null}, {"l": "str"}], "ones": [{"v": "1.0"}, {"v": 1}, {"v": 1.0}], "pair": {"a": {"z": 1}, "b": {"z": 2}}, "limit": 10, "s": "text", "none": null, "e": [], "a b": 1, "a'b": 2, "x.y": 3, "lists": [[1]]}`;
const missing = Symbol("missing");
const fails = Symbol("fails");

const cases: Record<string, [path: string, result: string | symbol][]> = {
  "names, indexes and slices": [
    ["$.s", `"text"`],
    ["s", `"text"`],
    ["@.s", `"text"`],
    [".s", `["text"]`],
    ["$['a b']", `1`],
    ["$['a\\'b']", `2`],
    ['$["x.y"]', `3`],
    ["$[ 's' , 'limit' ]", `{"s":"text","limit":10}`],
    ["$['limit','gone']", `{"limit":10}`],
    ["$.nums[-1]", `2`],
    ["$.nums[0,2]", `[3,2]`],
    ["$.nums[2,9]", `[2]`],
    ["$.nums[-1,0]", `[2,3]`],
    ["$.nums[1:]", `[1,2]`],
    ["$.nums[:2]", `[3,1]`],
    ["$.nums[:-1]", `[3,1]`],
    ["$.nums[-2:]", `[1,2]`],
    ["$.nums[2:1]", `[]`],
    ["$.nums[0:3:2]", `[3,1,2]`],
    ["$.nums[-2:2]", `[1,2,3,1]`],
  ],
  "wildcards and scans": [
    ["$.pair.*", `[{"z":1},{"z":2}]`],
    ["$.pair[*].z", `[1,2]`],
    ["$.pair['a','b'].z", `[1,2]`],
    ["$.s.*", `[]`],
    ["$..z", `[1,2]`],
    ["$..l[0]", `[1,2]`],
    ["$..books[-1:]", `[{"t":"Lord","p":22.99,"isbn":"0-395"}]`],
    ["$..[0]", `[3,"b",{"t":"Sayings","p":8.95},{"k":1,"l":[1,2]},1,2,{"v":"1.0"},[1],1]`],
    ["$..[0].k", `[1,2,null]`],
    ["$..['t','isbn']", `[{"t":"Moby Dick","isbn":"0-553"},{"t":"Lord","isbn":"0-395"}]`],
    ["$..*..z", `[1,2,1,2]`],
    ["$..gone", `[]`],
    ["$.objs[*].gone", `[]`],
    ["$.objs[*]['k','l']", `[{"k":1,"l":[1,2]},{"k":2,"l":[2,3]},{"k":null},{"l":"str"}]`],
  ],
  "what is missing": [
    ["$.gone", missing],
    ["$.gone.x", missing],
    ["$.gone[*]", missing],
    ["$.s.x", missing],
    ["$.none.x", missing],
    ["$.none", `null`],
    ["$.nums.x", missing],
    ["$.nums[5]", missing],
    ["$.nums[-5]", missing],
    ["$.none[0]", missing],
    ["$.s['a','b']", missing],
  ],
  functions: [
    ["$.nums.length()", `3`],
    ["$.nums.size()", `3`],
    ["$.pair.length()", `2`],
    ["$.s.length()", `null`],
    ["$.nums.min()", `1.0`],
    ["$.nums.max()", `3.0`],
    ["$.nums.avg()", `2.0`],
    ["$.nums.stddev()", `0.8164965809277263`],
    ["$.nums.sum()", `6.0`],
    ["$.nums.max(10, 20)", `20.0`],
    ["$.sum($.nums[0], $.nums[1])", `4.0`],
    ["$.avg(1.5, 2.5, 2)", `2.0`],
    ['$.names.concat("x", $.s)', `"baxtext"`],
    ['$.concat($.s, "-", $.nums[0])', `"text-3"`],
    ['$.names.append("x")', `["b","a","x"]`],
    ['$.nums.append({"a":1})', `[3,1,2,{"a":1}]`],
    ["$..l.length()", `[2,2,null]`],
    ["$.objs[?(@.k == 1)].length()", `[2]`],
  ],
  "functions that fail": [
    ["$.nums.keys()", fails],
    ["$.e.max()", fails],
    ["$.names.sum()", fails],
    ["$..p.max()", fails],
    ["$.nums.length().max()", fails],
  ],
  filters: [
    ["$.books[?(@.isbn)].t", `["Moby Dick","Lord"]`],
    ["$.books[?(!@.isbn)].t", `["Sayings"]`],
    ["$..books[?(@.p < $.limit)].t", `["Sayings","Moby Dick"]`],
    ["$.books[?(@.p <= 8.95)].t", `["Sayings"]`],
    ["$.books[?(@.p > 8.95 && @.p < 20)].t", `["Moby Dick"]`],
    ["$.books[?(@.p >= 22.99 || @.t == 'Sayings')].t", `["Sayings","Lord"]`],
    ["$.books[?((@.p > 20 || @.p < 8.98) && @.isbn)].t", `["Lord"]`],
    ["$.books[?(!(@.p > 9))].t", `["Sayings","Moby Dick"]`],
    ["$.books[?(@.t =~ /m.*/i)].t", `["Moby Dick"]`],
    ["$.books[?(@.t =~ /M/)].t", `[]`],
    ["$.books[?(/Lo.d/ =~ @.t)].t", `["Lord"]`],
    ["$.books[?(@.gone =~ /.*/)].t", `["Sayings","Moby Dick","Lord"]`],
    ["$.books[?(@.t in ['Lord','x'])].t", `["Lord"]`],
    ['$.books[?(@.t IN ["Lord"])].t', `["Lord"]`],
    ["$.books[?(@.t nin ['Lord'])].t", `["Sayings","Moby Dick"]`],
    ["$.nums[?(@ in $.nums)]", `[3,1,2]`],
    ["$.books[?(@.t contains 'o')].t", `["Moby Dick","Lord"]`],
    ["$.objs[?(@.l contains 1)].l", `[[1,2]]`],
    ["$.objs[?(@.l subsetof [1,2,4])].l", `[[1,2]]`],
    ["$.objs[?(@.l size 2)].l", `[[1,2],[2,3]]`],
    ["$.objs[?(@.l size 3)].l", `["str"]`],
    ["$.objs[?(@.l empty false)].l", `[[1,2],[2,3],"str"]`],
    ["$[?(@.e empty true)].s", `["text"]`],
    ["$.objs[?(@.l all [1,2])]", `[]`],
    ["$.objs[?(@.l type 'array')]", `[]`],
    ["$.objs[?(@.k == null)]", `[{"k":null}]`],
    ["$.objs[?(@.k != 1)].l", `[[2,3],"str"]`],
    ["$.objs[?(@.k)].k", `[1,2,null]`],
    ["$.objs[?(@.l == [1,2])].k", `[1]`],
    ['$.objs[?(@ == {"l":[2,3],"k":2})].k', `[2]`],
    ["$.objs[?(@.l[0] == @.k)].k", `[1,2]`],
    ["$.objs[?(@.l.length() > 1)].k", `[1,2]`],
    ["$.ones[?(@.v == 1)]", `[{"v":1},{"v":1.0}]`],
    ["$.ones[?(@.v == '1.0')]", `[{"v":"1.0"},{"v":1},{"v":1.0}]`],
    ["$.ones[?('1' == @.v)]", `[{"v":1}]`],
    ["$.ones[?(@.v === 1)]", `[{"v":1},{"v":1.0}]`],
    ["$.ones[?(@.v !== 1)]", `[{"v":"1.0"}]`],
    ["$.books[?(@.t > 'M')].t", `["Sayings","Moby Dick"]`],
    ["$[?(@.s == 'text')].limit", `[10]`],
    ["$.lists[?(@ size 1)]", `[[1]]`],
    ["$.pair[?(@.a.z == 1)].b.z", `[2]`],
  ],
  "paths that fail": [
    ["$.", fails],
    ["$..", fails],
    ["$...a", fails],
    ["$[", fails],
    ["$[]", fails],
    ["$x", fails],
    ["$.a b", fails],
    ["$.nums[a]", fails],
    ["$.nums[--1]", fails],
    ["$.nums[:]", fails],
    ["$['a',]", fails],
    ["$['a''b']", fails],
    ["$.objs[?(@.k = 1)]", fails],
    ["$.objs[?(@.k anyof [1])]", fails],
    ["$.objs[?(@.k noneof [1])]", fails],
    ["$.objs[?(true)]", fails],
    ["$.objs[?()]", fails],
    ["$.objs[?@.k == 1]", fails],
    ["$.objs[(@.length-1)]", fails],
    ["$.objs[?(@.l =~ /s/m)]", fails],
    ["$[?(@.lists contains 1)]", fails],
    ["$.s[?(@.a)]", fails],
  ],
};

/** Reads a path; a filter or function that fails does so when it is read. */
function read(path: string, payload = document): string | symbol {
  const value = compilePath(path)(parsePayload(payload));
  return value === undefined ? missing : toJson(value);
}

describe("JSONPath as Jayway has it", () => {
  for (const [title, rows] of Object.entries(cases)) {
    describe(title, () => {
      for (const [path, result] of rows) {
        it(path, () => {
          if (result === fails) assert.throws(() => read(path), TemplateError);
          else assert.equal(read(path), result);
        });
      }
    });
  }

  it("adds to the payload's own list by append", () => {
    const payload = parsePayload("[1]");
    compilePath('$.append("x")')(payload);

    assert.equal(toJson(payload), '[1,"x"]');
  });

  it("stops hostile paths", () => {
    const deep = "[".repeat(40) + "]".repeat(40);
    assert.throws(() => read(`$${"..*".repeat(9)}`, deep), /more than 5000000 steps/);
    assert.throws(() => read(`$[?(${"(".repeat(1e5)}@.a)]`), TemplateError);
    assert.throws(() => read(`$[?(${"!".repeat(1e5)}@.a)]`), TemplateError);
    assert.equal(read("$[-2147483647:5]", "[1]"), "[1,1]");
  });

  it("reads deep payloads", () => {
    assert.equal(read("$..a", `${'{"b":['.repeat(450)}{"a":1}${"]}".repeat(450)}`), "[1]");
  });
});
