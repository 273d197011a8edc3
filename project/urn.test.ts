import assert from "node:assert/strict";
import { nameOf, stackOf } from "./urn.ts";

const subnet = "aws:ec2/subnet:Subnet";
const childUrn = `urn:pulumi:dev-us-east-1::palisade::palisade:index:RegionalPlatform$${subnet}::a::b`;
const stackType = "pulumi:pulumi:Stack";
const stackUrn = `urn:pulumi:dev-us-east-1::palisade::${stackType}::palisade-dev-us-east-1`;

describe("nameOf", () => {
  it("returns the type without its parents, and a name with colons", () => {
    assert.deepEqual(nameOf(childUrn), { type: subnet, name: "a::b" });
    assert.deepEqual(nameOf(stackUrn), { type: stackType, name: "palisade-dev-us-east-1" });
  });
});

describe("stackOf", () => {
  it("returns the stack of any resource", () => {
    assert.deepEqual([childUrn, stackUrn].map(stackOf), ["dev-us-east-1", "dev-us-east-1"]);
  });
});
