import { parseJson } from "./json.ts";
import { readDocument } from "./openApi.ts";
import { type Statement, readPolicyDocument } from "./policyDocument.ts";
import { knownCopy, notKnown } from "./knownCopy.ts";
import type { Located, ResourceView } from "./resourceView.ts";

const collectionPolicy = "aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy";

/** The property of the policy document, by type. */
const properties: Readonly<Record<string, string>> = {
  "aws:acmpca/policy:Policy": "policy",
  "aws:amp/resourcePolicy:ResourcePolicy": "policyDocument",
  "aws:apigateway/domainName:DomainName": "policy",
  "aws:apigateway/restApi:RestApi": "policy",
  "aws:apigateway/restApiPolicy:RestApiPolicy": "policy",
  "aws:backup/vaultPolicy:VaultPolicy": "policy",
  "aws:bedrock/agentcoreResourcePolicy:AgentcoreResourcePolicy": "policy",
  "aws:cloudsearch/domainServiceAccessPolicy:DomainServiceAccessPolicy": "accessPolicy",
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy",
  "aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy":
    "deliveryDestinationPolicy",
  "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": "accessPolicy",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
  "aws:codeartifact/domainPermissions:DomainPermissions": "policyDocument",
  "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy": "policyDocument",
  "aws:codebuild/resourcePolicy:ResourcePolicy": "policy",
  "aws:dsql/clusterPolicy:ClusterPolicy": "policy",
  "aws:dynamodb/resourcePolicy:ResourcePolicy": "policy",
  "aws:ecr/registryPolicy:RegistryPolicy": "policy",
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": "repositoryPolicy",
  "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
  "aws:ecrpublic/repositoryPolicy:RepositoryPolicy": "policy",
  "aws:efs/fileSystemPolicy:FileSystemPolicy": "policy",
  "aws:elasticsearch/domain:Domain": "accessPolicies",
  "aws:glacier/vault:Vault": "accessPolicy",
  "aws:glacier/vaultLock:VaultLock": "policy",
  "aws:glue/resourcePolicy:ResourcePolicy": "policy",
  "aws:kinesis/resourcePolicy:ResourcePolicy": "policy",
  "aws:kms/externalKey:ExternalKey": "policy",
  "aws:kms/key:Key": "policy",
  "aws:kms/keyPolicy:KeyPolicy": "policy",
  "aws:kms/replicaExternalKey:ReplicaExternalKey": "policy",
  "aws:kms/replicaKey:ReplicaKey": "policy",
  "aws:lambda/resourcePolicy:ResourcePolicy": "policy",
  "aws:mediastore/containerPolicy:ContainerPolicy": "policy",
  "aws:msk/clusterPolicy:ClusterPolicy": "policy",
  "aws:networkfirewall/resourcePolicy:ResourcePolicy": "policy",
  "aws:oam/sinkPolicy:SinkPolicy": "policy",
  "aws:opensearch/domain:Domain": "accessPolicies",
  "aws:opensearchingest/resourcePolicy:ResourcePolicy": "policy",
  "aws:pinpoint/smsvoicev2ResourcePolicy:Smsvoicev2ResourcePolicy": "policy",
  "aws:redshift/resourcePolicy:ResourcePolicy": "policy",
  "aws:redshiftserverless/resourcePolicy:ResourcePolicy": "policy",
  "aws:s3/accessPoint:AccessPoint": "policy",
  "aws:s3/bucket:Bucket": "policy",
  "aws:s3/bucketPolicy:BucketPolicy": "policy",
  "aws:s3/bucketV2:BucketV2": "policy",
  "aws:s3/filesFileSystemPolicy:FilesFileSystemPolicy": "policy",
  "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy": "policy",
  "aws:s3control/accessGrantsInstanceResourcePolicy:AccessGrantsInstanceResourcePolicy": "policy",
  "aws:s3control/accessPointPolicy:AccessPointPolicy": "policy",
  "aws:s3control/bucketPolicy:BucketPolicy": "policy",
  "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy": "details.policy",
  "aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy": "policy",
  "aws:s3tables/tableBucketPolicy:TableBucketPolicy": "resourcePolicy",
  "aws:s3tables/tablePolicy:TablePolicy": "resourcePolicy",
  "aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy": "resourcePolicy",
  "aws:schemas/registryPolicy:RegistryPolicy": "policy",
  "aws:secretsmanager/secret:Secret": "policy",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
  "aws:ses/identityPolicy:IdentityPolicy": "policy",
  "aws:sesv2/emailIdentityPolicy:EmailIdentityPolicy": "policy",
  "aws:sns/topic:Topic": "policy",
  "aws:sns/topicPolicy:TopicPolicy": "policy",
  "aws:sqs/queue:Queue": "policy",
  "aws:sqs/queuePolicy:QueuePolicy": "policy",
  "aws:vpclattice/resourcePolicy:ResourcePolicy": "policy",
  "aws:xray/resourcePolicy:ResourcePolicy": "policyDocument",
};

