import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicPolicies as rule } from "./forbidPublicPolicies.ts";
import { policyTypes } from "../model/resourcePolicies.ts";

const account = "123456789012";
const statement = (change: object) => ({
  Effect: "Allow",
  Principal: { AWS: account },
  Action: "sqs:SendMessage",
  Resource: "*",
  ...change,
});
const document = (...statements: object[]) => ({
  Version: "2012-10-17",
  Statement: statements.map(statement),
});
const text = (...statements: object[]) => JSON.stringify(document(...statements));

/** Types whose policy is in another property than `policy`. */
const properties: Record<string, string> = {
  "aws:amp/resourcePolicy:ResourcePolicy": "policyDocument",
  "aws:cloudsearch/domainServiceAccessPolicy:DomainServiceAccessPolicy": "accessPolicy",
  "aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy":
    "deliveryDestinationPolicy",
  "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": "accessPolicy",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
  "aws:codeartifact/domainPermissions:DomainPermissions": "policyDocument",
  "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy": "policyDocument",
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": "repositoryPolicy",
  "aws:elasticsearch/domain:Domain": "accessPolicies",
  "aws:glacier/vault:Vault": "accessPolicy",
  "aws:opensearch/domain:Domain": "accessPolicies",
  "aws:s3tables/tableBucketPolicy:TableBucketPolicy": "resourcePolicy",
  "aws:s3tables/tablePolicy:TablePolicy": "resourcePolicy",
  "aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy": "resourcePolicy",
  "aws:xray/resourcePolicy:ResourcePolicy": "policyDocument",
};
const otherForms = [
  "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy",
  "aws:apigateway/restApiPut:RestApiPut",
  "aws:cloudwatch/eventPermission:EventPermission",
  "aws:lambda/layerVersionPermission:LayerVersionPermission",
  "aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy",
];

for (const type of policyTypes.filter((type) => !otherForms.includes(type))) {
  const property = properties[type] ?? "policy";
  testRule(rule, type, {
    compliant: { [property]: text({}) },
    failing: {
      everybody: [
        { [property]: text({}, { Principal: "*" }) },
        `${property}.Statement[1].Principal`,
      ],
    },
    undecided: { "its policy": { [property]: unknown } },
  });
}

const collections = (...Principal: string[]) => ({
  Rules: [{ ResourceType: "index", Resource: ["index/*/*"], Permission: ["aoss:ReadDocument"] }],
  Principal,
});

const own = collections(`arn:aws:iam::${account}:role/search`);

testRule(rule, "aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy", {
  compliant: { type: "data", policy: JSON.stringify([own]) },
  passing: { "invalid JSON": { policy: "[" }, "invalid rules": { policy: "[1,null]" } },
  failing: {
    everybody: [{ policy: JSON.stringify([own, collections("*")]) }, "policy[1].Principal"],
    "everybody, in a single rule outside of a list": [
      { policy: JSON.stringify(collections("*")) },
      "policy[0].Principal",
    ],
  },
  undecided: { "its rules": { policy: unknown } },
});

const first = "policy.Statement[0].Principal";

const sourced = (key: string, value: unknown) => ({
  Principal: "*",
  Condition: { ArnEquals: { [key]: value } },
});

testRule(rule, "aws:sqs/queuePolicy:QueuePolicy", {
  compliant: { policy: text({}) },
  passing: {
    "a service": { policy: text({ Principal: { Service: "sns.amazonaws.com" } }) },
    "everybody denied": { policy: text({ Principal: "*", Effect: "Deny" }) },
    "a topic": { policy: text(sourced("aws:SourceArn", `arn:aws:sns:::${account}`), {}) },
    "a topic that is not known yet": { policy: document(sourced("aws:SourceArn", unknown)) },
    "a condition that is not known yet": {
      policy: document({ Principal: "*", Condition: unknown }),
    },
    "no document": { policy: "{" },
    "an empty document": { policy: "{}" },
    "no policy": { policy: undefined },
  },
  failing: {
    "everybody with an account": [{ policy: text({ Principal: { AWS: "*" } }) }, first],
    "everybody in a list": [{ policy: text({ Principal: { AWS: [account, "*"] } }) }, first],
    "everybody in an object": [{ policy: document({ Principal: "*" }) }, first],
    "everybody in an object, on an unknown resource": [
      { policy: document({ Principal: "*", Resource: unknown }) },
      first,
    ],
    "everybody else": [
      { policy: text({ Principal: undefined, NotPrincipal: { AWS: account } }) },
      "policy.Statement[0].NotPrincipal",
    ],
    "everybody who sends it safely": [
      { policy: text({ Principal: "*", Condition: { Bool: { "aws:SecureTransport": true } } }) },
      first,
    ],
    "any source": [{ policy: text(sourced("aws:SourceArn", "*")) }, first],
    "all actions but one": [
      { policy: text({ Principal: "*", Action: undefined, NotAction: "sqs:DeleteQueue" }) },
      first,
    ],
  },
});

