import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicSharing as rule } from "./forbidPublicSharing.ts";

for (const name of ["Snapshot", "ClusterSnapshot", "SnapshotCopy", "ClusterSnapshotCopy"]) {
  const type = `aws:rds/${name[0]!.toLowerCase()}${name.slice(1)}:${name}`;
  testRule(rule, type, {
    compliant: { sharedAccounts: ["123456789012"] },
    passing: { "nobody else": { sharedAccounts: undefined } },
    failing: { everybody: [{ sharedAccounts: [unknown, "all"] }, "sharedAccounts[1]"] },
    undecided: { "with whom": { sharedAccounts: unknown } },
  });
}

testRule(rule, "aws:ec2/amiLaunchPermission:AmiLaunchPermission", {
  compliant: { imageId: unknown, accountId: "123456789012" },
  failing: { everybody: [{ accountId: undefined, group: "all" }, "group"] },
});

testRule(rule, "aws:ssm/document:Document", {
  compliant: { permissions: { type: "Share", account_ids: "123456789012" } },
  passing: { "nobody else": { permissions: undefined } },
  failing: {
    everybody: [{ permissions: { type: "Share", account_ids: "All" } }, "permissions.account_ids"],
    "everybody among others": [
      { permissions: { type: "Share", account_ids: "123456789012, All" } },
      "permissions.account_ids",
    ],
  },
});

const image = (userGroups: unknown) => ({
  distributions: [
    { region: "eu-west-1", amiDistributionConfiguration: { launchPermission: { userGroups } } },
  ],
});

testRule(rule, "aws:imagebuilder/distributionConfiguration:DistributionConfiguration", {
  compliant: image([]),
  failing: {
    everybody: [
      image(["all"]),
      "distributions[0].amiDistributionConfiguration.launchPermission.userGroups[0]",
    ],
  },
  undecided: { "with whom": image(unknown) },
});

testRule(rule, "aws:codebuild/project:Project", {
  compliant: { projectVisibility: "PRIVATE" },
  passing: { "no value": { projectVisibility: undefined } },
  failing: { everybody: { projectVisibility: "PUBLIC_READ" } },
  undecided: { "with whom": { projectVisibility: unknown } },
});

for (const [type, state] of [
  ["aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess", "block-new-sharing"],
  ["aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess", "block-all-sharing"],
] as const) {
  testRule(rule, type, {
    compliant: { state },
    failing: { "no block": { state: "unblocked" } },
    undecided: { "its state": { state: unknown } },
  });
}
