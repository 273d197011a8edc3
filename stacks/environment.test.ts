import assert from "node:assert/strict";
import { checkEnvironment } from "./environment.ts";

type Settings = Readonly<Record<string, string>>;

const regions: Readonly<Record<string, Settings>> = {
  "us-east-1": { homeRegion: "us-east-1" },
  "eu-west-1": { homeRegion: "us-east-1" },
};
const domain = { domainName: "api.example.com", hostedZone: "Z0123456789ABCDEFGHIJ" };
const edge = {
  homeRegion: "us-east-1",
  originDomain: "api.example.com",
  originRegions: "[]",
};

/** The faults of an environment's files, after changes to them. */
function faultsOf(changes: Readonly<Record<string, Settings | undefined>>): string[] {
  const files = { ...regions, ...changes };
  const stacks = Object.entries(files).flatMap(([name, settings]) => {
    if (settings === undefined) return [];
    const all = Object.entries({ ...regions[name], ...settings });
    const config = Object.fromEntries(all.map(([key, value]) => [`palisade:${key}`, value]));
    return [{ name: `dev-${name}`, config }];
  });
  const start = 'stacks of "dev": ';
  return checkEnvironment(stacks).map((fault) => {
    assert.ok(fault.startsWith(start), fault);
    return fault.slice(start.length);
  });
}

