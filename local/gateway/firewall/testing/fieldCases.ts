import type { InspectedRequest } from "../request.ts";
import { statementContext } from "./inspected.ts";

export type Given = Partial<InspectedRequest> & { readonly body?: string };

const sets = new Map([
  ["ips", ["10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32"]],
  ["patterns", ["^/a", "z$"]],
]);
export const context = statementContext({ sets });
export const labels = new Set([
  "awswaf:123456789012:webacl:acl:ns:mine",
  "awswaf:managed:aws:bot:verified",
]);

export const contains = (searchString: string, fieldToMatch: object) => ({
  byteMatchStatement: {
    searchString,
    positionalConstraint: "CONTAINS",
    fieldToMatch,
    textTransformations: [{ priority: 0, type: "NONE" }],
  },
});

const json = (settings: object) => ({
  jsonBody: { matchPattern: { all: {} }, matchScope: "ALL", ...settings },
});
const headers = (settings: object) => ({
  headers: [
    { matchPattern: { all: {} }, matchScope: "ALL", oversizeHandling: "CONTINUE", ...settings },
  ],
});
const cookies = (settings: object) => ({
  cookies: {
    matchPatterns: [{ all: {} }],
    matchScope: "ALL",
    oversizeHandling: "CONTINUE",
    ...settings,
  },
});
const manyHeaders = Array.from({ length: 201 }, (_, index) => [`h${index}`, "v"]).flat();
const long = "x".repeat(100);
const ip = (more: object = {}) => ({ ipSetReferenceStatement: { arn: "ips", ...more } });
const forwarded = (position: string, fallbackBehavior = "NO_MATCH") =>
  ip({ ipSetForwardedIpConfig: { headerName: "X-Forwarded-For", position, fallbackBehavior } });
export const via = (addresses: string): Given => ({ rawHeaders: ["x-forwarded-for", addresses] });
const geo = (more: object = {}) => ({ geoMatchStatement: { countryCodes: ["SE"], ...more } });
export const forwardedIpConfig = { headerName: "X-Forwarded-For", fallbackBehavior: "MATCH" };

/**
 * The results of statements for requests. (AWS WAF Developer Guide, "Request components in AWS WAF" and "Using rule
 * statements in AWS WAF")
 */
