import assert from "node:assert/strict";
import { Ajv } from "ajv";
import { allRules as rules } from "../ruleSets.ts";
import { checkConfig, configSchema, configureRules } from "./packConfig.ts";
import { PolicyConfigError } from "./ruleConfig.ts";

/** Whether the configuration matches the JSON Schema that editors use. */
const isValid = new Ajv({ strict: false }).compile(configSchema());

const ingress = "forbid-internet-ingress";
const exemption = {
  urn: "urn:pulumi:*::shop::*::bastion",
  reason: "It goes with the old network.",
  expires: "2027-03-31",
};

describe("a policy configuration", () => {
  const right: Record<string, object> = {
    nothing: {},
    "a preset": { preset: "public-edge" },
    "trusted ranges": {
      trustedRanges: [
        "203.0.113.0/24",
        "2001:db8::/32",
        "pl-3b927c52",
        "com.amazonaws.global.cloudfront.origin-facing",
      ],
    },
    "private subnets": { privateSubnets: ["subnet-0abc"] },
    "a schema": { $schema: "./config.schema.json" },
    "a level for all": { all: "advisory" },
    "a level for a rule": { [ingress]: "disabled" },
    "a level in an object": { [ingress]: { enforcementLevel: "advisory" } },
    "a setting": { [ingress]: { widest: { ipv4: 28, ipv6: 56 } } },
    "an exemption": { [ingress]: { exemptions: [exemption] } },
  };
  for (const [what, config] of Object.entries(right)) {
    it(`may have ${what}`, () => {
      checkConfig(config, "config.json");
      assert.ok(isValid(config));
    });
  }

  const wrong: Record<string, readonly [unknown, RegExp]> = {
    "a list": [[], /config\.json must be an object/],
    "an unknown preset": [{ preset: "open" }, /preset must be one of private, public-edge/],
    "the whole internet as trusted": [
      { trustedRanges: ["0.0.0.0/0"] },
      /trustedRanges\.0 must match pattern/,
    ],
    "an unknown rule": [
      { "forbid-public-adresses": "advisory" },
      /unknown rule forbid-public-adresses. Did you mean forbid-public-/,
    ],
    "an unknown level": [
      { [ingress]: "warn" },
      /forbid-internet-ingress has the unknown level "warn"; allowed: mandatory, advisory/,
    ],
    "an unknown level of all": [{ all: "off" }, /all has the unknown level "off"/],
    "a remediation of what has none": [
      { [ingress]: "remediate" },
      /level "remediate"; allowed: mandatory, advisory, disabled/,
    ],
    "a number": [{ [ingress]: 7 }, /forbid-internet-ingress is 7; allowed: a level or an object/],
    "an unknown setting": [
      { [ingress]: { width: 24 } },
      /unknown setting forbid-internet-ingress\.width; allowed: exemptions, widest/,
    ],
    "a setting of all": [
      { all: { widest: 24 } },
      /unknown setting all\.widest; allowed: enforcementLevel/,
    ],
    "a wrong setting": [
      { [ingress]: { widest: { ipv4: 99, ipv6: 56 } } },
      /forbid-internet-ingress\.widest\.ipv4 must be <= 32; given: 99/,
    ],
    "an exemption without a reason": [
      { [ingress]: { exemptions: [{ ...exemption, reason: " " }] } },
      /forbid-internet-ingress\.exemptions\.0\.reason /,
    ],
    "an exemption without an end": [
      { [ingress]: { exemptions: [{ urn: exemption.urn, reason: exemption.reason }] } },
      /forbid-internet-ingress\.exemptions\.0 must have required property 'expires'/,
    ],
    "an exemption with a misspelt key": [
      { [ingress]: { exemptions: [{ ...exemption, until: "2027-03-31" }] } },
      /forbid-internet-ingress\.exemptions\.0 has the unknown key "until"/,
    ],
    "an exemption that ends on no date": [
      { [ingress]: { exemptions: [{ ...exemption, expires: "next year" }] } },
      /exemptions\.0\.expires must match pattern/,
    ],
    "an exemption of everything": [
      { [ingress]: { exemptions: [{ ...exemption, urn: "urn:pulumi:*" }] } },
      /exemptions\.0\.urn must match pattern/,
    ],
  };
  for (const [what, [config, message]] of Object.entries(wrong)) {
    it(`may not have ${what}`, () => {
      assert.throws(
        () => checkConfig(config, "config.json"),
        (error) => {
          assert.ok(error instanceof PolicyConfigError);
          assert.match(error.message, /^config\.json/);
          assert.match(error.message, message);
          return true;
        },
      );
      assert.ok(!isValid(config));
    });
  }

  it("gives each rule its level: its own, that of all, or the rule's", () => {
    const config = checkConfig(
      { all: "advisory", [ingress]: { enforcementLevel: "disabled" } },
      "",
    );
    const levels = new Map(
      configureRules(rules, config).map(({ rule, level }) => [rule.name, level]),
    );

    assert.equal(levels.get(ingress), "disabled");
    assert.equal(levels.get("forbid-public-addresses"), "advisory");
    const [unset] = configureRules(rules, {});
    assert.equal(unset?.level, "mandatory");
  });

  it("gives rules what their preset and the shared keys say, unless they have entries of their own", () => {
    const config = checkConfig(
      {
        preset: "public-edge",
        trustedRanges: ["203.0.113.0/24"],
        "forbid-internet-ingress": { publicPorts: [443] },
        "forbid-internet-facing-load-balancers": "advisory",
      },
      "",
    );
    const configured = new Map(configureRules(rules, config).map((one) => [one.rule.name, one]));
    const settingsOf = (name: string) => configured.get(name)!.settings;

    assert.deepEqual(settingsOf("forbid-internet-ingress"), {
      widest: { ipv4: 24, ipv6: 48 },
      trustedRanges: ["203.0.113.0/24"],
      publicPorts: [443],
    });
    assert.deepEqual(settingsOf("forbid-internet-ingress-in-parts")["publicPorts"], [80, 443]);
    assert.deepEqual(settingsOf("forbid-paths-from-internet")["allowedDoors"], [
      "api-gateway",
      "cloudfront",
      "load-balancer",
    ]);
    assert.equal(configured.get("forbid-internet-facing-load-balancers")!.level, "advisory");
    assert.equal(configured.get("require-guarded-load-balancers")!.level, "mandatory");
    const [guarded] = configureRules(
      rules.filter(({ name }) => name === "require-guarded-load-balancers"),
      {},
    );
    assert.equal(guarded!.level, "disabled");
  });

  it("uses the defaults of settings that it does not contain", () => {
    const configured = configureRules(rules, {}).find(({ rule }) => rule.name === ingress);

    assert.deepEqual(configured?.settings, {
      widest: { ipv4: 24, ipv6: 48 },
      trustedRanges: [],
      publicPorts: [],
    });
  });
});

describe("rules", () => {
  it("have names of their own", () => {
    const names = rules.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
  });

  for (const rule of rules) {
    it(`have a description, a reason and a fix: ${rule.name}`, () => {
      for (const text of [rule.description, rule.why, rule.fix])
        assert.match(text, /^([A-Z]|iam:).*[.)]$/s);
      configureRules([rule], {});
    });
  }
});
