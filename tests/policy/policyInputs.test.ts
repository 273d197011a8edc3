import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { forbidBroadDevicePolicies } from "../../policy/guarded-data/forbidBroadDevicePolicies.ts";
import { identityPolicies } from "../../policy/guarded-data/support/identityPolicies.ts";
import { policyTypes } from "../../policy/model/resourcePolicies.ts";

/** Inputs of the package `@pulumi/aws` that are texts of policies but no IAM policies. */
const noIamPolicies = [
  // How something is done: names of settings.
  /\/\w+:\w+ (ssl|alpn|tls|security|autoscaling|lifecycle|notification|snapshot)Policy$/,
  /\/\w+:\w+ (archive|browser|default|delivery|filter|redrive|redriveAllow|replay)Policy$/,
  /\/\w+:\w+ \w*(Deletion|Import|Propagation|Protection|Routing|Termination|Context)Policy$/,
  /\/\w+:\w+ (terminationPolicies|webAppEndpointPolicy)$/,
  // Rules of other languages: Guard, Cedar, data protection, indexes, routes, stack updates.
  /^aws:cfg\/organizationCustomPolicyRule:\w+ policyText$/,
  /^aws:cloudformation\/stack:Stack policyBody$/,
  /^aws:cloudwatch\/log(Account|DataProtection|Index)Policy:\w+ policyDocument$/,
  /^aws:networkmanager\/coreNetwork\w*:\w+ \w*[pP]olicyDocument$/,
  /^aws:opensearch\/serverless(Lifecycle|Security)Policy:\w+ policy$/,
  /^aws:ses\/receiptFilter:ReceiptFilter policy$/,
  /^aws:sns\/dataProtectionPolicy:DataProtectionPolicy policy$/,
  /^aws:verifiedaccess\/(endpoint|group):\w+ policyDocument$/,
];

/** IAM policies that no rule judges, with the reason. */
const notJudged: Readonly<Record<string, string>> = {
  "aws:ec2/vpcEndpoint:VpcEndpoint policy": "only narrows what callers in the VPC may do",
  "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy policy":
    "only narrows what callers in the VPC may do",
  "aws:odb/network:Network kmsPolicyDocument": "only narrows what callers in the network may do",
  "aws:odb/network:Network s3PolicyDocument": "only narrows what callers in the network may do",
  "aws:odb/network:Network stsPolicyDocument": "only narrows what callers in the network may do",
  "aws:vpclattice/authPolicy:AuthPolicy policy": "applies to callers in associated VPCs",
  "aws:eks/podIdentityAssociation:PodIdentityAssociation policy": "only narrows the role's policy",
  "aws:rolesanywhere/profile:Profile sessionPolicy": "only narrows the role's policy",
  "aws:transfer/access:Access policy": "only narrows the role's policy",
  "aws:transfer/user:User policy": "only narrows the role's policy",
  "aws:iot/policyAttachment:PolicyAttachment policy": "the name of a policy",
  "aws:ram/permission:Permission policyTemplate": "limits what a share of resources allows",
  "aws:opensearch/domainPolicy:DomainPolicy accessPolicies":
    "forbid-public-domain-policies judges it together with the domain",
  "aws:elasticsearch/domainPolicy:DomainPolicy accessPolicies":
    "forbid-public-domain-policies judges it together with the domain",
};

/** The inputs that hold a policy by their name and type: `aws:sqs/queue:Queue policy`. */
function policyInputs(): string[] {
  const root = dirname(createRequire(import.meta.url).resolve("@pulumi/aws/package.json"));
  const modules = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !["types", "node_modules"].includes(entry.name))
    .map(({ name }) => join(root, name));
  return modules.flatMap((module) =>
    readdirSync(module)
      .filter((file) => file.endsWith(".d.ts"))
      .flatMap((file) => inputsOf(join(module, file.slice(0, -".d.ts".length)))),
  );
}

function inputsOf(file: string): string[] {
  const args = /export interface \w+Args \{([\s\S]*?)\n\}/.exec(
    readFileSync(`${file}.d.ts`, "utf8"),
  );
  const found = [...(args?.[1] ?? "").matchAll(input)].filter(([, , type]) => text.test(type!));
  if (found.length === 0) return [];
  const type = /__pulumiType = '([^']+)'/.exec(readFileSync(`${file}.js`, "utf8"))?.[1];
  return type === undefined ? [] : found.map(([, name]) => `${type} ${name!}`);
}

const input = /^ {4}(\w*[pP]olic(?:y|ies)(?:Document|Body|Template|Text)?)\??: (.*);$/gm;
const text = /^(?!.*boolean)(?!.*inputs\.\w+\.(?!PolicyDocument)).*(string|PolicyDocument)/;

describe("the inputs of AWS resources that hold policies", () => {
  const judged = new Set([
    ...policyTypes,
    ...Object.keys(identityPolicies),
    ...forbidBroadDevicePolicies.types,
  ]);
  const all = policyInputs();

  it("are found in the package's types", () => {
    assert.ok(all.length > 120, `${all.length} inputs`);
    for (const known of [
      "aws:s3/bucketPolicy:BucketPolicy policy",
      "aws:iam/role:Role assumeRolePolicy",
      "aws:iot/policy:Policy policy",
    ]) {
      assert.ok(all.includes(known), known);
    }
  });

  it("are each judged by a rule, or known to need none", () => {
    const open = all.filter(
      (name) =>
        !judged.has(name.split(" ")[0]!) &&
        !(name in notJudged) &&
        !noIamPolicies.some((pattern) => pattern.test(name)),
    );

    assert.deepEqual(open, [], "Add them to a table of policies, or to a list above.");
  });

  it("are listed above only if they exist", () => {
    for (const name of Object.keys(notJudged)) assert.ok(all.includes(name), name);
    for (const pattern of noIamPolicies) {
      assert.ok(
        all.some((name) => pattern.test(name)),
        String(pattern),
      );
    }
  });
});
