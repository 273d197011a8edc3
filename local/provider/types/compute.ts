import { createHash } from "node:crypto";
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  type Runtime,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import { mtime, readArchive } from "../../graph/archive.ts";
import type { Properties } from "../../graph/resource.ts";
import {
  arn,
  type CreateRequest,
  digits,
  physicalName,
  required,
  type ResourceKinds,
  type UpdateRequest,
} from "../kind.ts";
import { missingFunctions } from "./missing.ts";

export const computeKinds: ResourceKinds = {
  // Functions outside the VPC are created at the AWS endpoint, where Cognito calls them. The
  // platform itself runs those in the VPC, since it can reach the private services.
  "aws:lambda/function:Function": {
    autoname: "name",
    create: async (request) => {
      const { inputs } = request;
      const name = physicalName(request);
      const functionArn = arn(request, "lambda", `function:${name}`);
      if (!inVpc(inputs)) await createFunction(request, name);
      return {
        id: name,
        outputs: {
          name,
          arn: functionArn,
          version: inputs["publish"] ? "1" : "$LATEST",
          qualifiedArn: `${functionArn}:1`,
          ...invokeArns(functionArn, "1"),
        },
      };
    },
    update: async (request) => {
      const [before, after] = [inVpc(request.outputs), inVpc(request.inputs)];
      if (!after) await (before ? createFunction(request, request.id) : updateFunction(request));
      else if (!before) await deleteFunction(request);
      return publish(request);
    },
    unsettled: ({ publish: publishes }) =>
      publishes ? ["version", "qualifiedArn", "qualifiedInvokeArn"] : [],
    delete: async (request) => {
      if (!inVpc(request.outputs)) await deleteFunction(request);
    },
    missing: (existing, context) =>
      missingFunctions(
        existing.filter(({ outputs }) => !inVpc(outputs)),
        context,
      ),
    // Its environment has the endpoint's address, which is another one at each start.
    restore: async (request) => {
      if (!inVpc(request.inputs)) await restoreFunction(request);
    },
  },
  "aws:lambda/alias:Alias": {
    create: (request) => {
      const name = required(request, "name");
      const functionName = required(request, "functionName");
      const id = arn(request, "lambda", `function:${functionName}:${name}`);
      return { id, outputs: { arn: id, invokeArn: invokeArn(id) } };
    },
  },
  "aws:lambda/permission:Permission": {
    autoname: "statementId",
    create: (request) => {
      const statementId = request.inputs["statementId"];
      return { id: String(statementId ?? `${request.name}-${digits(request, 7)}`), outputs: {} };
    },
  },
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": {
    create: (request) => ({
      id: `${required(request, "functionName")},${required(request, "qualifier")}`,
      outputs: {},
    }),
  },
  "aws:ecs/cluster:Cluster": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      const id = arn(request, "ecs", `cluster/${name}`);
      return { id, outputs: { arn: id, name } };
    },
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    create: (request) => {
      const family = required(request, "family");
      // AWS numbers the revisions of a family; here they only differ.
      const revision = request.context.nonce ? parseInt(digits(request, 7), 16) : 1;
      const arnWithoutRevision = arn(request, "ecs", `task-definition/${family}`);
      return {
        id: family,
        outputs: { arn: `${arnWithoutRevision}:${revision}`, arnWithoutRevision, revision },
      };
    },
  },
  "aws:ecs/service:Service": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      const cluster = required(request, "cluster").split("/").at(-1);
      const id = arn(request, "ecs", `service/${cluster}/${name}`);
      return { id, outputs: { arn: id, name } };
    },
  },
  "aws:ecr/repository:Repository": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      const { accountId, region } = request.context;
      return {
        id: name,
        outputs: {
          name,
          arn: arn(request, "ecr", `repository/${name}`),
          repositoryUrl: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
        },
      };
    },
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    create: (request) => ({ id: required(request, "repository"), outputs: {} }),
  },
};

const inVpc = (properties: Properties): boolean => properties["vpcConfig"] !== undefined;

async function createFunction(request: CreateRequest, name: string): Promise<void> {
  await request.context.aws.lambda.send(
    new CreateFunctionCommand({
      ...configuration(request),
      FunctionName: name,
      Code: { ZipFile: await zip(request) },
    }),
  );
}

async function updateFunction(request: UpdateRequest): Promise<void> {
  if (request.changed.includes("code")) await updateCode(request, await zip(request));
  await updateConfiguration(request);
}

/** Its code may be that of a source which was edited while the platform ran, and changed back while it did not. */
async function restoreFunction(request: UpdateRequest): Promise<void> {
  const { CodeSha256 } = await updateConfiguration(request);
  const code = await zip(request).catch(() => undefined); // Files of a former bundle may be gone.
  const hash = code && createHash("sha256").update(code).digest("base64");
  if (code && hash !== CodeSha256) await updateCode(request, code);
}

const updateCode = ({ id, context }: UpdateRequest, ZipFile: Uint8Array) =>
  context.aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: id, ZipFile }));

const updateConfiguration = (request: UpdateRequest) =>
  request.context.aws.lambda.send(
    new UpdateFunctionConfigurationCommand({ ...configuration(request), FunctionName: request.id }),
  );

const deleteFunction = ({ id, context }: Pick<UpdateRequest, "id" | "context">) =>
  context.aws.lambda.send(new DeleteFunctionCommand({ FunctionName: id }));

/** The same code makes the same archive, whenever it is made. */
const zip = async ({ inputs }: CreateRequest): Promise<Uint8Array> =>
  zipSync(await readArchive(inputs["code"]), { level: 1, mtime });

function configuration(request: CreateRequest) {
  const { inputs } = request;
  const { variables } = (inputs["environment"] ?? {}) as { variables?: Record<string, string> };
  return {
    Role: required(request, "role"),
    Runtime: required(request, "runtime") as Runtime,
    Handler: required(request, "handler"),
    Timeout: inputs["timeout"] as number | undefined,
    MemorySize: inputs["memorySize"] as number | undefined,
    // MiniStack would set its own port, which lacks the additions to its Cognito.
    Environment: { Variables: { AWS_ENDPOINT_URL: request.context.aws.url, ...variables } },
  };
}

/** With `publish`, each update creates a new version. */
function publish({ inputs, outputs }: UpdateRequest): Properties {
  if (!inputs["publish"]) return {};
  const version = String(Number(outputs["version"]) + 1);
  const functionArn = String(outputs["arn"]);
  const { qualifiedInvokeArn } = invokeArns(functionArn, version);
  return { version, qualifiedArn: `${functionArn}:${version}`, qualifiedInvokeArn };
}

/** The URI by which API Gateway invokes a function. (API Gateway Developer Guide, "x-amazon-apigateway-integration") */
const invokeArn = (functionArn: string, version = "2015-03-31", call = "invocations"): string =>
  `arn:aws:apigateway:${functionArn.split(":")[3]}:lambda:path/${version}/functions/${functionArn}/${call}`;

const invokeArns = (functionArn: string, version: string) => ({
  invokeArn: invokeArn(functionArn),
  qualifiedInvokeArn: invokeArn(`${functionArn}:${version}`),
  responseStreamingInvokeArn: invokeArn(
    functionArn,
    "2021-11-15",
    "response-streaming-invocations",
  ),
});
