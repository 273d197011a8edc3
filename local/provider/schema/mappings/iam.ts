import { identityPolicy, type Mappings, trustPolicy } from "../mapping.ts";

const role = { role: "AWS::IAM::Role.Name" };

export const iamMappings: Mappings = {
  "aws:iam/policy:Policy": {
    schema: "AWS::IAM::ManagedPolicy",
    names: { name: "ManagedPolicyName", policy: "PolicyDocument" },
    parts: { policy: identityPolicy },
  },
  "aws:iam/role:Role": {
    schema: "AWS::IAM::Role",
    names: {
      name: "RoleName",
      assumeRolePolicy: "AssumeRolePolicyDocument",
      inlinePolicies: "Policies",
      "inlinePolicies.name": "PolicyName",
      "inlinePolicies.policy": "PolicyDocument",
    },
    // An empty object means no inline policies.
    optional: ["Policies.PolicyName", "Policies.PolicyDocument"],
    parts: { assumeRolePolicy: trustPolicy, "inlinePolicies.policy": identityPolicy },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    schema: "AWS::IAM::RolePolicy",
    names: { name: "PolicyName", role: "RoleName" },
    parts: { policy: identityPolicy },
    optional: ["PolicyName"],
    formats: role,
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    schema: "AWS::IAM::Role",
    names: { policyArn: "ManagedPolicyArns.0", role: "RoleName" },
    optional: ["AssumeRolePolicyDocument"],
    formats: role,
    replaces: "all",
  },
};
