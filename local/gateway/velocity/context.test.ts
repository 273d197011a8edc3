import assert from "node:assert/strict";
import { TemplateError } from "./index.ts";
import { renderAll } from "./testing.ts";

const context = {
  requestId: "r-1",
  requestTimeEpoch: 1_700_000_000_000,
  identity: { sourceIp: "192.0.2.1" },
  authorizer: { claims: { sub: "s", "custom:role": "admin" }, principalId: "p" },
};

describe("$context and $stageVariables", () => {
  const cases: [template: string, text: string][] = [
    ["$context.requestId $context.requestTimeEpoch", "r-1 1700000000000"],
    ["$context.identity.sourceIp ${context.identity.sourceIp}", "192.0.2.1 192.0.2.1"],
    ["$context.authorizer.claims.sub $context.authorizer.principalId", "s p"],
    ["$context.authorizer.claims['custom:role']", "admin"],
    ["[$context.nope$context.nope.x.y$context.identity.nope$context.nope.trim()]", "[]"],
    // AWS renders the claims as a whole as null.
    ["[$context.authorizer.claims]", "[]"],
    ["#set($k = 'requestId')$context.get($k) $context[$k]", "r-1 r-1"],
    [
      "$stageVariables.v $stageVariables['v'] ${stageVariables['v']} [$stageVariables.nope]",
      "1 1 1 []",
    ],
    ["#if($context.identity.sourceIp == '192.0.2.1')yes#end", "yes"],
  ];
  for (const [template, text] of cases) {
    it(template, () => {
      assert.equal(renderAll(template, { context, stageVariables: { v: "1" } }).text, text);
    });
  }

  it("are not changed by a template", () => {
    const before = structuredClone(context);

    renderAll("$context.identity.put('a', 1)#set($i = $context.identity)#set($i.b = 2)", {
      context,
    });

    assert.deepEqual(context, before);
  });
});

describe("overrides in a template", () => {
  it("are collected from its assignments, which print nothing", () => {
    const { text, overrides } = renderAll(
      '#set($context.requestOverride.header.X-Amz-Target = "AWSEvents.PutEvents")' +
        "#set($context.requestOverride.header['a b'] = ['1', '2'])" +
        "#set($context.requestOverride.path.id = 7)" +
        "#set($context.requestOverride.querystring.q = $input.path('$.q'))" +
        "#set($context.responseOverride.header.X = 'y')" +
        "#set($context.responseOverride.status = 418)",
      { body: '{"q":"v"}' },
    );

    assert.equal(text, "");
    assert.deepEqual(overrides, {
      request: {
        header: { "X-Amz-Target": "AWSEvents.PutEvents", "a b": ["1", "2"] },
        path: { id: "7" },
        querystring: { q: "v" },
      },
      response: { header: { X: "y" }, status: 418 },
    });
  });

  it("can be read by the response template and stay in effect (recorded on AWS)", () => {
    const request = renderAll(
      "#set($context.requestOverride.header.H = 'h')#set($context.responseOverride.status = 400)",
    );

    const response = renderAll(
      "$context.requestOverride.header.H $context.responseOverride.status" +
        "#set($context.responseOverride.header.R = 'r')",
      { overrides: request.overrides },
    );

    assert.equal(response.text, "h 400");
    assert.deepEqual(response.overrides.response, { header: { R: "r" }, status: 400 });
    assert.deepEqual(request.overrides.response, { header: {}, status: 400 });
  });

  for (const value of ["99", "600", "'x'", "2.5", "''", "$nope"]) {
    it(`ignore the status ${value}`, () => {
      const { overrides } = renderAll(`#set($context.responseOverride.status = ${value})`);

      assert.equal(overrides.response.status, undefined);
    });
  }

  const wrong = [
    "#set($context.responseOverride.status = 400)#set($context.responseOverride.status = 401)",
    "#foreach($i in [1, 2])#set($context.requestOverride.header.a = $i)#end",
    "#set($context.requestOverride.header.a = 1)#set($context.requestOverride.header['a'] = 1)",
    "#set($context.requestId = 'x')",
    "#set($context.requestOverride = {})",
    "#set($context.responseOverride.path.x = 'x')",
    "#set($context.requestOverride.header.a.b = 'x')",
  ];
  for (const template of wrong) {
    it(`fail for ${template}`, () => {
      assert.throws(() => renderAll(template), TemplateError);
    });
  }

  it("accept computed names, and the methods of their maps", () => {
    const { overrides } = renderAll(
      "#set($n = 'X-A')#set($context.responseOverride.header[$n] = 1)" +
        "#foreach($h in $input.path('$').entrySet())#set($context.requestOverride.header[$h.key] = $h.value)#end" +
        "#set($x = $context.responseOverride.header.put('X-B', 'b'))" +
        "#set($o = $context.responseOverride)#set($o.status = 404)",
      { body: '{"a":"1","b":"2"}' },
    );

    assert.deepEqual(overrides.request.header, { a: "1", b: "2" });
    assert.deepEqual(overrides.response, { header: { "X-A": "1", "X-B": "b" }, status: 404 });
  });

  it("accept any name", () => {
    const { overrides } = renderAll("#set($context.requestOverride.header['__proto__'] = 'x')");

    assert.deepEqual(Object.keys(overrides.request.header), ["__proto__"]);
  });
});
