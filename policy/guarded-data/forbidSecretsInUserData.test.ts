import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidSecretsInUserData as rule } from "./forbidSecretsInUserData.ts";

const harmless = [
  "#!/bin/bash",
  "export TABLE_NAME=orders",
  'DB_PASSWORD="$(aws secretsmanager get-secret-value --secret-id orders)"',
  "TOKEN=$(curl -s http://169.254.169.254/latest/api/token)",
  "secret=orders-db",
  "token=$(cat /run/token)",
  'curl --header "token: $token" --password="$DB_PASSWORD" https://example.com',
  'read -r -p "Password: " password',
  "systemctl start app",
].join("\n");
const assigned = `${harmless}\nexport DB_PASSWORD='hunter2'\n`;
const formed = `${harmless}\nurl=postgres://app:hunter2@db.internal/orders\n`;
const base64 = (text: string) => Buffer.from(text).toString("base64");

for (const type of [
  "aws:ec2/instance:Instance",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
]) {
  testRule(rule, type, {
    compliant: { userData: harmless },
    passing: {
      "no user data": { userData: undefined },
      "user data that is not known yet": { userData: unknown },
      Base64: { userData: undefined, userDataBase64: base64(harmless) },
    },
    failing: {
      "a password": { userData: assigned },
      "a URL with a password": { userData: formed },
      "a password in small letters": { userData: `${harmless}\ndb_password=hunter2hunter2\n` },
      "a password in YAML": {
        userData: "#cloud-config\nenvironment:\n  DB_PASSWORD: hunter2hunter2\n",
      },
      "a key of AWS": {
        userData: `aws configure set aws_secret_access_key ${"wJalrXUtnF/K7MDENG5b".repeat(2)}`,
      },
      "a password in Base64": { userDataBase64: base64(assigned) },
    },
  });
}

testRule(rule, "aws:ec2/launchTemplate:LaunchTemplate", {
  compliant: { userData: base64(harmless) },
  passing: {
    "a compressed script": { userData: gzipSync(harmless).toString("base64") },
    "damaged compression": { userData: Buffer.from([0x1f, 0x8b, 8, 0]).toString("base64") },
  },
  failing: {
    "a password": { userData: base64(formed) },
    "a password in a compressed script": { userData: gzipSync(formed).toString("base64") },
  },
});

testRule(rule, "aws:ec2/spotFleetRequest:SpotFleetRequest", {
  compliant: { launchSpecifications: [{ userData: harmless }] },
  failing: {
    "a password": [
      { launchSpecifications: [{ userData: harmless }, { userData: assigned }] },
      "launchSpecifications.userData",
    ],
  },
});

const others: Readonly<Record<string, string>> = {
  "aws:lightsail/instance:Instance": "userData",
  "aws:imagebuilder/imageRecipe:ImageRecipe": "userDataBase64",
  "aws:sagemaker/notebookInstanceLifecycleConfiguration:NotebookInstanceLifecycleConfiguration":
    "onStart",
  "aws:sagemaker/studioLifecycleConfig:StudioLifecycleConfig": "studioLifecycleConfigContent",
};

for (const [type, property] of Object.entries(others)) {
  testRule(rule, type, {
    compliant: { [property]: base64(harmless) },
    failing: { "a password": { [property]: base64(assigned) } },
  });
}

describe("forbid-secrets-in-user-data", () => {
  it("reports everything but the secret", () => {
    for (const userData of [assigned, formed, base64(assigned)]) {
      const { violations } = judge(rule, {
        type: "aws:ec2/instance:Instance",
        props: { userData },
      });
      assert.equal(violations.length, 1);
      assert.doesNotMatch(violations[0]!.message, /hunter2/);
    }
  });
});
