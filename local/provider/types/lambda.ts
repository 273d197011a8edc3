import { CreateFunctionCommand, type Runtime } from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import { readArchive } from "../../graph/archive.ts";
import { arn, type CreateRequest, physicalName, required, type ResourceKinds } from "../kind.ts";

/**
 * Functions outside of the VPC are created at the AWS endpoint, where Cognito calls them. Those in
 * the VPC are run by the platform itself, which can reach the private services.
 */
export const lambdaKinds: ResourceKinds = {
  "aws:lambda/function:Function": async (request) => {
    const name = physicalName(request);
    const functionArn = arn(request, "lambda", `function:${name}`);
    if (!inVpc(request)) await createFunction(request, name);
    return {
      id: name,
      outputs: {
        name,
        arn: functionArn,
        version: request.inputs["publish"] ? "1" : "$LATEST",
        qualifiedArn: `${functionArn}:1`,
      },
    };
  },
  "aws:lambda/alias:Alias": (request) => {
    const name = required(request, "name");
    const functionName = required(request, "functionName");
    const id = arn(request, "lambda", `function:${functionName}:${name}`);
    return { id, outputs: { arn: id } };
  },
  "aws:lambda/permission:Permission": (request) => ({ id: physicalName(request), outputs: {} }),
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": (request) => ({
    id: `${required(request, "functionName")},${required(request, "qualifier")}`,
    outputs: {},
  }),
};

const inVpc = ({ inputs }: CreateRequest): boolean => inputs["vpcConfig"] !== undefined;

async function createFunction(request: CreateRequest, name: string): Promise<void> {
  const { inputs, context } = request;
  const { variables } = (inputs["environment"] ?? {}) as { variables?: Record<string, string> };
  await context.aws.lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: required(request, "role"),
      Runtime: required(request, "runtime") as Runtime,
      Handler: required(request, "handler"),
      Timeout: inputs["timeout"] as number | undefined,
      MemorySize: inputs["memorySize"] as number | undefined,
      Environment: { Variables: variables ?? {} },
      Code: { ZipFile: zipSync(await readArchive(inputs["code"]), { level: 1 }) },
    }),
  );
}
