import assert from "node:assert/strict";
import type { Properties, Resource } from "../../graph/resource.ts";
import { createModel, lambda, serve } from "../testing/gateway.ts";
import { send } from "../testing/http.ts";
import { readFirewall, unservedRules, userPoolFirewalls } from "./index.ts";

const stageArn = "arn:aws:apigateway:eu-west-1::/restapis/abc123/stages/dev";
const arn = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/acl/1";

const resource = (type: string, outputs: Properties): Resource => ({
  type: `aws:wafv2/${type}`,
  name: "acl",
  id: "acl",
  inputs: {},
  outputs,
});

const association = resource("webAclAssociation:WebAclAssociation", {
  resourceArn: stageArn,
  webAclArn: arn,
});

const webAcl = (outputs: Properties) =>
  resource("webAcl:WebAcl", { arn, defaultAction: { allow: {} }, rules: [], ...outputs });

const onPath = (regexString: string) => ({
  regexMatchStatement: { regexString, fieldToMatch: { uriPath: {} } },
});

describe("readFirewall", () => {
  it("finds no web ACL for other stages", () => {
    assert.equal(readFirewall([webAcl({}), association], `${stageArn}-2`), undefined);
    assert.equal(readFirewall([webAcl({})], stageArn), undefined);
    assert.equal(readFirewall([association], stageArn), undefined);
  });

  it("reads the custom domains of the stage with their base paths", () => {
    const mapping = (outputs: Properties): Resource => ({
      type: "aws:apigateway/basePathMapping:BasePathMapping",
      name: "mapping",
      id: "mapping",
      inputs: {},
      outputs: { restApi: "abc123", stageName: "dev", ...outputs },
    });
    const firewall = readFirewall(
      [
        webAcl({}),
        association,
        mapping({ domainName: "API.example.com", basePath: null }),
        mapping({ domainName: "v1.example.com", basePath: "v1" }),
        mapping({ domainName: "other.example.com", stageName: "other" }),
        mapping({ domainName: "other.example.com", restApi: "other" }),
      ],
      stageArn,
    );

    assert.deepEqual(
      [...firewall!.basePaths],
      [
        ["api.example.com", ""],
        ["v1.example.com", "/v1"],
      ],
    );
  });

  it("reads the inspected size of a body, by default 16 KB", () => {
    const associationConfig = {
      requestBodies: [{ apiGateway: { defaultSizeInspectionLimit: "KB_48" } }],
    };
    const inspected = (outputs: Properties) =>
      readFirewall([webAcl(outputs), association], stageArn)?.inspectedBytes;

    assert.equal(inspected({ associationConfig: null }), 16_384);
    assert.equal(inspected({ associationConfig }), 49_152);
  });

  it("evaluates rules by priority until one allows or blocks, and then the default action", async () => {
    const firewall = readFirewall(
      [
        webAcl({
          defaultAction: { allow: null, block: {} },
          rules: [
            { name: "no", priority: 2, action: { block: {} }, statement: onPath("/orders") },
            { name: "yes", priority: 1, action: { allow: {} }, statement: onPath("/orders$") },
            {
              name: "custom response",
              priority: 3,
              action: { block: { customResponse: { responseCode: 429 } } },
              statement: onPath("/catalog"),
            },
            { name: "puzzle", priority: 0, action: { captcha: {} }, statement: onPath("/puzzle") },
            {
              name: "abroad",
              priority: 4,
              action: { block: {} },
              statement: { geoMatchStatement: {} },
            },
          ],
        }),
        association,
      ],
      stageArn,
    )!;
    const paths = { "/{proxy+}": { "x-amazon-apigateway-any-method": lambda() } };
    const gateway = await serve(createModel({ paths }, {}, { firewall }));

    const sent = ["/dev/orders", "/dev/orders/1", "/dev/other", "/dev/catalog", "/dev/puzzle"];
    const statuses = sent.map(async (path) => {
      const { status } = await send(gateway.port, path);
      return status;
    });
    assert.deepEqual(await Promise.all(statuses), [200, 403, 403, 429, 405]);
    assert.deepEqual(unservedRules(firewall), []);
    await gateway.close({ graceMs: 0 });
  });
});

describe("userPoolFirewalls", () => {
  it("finds only the web ACLs of user pools", () => {
    const association = "webAclAssociation:WebAclAssociation";
    const named = (name: string, type: string, outputs: Properties) => ({
      ...resource(type, outputs),
      name,
    });
    const resources = [
      named("users-firewall", "webAcl:WebAcl", { arn: "acl-1" }),
      named("api-firewall", "webAcl:WebAcl", { arn: "acl-2" }),
      named("users-firewall", association, {
        webAclArn: "acl-1",
        resourceArn: "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a",
      }),
      named("api-firewall", association, {
        webAclArn: "acl-2",
        resourceArn: "arn:aws:apigateway:eu-west-1::/restapis/r/stages/live",
      }),
    ];

    const found = [...userPoolFirewalls(resources)].map(([pool, { name }]) => [pool, name]);
    assert.deepEqual(found, [["eu-west-1_a", "users-firewall"]]);
  });
});