describe("an environment's stack files", () => {
  for (const [what, changes] of [
    ["two regions with one home", {}],
    ["one domain in all regions", { "us-east-1": domain, "eu-west-1": domain }],
    ["a drained region beside one that serves", { "eu-west-1": { traffic: "drain" } }],
    [
      "a shift to a region that accepts it",
      {
        "us-east-1": { acceptShift: "true" },
        "eu-west-1": { shift: '{"to":"us-east-1","percent":5}' },
      },
    ],
    // The region's own record keeps its clients while the other one is drained.
    [
      "a shift to a drained region",
      {
        "us-east-1": { acceptShift: "true", traffic: "drain" },
        "eu-west-1": { shift: '{"to":"us-east-1","percent":5}' },
      },
    ],
    [
      "an edge in front of regions that expect it",
      {
        "us-east-1": { ...domain, edge: "open" },
        "eu-west-1": { ...domain, edge: "only" },
        edge: { ...edge, originRegions: '["us-east-1","eu-west-1"]' },
      },
    ],
    [
      "a replica of the user pool, with the same sender",
      {
        "us-east-1": { identityReplica: "eu-west-1", senderEmail: "a@example.com" },
        "eu-west-1": { identityReplica: "eu-west-1", senderEmail: "a@example.com" },
      },
    ],
    ["the same VPC range twice", { "us-east-1": { cidrBlock: "10.0.0.0/16" } }],
    ["values that checkConfig reports", { "eu-west-1": { shift: "none" } }],
  ] as const) {
    it(`may have ${what}`, () => {
      assert.deepEqual(faultsOf(changes), []);
    });
  }

  for (const [what, changes, fault] of [
    [
      "two homes",
      { "eu-west-1": { homeRegion: "eu-west-1" } },
      "one region must be home, but us-east-1 has us-east-1; eu-west-1 has eu-west-1. " +
        "Set the same homeRegion in all files: its stack has the users.",
    ],
    [
      "a replica of the user pool in one file only",
      { "us-east-1": { identityReplica: "eu-west-1" } },
      'all regions must have the same identityReplica, but us-east-1 has eu-west-1; eu-west-1 has "".',
    ],
    [
      "a replica in a region without a file",
      {
        "us-east-1": { identityReplica: "us-west-2" },
        "eu-west-1": { identityReplica: "us-west-2" },
      },
      "identityReplica is us-west-2, which has no stack file. Add it.",
    ],
    [
      "a replica that can't send the codes of the home region",
      {
        "us-east-1": { identityReplica: "eu-west-1", senderEmail: "a@example.com" },
        "eu-west-1": { identityReplica: "eu-west-1" },
      },
      "eu-west-1 must have the same senderEmail as us-east-1, whose users sign in there while us-east-1 is down.",
    ],
    [
      "a replica that sends mail from another domain",
      {
        "us-east-1": { identityReplica: "eu-west-1", mailDomain: "mail.example.com" },
        "eu-west-1": { identityReplica: "eu-west-1" },
      },
      "eu-west-1 must have the same mailDomain as us-east-1, whose users sign in there while us-east-1 is down.",
    ],
    [
      "a home without a file",
      { "us-east-1": undefined },
      "homeRegion is us-east-1, which has no stack file. Set it to one of eu-west-1, or add us-east-1.",
    ],
    [
      "an edge with another home",
      {
        "us-east-1": { ...domain, edge: "open" },
        "eu-west-1": { ...domain, edge: "open" },
        edge: { ...edge, homeRegion: "eu-west-1" },
      },
      'the edge has homeRegion "eu-west-1", but the regions have us-east-1.',
    ],
    [
      "a domain in one region only",
      { "us-east-1": { domainName: "api.example.com" } },
      'all regions must have the same domainName, but us-east-1 has api.example.com; eu-west-1 has "".',
    ],
    [
      "different aliases",
      { "us-east-1": { aliases: '["a.example.com"]' }, "eu-west-1": { aliases: "[]" } },
      'all regions must have the same aliases, but us-east-1 has ["a.example.com"]; eu-west-1 has [].',
    ],
    [
      "client certificates in one region only",
      { "us-east-1": { truststore: "s3://certificates/ca.pem" } },
      "all regions or none must have a truststore, but eu-west-1 has none.",
    ],
    [
      "an edge with another origin",
      {
        "us-east-1": { ...domain, edge: "open" },
        "eu-west-1": { ...domain, edge: "open" },
        edge: { ...edge, originDomain: "old.example.com" },
      },
      'the edge has originDomain "old.example.com", but the regions have domainName "api.example.com".',
    ],
    [
      "a lock without an edge",
      { "eu-west-1": { edge: "only" } },
      'eu-west-1 has edge "only", but there is no file Pulumi.dev-edge.yaml. Add it, or set edge to "none".',
    ],
    [
      "an edge that a region does not expect",
      { "us-east-1": { ...domain, edge: "open" }, "eu-west-1": domain, edge },
      'there is an edge, but these regions have edge "none": eu-west-1. Set it to "open" or "only".',
    ],
    [
      "an origin that is no region",
      {
        "us-east-1": { ...domain, edge: "open" },
        "eu-west-1": { ...domain, edge: "open" },
        edge: { ...edge, originRegions: '["us-east-1","sa-east-1"]' },
      },
      "the edge has originRegions without a stack file: sa-east-1.",
    ],
    [
      "a name of the regions at the edge too",
      {
        "us-east-1": { ...domain, aliases: '["shop.example.com"]', edge: "open" },
        "eu-west-1": { ...domain, aliases: '["shop.example.com"]', edge: "open" },
        edge: { ...edge, domainName: "www.example.com", aliases: '["shop.example.com"]' },
      },
      "the edge and the regions both have the name shop.example.com. A name leads to one of them.",
    ],
    [
      "a shift to nowhere",
      { "eu-west-1": { shift: '{"to":"sa-east-1","percent":5}' } },
      'eu-west-1 has shift.to "sa-east-1", which is not another region with a stack file (us-east-1).',
    ],
    [
      "a shift to a region that has no records for it",
      { "eu-west-1": { shift: '{"to":"us-east-1","percent":5}' } },
      'eu-west-1 has shift.to "us-east-1", which does not have acceptShift. Set acceptShift to true in its file, ' +
        "and deploy it before the shift: that creates the records to which clients are led.",
    ],
    [
      "a shift to itself",
      { "eu-west-1": { shift: '{"to":"eu-west-1","percent":5}' } },
      'eu-west-1 has shift.to "eu-west-1", which is not another region with a stack file (us-east-1).',
    ],
    [
      "all regions drained",
      { "us-east-1": { traffic: "drain" }, "eu-west-1": { traffic: "drain" } },
      'every region has traffic "drain"; Route 53 would then answer with all of them. Set it to "on" in at least one.',
    ],
  ] as const) {
    it(`may not have ${what}`, () => {
      assert.deepEqual(faultsOf(changes), [fault]);
    });
  }

  it("may lack regions: an edge alone has nothing to agree with", () => {
    assert.deepEqual(faultsOf({ "us-east-1": undefined, "eu-west-1": undefined, edge }), []);
  });
});