/** Types that represent a single statement, with a `principal` property. */
const permissions: Readonly<Record<string, (permission: ResourceView) => object>> = {
  "aws:cloudwatch/eventPermission:EventPermission": (permission) => ({
    Action: permission.valueAt("action", "events:PutEvents"),
    Condition: {
      [textAt(permission, "condition.type")]: {
        [textAt(permission, "condition.key")]: textAt(permission, "condition.value"),
      },
    },
  }),
  "aws:lambda/layerVersionPermission:LayerVersionPermission": (permission) => ({
    Action: permission.valueAt("action"),
    Condition: permission.isSet("organizationId")
      ? { StringEquals: { "aws:PrincipalOrgID": textAt(permission, "organizationId") } }
      : {},
  }),
};

/**
 * Types with an OpenAPI document as their body, which may contain a policy.
 *
 * Source: API Gateway Developer Guide, "x-amazon-apigateway-policy".
 */
const bodyTypes: readonly string[] = [
  "aws:apigateway/restApi:RestApi",
  "aws:apigateway/restApiPut:RestApiPut",
];

const policyOfBody = "x-amazon-apigateway-policy";

const textAt = (permission: ResourceView, path: string): string =>
  permission.isSet(path) ? String(permission.hintsAt(path)[0] ?? notKnown) : "none";

export const policyTypes: readonly string[] = [
  ...new Set([
    ...Object.keys(properties),
    ...Object.keys(permissions),
    ...bodyTypes,
    collectionPolicy,
  ]),
];

/** The policy of a resource, in one form for all types. */
export interface ResourcePolicy {
  readonly statements: readonly Statement[];
  /** The path of a statement's principals; `name` is `Principal` or `NotPrincipal`. */
  pathOf(index: number, name: string): string;
}

/**
 * The policies of a resource, as far as they are known. Policies of resources in a VPC do not
 * matter.
 */
export function policiesOf(resource: ResourceView): ResourcePolicy[] {
  const permission = permissions[resource.type];
  if (permission) {
    const Principal = resource.valueAt("principal");
    const statements = readPolicyDocument({ Statement: { Principal, ...permission(resource) } });
    return [{ statements: statements ?? [], pathOf: () => "principal" }];
  }
  if (resource.type === collectionPolicy) {
    return resource.valuesAt("policy").map(({ path, value }) => ({
      statements: collectionStatements(value),
      pathOf: (index, name) => `${path}[${index}].${name}`,
    }));
  }
  if (inVpc.some((path) => resource.isSet(path))) return [];
  const property = properties[resource.type];
  const own = property === undefined ? [] : resource.valuesAt(property);
  return [...own, ...policiesInBody(resource)].map(({ path, value }) => ({
    statements: readPolicyDocument(value) ?? [],
    pathOf: (index, name) => `${path}.Statement[${index}].${name}`,
  }));
}

/** Unknown bodies are skipped without a notice, because most bodies contain no policy. */
function policiesInBody(resource: ResourceView): Located[] {
  if (!bodyTypes.includes(resource.type)) return [];
  return resource
    .hintsAt("body")
    .map((body) => ({ path: `body.${policyOfBody}`, value: readDocument(body)?.[policyOfBody] }));
}

/**
 * Set on search domains and access points that are reachable only from a VPC, whatever their
 * policy.
 */
const inVpc = ["vpcOptions.subnetIds", "vpcConfiguration.vpcId"];

/**
 * Converts the rules of an OpenSearch Serverless data access policy to IAM statements.
 *
 * Source: "Data access control for Amazon OpenSearch Serverless", Amazon OpenSearch Service Developer Guide.
 */
function collectionStatements(policy: unknown): readonly Statement[] {
  const written: unknown = typeof policy === "string" ? parseJson(policy) : knownCopy(policy);
  const rules: unknown[] = Array.isArray(written) ? written : [written];
  const statements = rules.filter(isRule).map(({ Principal, Rules }) => ({
    Effect: "Allow",
    Principal: { AWS: Principal },
    Action: [Rules ?? []].flat().flatMap((rule) => rule?.Permission ?? []),
  }));
  return readPolicyDocument({ Statement: statements }) ?? [];
}

interface Rule {
  readonly Principal?: unknown;
  readonly Rules?: readonly ({ readonly Permission?: unknown } | null)[];
}

const isRule = (rule: unknown): rule is Rule => typeof rule === "object" && rule !== null;