const denied = (Condition: object) =>
  text({ Principal: "*" }, { Effect: "Deny", Principal: "*", Condition });

testRule(rule, "aws:apigateway/restApiPolicy:RestApiPolicy", {
  compliant: { policy: denied({ StringNotEquals: { "aws:SourceVpce": "vpce-1" } }) },
  failing: {
    everybody: [{ policy: text({ Principal: "*" }) }, first],
    "everybody but some": [
      { policy: denied({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }) },
      first,
    ],
    "everybody, and a denial of nothing": [
      {
        policy: text(
          { Principal: "*" },
          { Effect: "Deny", Principal: { AWS: account }, Action: "execute-api:Invoke" },
        ),
      },
      first,
    ],
  },
});

const body = (Principal: unknown) => ({
  openapi: "3.0.1",
  paths: {},
  "x-amazon-apigateway-policy": document({ Principal, Action: "execute-api:Invoke" }),
});

const yaml = [
  "openapi: 3.0.1",
  "x-amazon-apigateway-policy:",
  "  Statement:",
  "    - Effect: Allow",
  "      Principal: '*'",
  "      Action: execute-api:Invoke",
].join("\n");

const inBody = "body.x-amazon-apigateway-policy.Statement[0].Principal";

for (const type of ["aws:apigateway/restApi:RestApi", "aws:apigateway/restApiPut:RestApiPut"]) {
  testRule(rule, type, {
    compliant: { body: JSON.stringify(body({ AWS: account })) },
    passing: {
      "a body without a policy": { body: "openapi: 3.0.1" },
      "an invalid body": { body: "{" },
      "no body": { body: undefined },
      "a body that is not known yet": { body: unknown },
      "a policy that is not known yet": { body: { "x-amazon-apigateway-policy": unknown } },
    },
    failing: {
      "everybody in the body": [{ body: JSON.stringify(body("*")) }, inBody],
      "everybody in a body that is an object": [{ body: body("*") }, inBody],
      "everybody in a body in YAML": [{ body: yaml }, inBody],
      "everybody in a body whose policy is a text": [
        { body: { "x-amazon-apigateway-policy": text({ Principal: "*" }) } },
        inBody,
      ],
    },
  });
}

testRule(rule, "aws:opensearch/domain:Domain", {
  compliant: { accessPolicies: text({ Principal: "*" }), vpcOptions: { subnetIds: unknown } },
  failing: { "no VPC": [{ vpcOptions: undefined }, "accessPolicies.Statement[0].Principal"] },
});

testRule(rule, "aws:s3/accessPoint:AccessPoint", {
  compliant: { policy: text({ Principal: "*" }), vpcConfiguration: { vpcId: unknown } },
  failing: { "no VPC": [{ vpcConfiguration: undefined }, first] },
});

testRule(rule, "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy", {
  compliant: { details: { name: "orders", policy: text({}) } },
  failing: { everybody: [{ details: { policy: text({ Principal: "*" }) } }, `details.${first}`] },
});

testRule(rule, "aws:cloudwatch/eventPermission:EventPermission", {
  compliant: { principal: account, statementId: "one" },
  passing: {
    "an organization": {
      principal: "*",
      condition: { type: "StringEquals", key: "aws:PrincipalOrgID", value: unknown },
    },
  },
  failing: {
    everybody: { principal: "*" },
    "any organization": [
      {
        principal: "*",
        condition: { type: "StringLike", key: "aws:PrincipalOrgID", value: "o-*" },
      },
      "principal",
    ],
  },
  undecided: { "who may": { principal: unknown } },
});

testRule(rule, "aws:lambda/layerVersionPermission:LayerVersionPermission", {
  compliant: { principal: account, action: "lambda:GetLayerVersion" },
  passing: { "an organization": { principal: "*", organizationId: "o-1234567890" } },
  failing: { everybody: { principal: "*" } },
});
