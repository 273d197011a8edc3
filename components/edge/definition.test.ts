import assert from "node:assert/strict";
import { faultText } from "../shared/errors.ts";
import { edgeRule } from "./index.ts";

const faultsOf = (edge: unknown) => edgeRule(edge, "edge").map(faultText).join("\n");

const ttl = { defaultSeconds: 60 };

describe("the settings of an edge", () => {
  for (const edge of [
    {},
    { behaviors: {} },
    { behaviors: { "/": {}, "/a/new": { ttl }, "/a*": { ttl } } },
    {
      behaviors: { "/a": { ttl: { defaultSeconds: 0, maxSeconds: 60 }, key: { queries: ["a"] } } },
    },
    {
      site: { directory: "site", spaPages: { "/app/*": "/index.html" }, immutable: ["/assets/*"] },
    },
    { responseHeaders: { hsts: { maxAgeSeconds: 0 }, add: { "X-Team": "" } } },
    { errorPages: { 502: "/busy.html" }, firewall: false, priceClass: "100" },
  ]) {
    it(`can be ${JSON.stringify(edge)}`, () => {
      assert.equal(faultsOf(edge), "");
    });
  }

  for (const [edge, fault] of [
    [{ behaviour: {} }, /^unknown option "edge\.behaviour"\. Did you mean "behaviors"\?$/],
    [
      { behaviors: { orders: {} } },
      /^edge\.behaviors\.orders is not a valid name; allowed: a path pattern/,
    ],
    [{ behaviors: { "/ä": {} } }, /is not a valid name/],
    [
      { behaviors: { "/a*": { ttl }, "/a/new": { ttl } } },
      /^edge\.behaviors\["\/a\/new"\] is "\/a\/new"; .* "\/a\*" comes first and matches all of its paths: list it after/,
    ],
    [
      { behaviors: { "/a": { key: { headers: ["X-A"] } } } },
      /^edge\.behaviors\["\/a"\]\.key is .*; allowed: nothing without ttl\./,
    ],
    [
      { behaviors: { "/a": { forwardHeaders: ["X-A"] } } },
      /forwardHeaders is .*nothing without ttl/,
    ],
    [
      { behaviors: { "/a": { ttl: { defaultSeconds: 60, maxSeconds: 30 } } } },
      /ttl\.defaultSeconds is 60; allowed: a number from minSeconds, 0, to maxSeconds, 30\.$/,
    ],
    [{ behaviors: { "/a": { ttl: { defaultSeconds: 5, minSeconds: 9 } } } }, /minSeconds, 9/],
    [{ behaviors: { "/a": { ttl: {} } } }, /ttl\.defaultSeconds is missing/],
    [{ behaviors: { "/a": { ttl, key: { headers: ["Host"] } } } }, /headers\[0\] is "Host"/],
    [{ behaviors: { "/a": { ttl, key: { headers: ["a b"] } } } }, /headers\[0\] is "a b"/],
    [
      { behaviors: { "/a": { ttl, key: { headers: [..."abcdefghijk"] } } } },
      /a list of at most 10 different headers/,
    ],
    [{ behaviors: { "/a": { ttl, key: { queries: "some" } } } }, /"all", "none" or a list/],
    [{ behaviors: { "/a": { ttl, key: { queries: [] } } } }, /at least one/],
    ...["Authorization", "X-HTTP-Method-Override", "Cookie"].map(
      (header) =>
        [
          { behaviors: { "/a": { ttl, forwardHeaders: [header] } } },
          /forwardHeaders\[0\] is ".*Put Authorization into key\.headers/,
        ] as const,
    ),
    [{ requestHeaders: { remove: ["authorization"] } }, /Authorization must reach the API/],
    [{ responseHeaders: { remove: ["Content-Type"] } }, /Another option sets it, or/],
    [{ responseHeaders: { add: { "X-Frame-Options": "" } } }, /not a valid name/],
    [
      { responseHeaders: { contentSecurityPolicy: "a\nb" } },
      /a policy, on one line of at most 1783 characters/,
    ],
    [{ responseHeaders: { contentSecurityPolicy: "a".repeat(1784) } }, /at most 1783 characters/],
    [
      { responseHeaders: { add: { "X-A": "a\nb" } } },
      /add\.X-A is "a\\nb"; allowed: a value, on one line/,
    ],
    [
      {
        responseHeaders: { add: Object.fromEntries([..."abcdefghijk"].map((x) => [`X-${x}`, x])) },
      },
      /responseHeaders\.add is "11 headers"; allowed: at most 10\.$/,
    ],
    [{ responseHeaders: { referrerPolicy: "none" } }, /"no-referrer"/],
    [{ errorPages: { 404: "/404.html" } }, /^unknown option "edge\.errorPages\.404"/],
    [{ errorPages: { 503: "busy.html" } }, /a file of the site, such as "\/errors\/busy\.html"/],
    [{ site: {} }, /site\.directory is missing/],
    [{ site: { directory: "/srv/site" } }, /a folder, from the project's root/],
    [{ site: { directory: "site", spaPages: { "/app/*": "index.html" } } }, /a page of the site/],
    [{ site: { directory: "site", contentTypes: { glb: "a/b" } } }, /file extensions/],
    [{ minimumTls: "TLSv1" }, /"TLSv1\.2_2021", "TLSv1\.2_2025", "TLSv1\.3_2025"/],
    [{ priceClass: 100 }, /allowed: "100", "200", "all"/],
    [{ logRetentionDays: 31 }, /logRetentionDays is 31/],
  ] as readonly (readonly [object, RegExp])[]) {
    it(`can't be ${JSON.stringify(edge)}`, () => {
      assert.match(faultsOf(edge), fault);
    });
  }
});
