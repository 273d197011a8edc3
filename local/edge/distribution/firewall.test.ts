import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { TestFront } from "./testing/front.ts";
import { distribution, resource } from "./testing/resources.ts";

const none = [{ priority: 0, type: "NONE" }];
const inBody = (oversizeHandling: string) => ({ body: { oversizeHandling } });
const rules = [
  {
    name: "size",
    priority: 1,
    action: { block: {} },
    statement: {
      sizeConstraintStatement: {
        comparisonOperator: "GT",
        size: 16_384,
        fieldToMatch: inBody("MATCH"),
        textTransformations: none,
      },
    },
  },
  {
    name: "text",
    priority: 2,
    action: { block: { customResponse: { responseCode: 422, customResponseBodyKey: "no" } } },
    statement: {
      byteMatchStatement: {
        searchString: "evil",
        positionalConstraint: "CONTAINS",
        fieldToMatch: inBody("CONTINUE"),
        textTransformations: none,
      },
    },
  },
];

describe("a distribution's web ACL", () => {
  const front = new TestFront();
  beforeEach(async () => {
    const webAcl = resource("aws:wafv2/webAcl:WebAcl", "shop", {
      arn: "arn:aws:wafv2:us-east-1:1:global/webacl/shop/1",
      defaultAction: {
        allow: { customRequestHandling: { insertHeaders: [{ name: "seen", value: "yes" }] } },
      },
      customResponseBodies: [{ key: "no", content: "no", contentType: "TEXT_PLAIN" }],
      rules,
    });
    const echo: RequestListener = (request, response) => {
      void text(request).then((body) => {
        response.setHeader("x-seen", String(request.headers["x-amzn-waf-seen"]));
        response.end(body);
      });
    };
    await front.start({
      regions: [echo],
      resources: [webAcl, distribution({ webAclId: webAcl.outputs["arn"] })],
    });
  });

  const chunked = { "transfer-encoding": "chunked" };
  for (const [title, headers, body, status] of [
    ["a body without a length", chunked, "x".repeat(1000), 200],
    ["an empty body without a length", chunked, "", 200],
    ["as much as is inspected, without a length", chunked, "x".repeat(16_384), 200],
    ["more, without a length", chunked, "x".repeat(200_000), 403],
    ["a body with a length", {}, "x".repeat(1000), 200],
    ["more, with a length", {}, "x".repeat(16_385), 403],
    ["a text, without a length", chunked, "so evil", 422],
    ["a text, with a length", {}, "so evil", 422],
  ] as const) {
    it(`judges ${title}: ${status}`, async () => {
      const response = await front.request("/", headers, { method: "PUT", body });

      assert.equal(response.status, status);
      if (status === 200) {
        assert.equal(response.body, body);
        assert.equal(response.headers["x-seen"], "yes");
      }
      if (status === 422) assert.equal(response.body, "no");
    });
  }
});