export const table: readonly [title: string, statement: object, given: Given, expected: boolean][] =
  [
    ["the method", contains("POST", { method: {} }), { method: "POST" }, true],
    ["the query as sent", contains("a=%41", { queryString: {} }), { query: "a=%41" }, true],
    [
      "an argument",
      contains("1", { singleQueryArgument: { name: "A" } }),
      { query: "b=2&a=1" },
      true,
    ],
    [
      "another argument",
      contains("2", { singleQueryArgument: { name: "a" } }),
      { query: "b=2&a=1" },
      false,
    ],
    ["any argument's value", contains("2", { allQueryArguments: {} }), { query: "b=2&a=1" }, true],
    ["an argument's name", contains("b", { allQueryArguments: {} }), { query: "b=2" }, false],
    ["the body", contains("evil", { body: {} }), { body: "so evil" }, true],
    [
      "the body beyond what is inspected",
      contains("evil", { body: {} }),
      { body: `${long}evil` },
      false,
    ],
    [
      "an oversize body that matches",
      contains("no", { body: { oversizeHandling: "MATCH" } }),
      { body: `${long}x` },
      true,
    ],
    [
      "an oversize body that does not",
      contains("x", { body: { oversizeHandling: "NO_MATCH" } }),
      { body: `${long}x` },
      false,
    ],
    [
      "a fingerprint of TLS",
      contains("a", { ja3Fingerprint: { fallbackBehavior: "MATCH" } }),
      {},
      true,
    ],
    ["a fragment", contains("a", { uriFragment: { fallbackBehavior: "NO_MATCH" } }), {}, false],
    [
      "the order of headers",
      contains("a:b", { headerOrders: [{ oversizeHandling: "MATCH" }] }),
      { rawHeaders: ["A", "1", "B", "2"] },
      true,
    ],

    ["a header's name", contains("X-Evil", headers({})), { rawHeaders: ["X-Evil", "1"] }, true],
    [
      "a header's name among values",
      contains("X-Evil", headers({ matchScope: "VALUE" })),
      { rawHeaders: ["X-Evil", "1"] },
      false,
    ],
    [
      "an included header",
      contains("1", headers({ matchPattern: { includedHeaders: ["x-a"] } })),
      { rawHeaders: ["X-A", "1"] },
      true,
    ],
    [
      "a header that is not included",
      contains("1", headers({ matchPattern: { includedHeaders: ["x-b"] } })),
      { rawHeaders: ["X-A", "1"] },
      false,
    ],
    [
      "an excluded header",
      contains("1", headers({ matchPattern: { excludedHeaders: ["X-a"] } })),
      { rawHeaders: ["X-A", "1"] },
      false,
    ],
    [
      "more than 200 headers",
      contains("no", headers({ oversizeHandling: "MATCH" })),
      { rawHeaders: manyHeaders },
      true,
    ],
    ["a cookie", contains("1", cookies({})), { rawHeaders: ["Cookie", "a=1; b=2"] }, true],
    [
      "an included cookie",
      contains("1", cookies({ matchPatterns: [{ includedCookies: ["b"] }] })),
      { rawHeaders: ["Cookie", "a=1; b=2"] },
      false,
    ],
    [
      "a cookie's name",
      contains("b", cookies({ matchScope: "KEY" })),
      { rawHeaders: ["Cookie", "a=1; b=2"] },
      true,
    ],

    ["a JSON value", contains("evil", json({})), { body: '{"a":["evil"]}' }, true],
    ["an escaped JSON value", contains("evil", json({})), { body: '{"a":"\\u0065vil"}' }, true],
    ["a JSON key", contains("evil", json({ matchScope: "KEY" })), { body: '{"evil":1}' }, true],
    [
      "a JSON key among values",
      contains("evil", json({ matchScope: "VALUE" })),
      { body: '{"evil":1}' },
      false,
    ],
    [
      "a JSON path",
      contains("x", json({ matchPattern: { includedPaths: ["/a/1"] } })),
      { body: '{"a":["o","x"]}' },
      true,
    ],
    [
      "another JSON path",
      contains("x", json({ matchPattern: { includedPaths: ["/a/0"] } })),
      { body: '{"a":["o","x"]}' },
      false,
    ],
    [
      "invalid JSON",
      contains("x", json({ invalidFallbackBehavior: "MATCH" })),
      { body: "{" },
      true,
    ],
    [
      "invalid JSON as a text",
      contains("x", json({ invalidFallbackBehavior: "EVALUATE_AS_STRING" })),
      { body: "{x" },
      true,
    ],
    ["the valid beginning of JSON", contains("x", json({})), { body: '{"a":"x",' }, true],

    [
      "a word",
      {
        byteMatchStatement: {
          searchString: "bad",
          positionalConstraint: "CONTAINS_WORD",
          fieldToMatch: { uriPath: {} },
        },
      },
      { uriPath: "/a-bad/" },
      true,
    ],
    [
      "a part of a word",
      {
        byteMatchStatement: {
          searchString: "bad",
          positionalConstraint: "CONTAINS_WORD",
          fieldToMatch: { uriPath: {} },
        },
      },
      { uriPath: "/badly" },
      false,
    ],
    ["bytes beyond ASCII", contains("é", { body: {} }), { body: "é" }, true],
    [
      "a pattern that ignores case",
      { regexMatchStatement: { regexString: "(?i)^/LIVE\\z|x", fieldToMatch: { uriPath: {} } } },
      { uriPath: "/live" },
      true,
    ],
    [
      "a set of patterns",
      { regexPatternSetReferenceStatement: { arn: "patterns", fieldToMatch: { uriPath: {} } } },
      { uriPath: "/xyz" },
      true,
    ],
    [
      "no pattern of a set",
      { regexPatternSetReferenceStatement: { arn: "patterns", fieldToMatch: { uriPath: {} } } },
      { uriPath: "/b" },
      false,
    ],
    [
      "a header's size",
      {
        sizeConstraintStatement: {
          comparisonOperator: "GT",
          size: 3,
          fieldToMatch: { singleHeader: { name: "a" } },
        },
      },
      { rawHeaders: ["A", "1234"] },
      true,
    ],
    [
      "a missing header's size",
      {
        sizeConstraintStatement: {
          comparisonOperator: "LT",
          size: 3,
          fieldToMatch: { singleHeader: { name: "a" } },
        },
      },
      {},
      false,
    ],
    [
      "a size after a transformation",
      {
        sizeConstraintStatement: {
          comparisonOperator: "EQ",
          size: 1,
          fieldToMatch: { body: {} },
          textTransformations: [{ priority: 0, type: "URL_DECODE" }],
        },
      },
      { body: "%41" },
      true,
    ],

    ["an address in a set", ip(), { clientIp: "::ffff:10.1.2.3" }, true],
    ["an address that is not", ip(), {}, false],
    ["an address of IPv6", ip(), { clientIp: "2001:db8::1" }, true],
    ["the first forwarded address", forwarded("FIRST"), via("10.1.1.1, 8.8.8.8"), true],
    ["the last forwarded address", forwarded("LAST"), via("10.1.1.1, 8.8.8.8"), false],
    ["any forwarded address", forwarded("ANY"), via("8.8.8.8, 10.1.1.1"), true],
    ["an invalid forwarded address", forwarded("FIRST", "MATCH"), via("oops"), true],
    ["no forwarded address", forwarded("FIRST", "MATCH"), {}, false],

    ["a label", { labelMatchStatement: { scope: "LABEL", key: "ns:mine" } }, {}, true],
    ["a part of a label", { labelMatchStatement: { scope: "LABEL", key: "mine" } }, {}, false],
    [
      "a whole label",
      { labelMatchStatement: { scope: "LABEL", key: "awswaf:managed:aws:bot:verified" } },
      {},
      true,
    ],
    ["a namespace", { labelMatchStatement: { scope: "NAMESPACE", key: "ns:" } }, {}, true],
    [
      "a namespace of AWS",
      { labelMatchStatement: { scope: "NAMESPACE", key: "awswaf:managed:aws:" } },
      {},
      true,
    ],

    ["a country, which this machine has not", geo(), {}, false],
    ["not a country", { notStatement: { statement: geo() } }, {}, true],
    ["a country of a private address", geo({ forwardedIpConfig }), via("10.0.0.1"), false],
    ["a country of no address", geo({ forwardedIpConfig }), via("oops"), true],
    ["no network", { asnMatchStatement: { asnLists: [0] } }, {}, true],
    ["a network", { asnMatchStatement: { asnLists: [64496] } }, {}, false],
    ["AWS's detection of SQL", { sqliMatchStatement: { fieldToMatch: { body: {} } } }, {}, false],
  ];
