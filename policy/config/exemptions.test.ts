import assert from "node:assert/strict";
import { exempted, type Exemption } from "./exemptions.ts";

const urn = "urn:pulumi:prod-us-east-1::shop::aws:ec2/instance:Instance::bastion";
const today = "2027-01-15";

const exemption = (changes: Partial<Exemption> = {}): Exemption => ({
  urn,
  reason: "It goes with the old network.",
  expires: "2027-03-31",
  ...changes,
});

describe("exemptions", () => {
  for (const pattern of [
    urn,
    "urn:pulumi:prod-*::shop::aws:ec2/instance:Instance::bastion",
    "urn:*::bastion",
    "urn:pulumi:*::*$*::bast*".replace("$*", ""),
  ]) {
    it(`apply to resources that match ${pattern}`, () => {
      const given = exemption({ urn: pattern });

      assert.deepEqual(exempted(urn, [given], today), { state: "exempt", exemption: given });
    });
  }

  for (const pattern of [
    "urn:pulumi:dev-*::shop::aws:ec2/instance:Instance::bastion",
    "urn:*::bastio",
    "urn:*::bastion?",
    "urn:.*::bastion",
  ]) {
    it(`hold for nothing else: ${pattern}`, () => {
      assert.deepEqual(exempted(urn, [exemption({ urn: pattern })], today), { state: "none" });
    });
  }

  it("are valid on their last day", () => {
    assert.equal(exempted(urn, [exemption({ expires: today })], today).state, "exempt");
  });

  it("have expired on the next day", () => {
    assert.equal(exempted(urn, [exemption({ expires: "2027-01-14" })], today).state, "expired");
  });

  it("that are valid take precedence over expired ones", () => {
    const over = exemption({ expires: "2026-12-31" });
    assert.equal(exempted(urn, [over, exemption()], today).state, "exempt");
  });

  it("are compared with today by default", () => {
    assert.equal(exempted(urn, [exemption({ expires: "2020-01-01" })]).state, "expired");
    assert.equal(exempted(urn, [exemption({ expires: "9999-12-31" })]).state, "exempt");
  });
});
