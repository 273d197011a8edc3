import { RegionalPlatform } from "../../components/region/index.ts";
import type { OpenApiDocument } from "../../local/gateway/openapi.ts";
import type { ServiceRequest } from "../../local/gateway/integrations/aws/service.ts";
import { createModel, serve, type TestGateway } from "../../local/gateway/testing/gateway.ts";
import { recordResources } from "../support/recordResources.ts";
import { shop } from "./shop.ts";

/** The response of a service. */
export interface ServiceResponse {
  readonly status: number;
  readonly body: string | object;
  readonly type?: string;
}

/** The shop's gateway with fake services; a test sets their response. */
export interface FakedShop {
  readonly gateway: TestGateway;
  /** The requests to the services. */
  readonly requests: ServiceRequest[];
  response: ServiceResponse;
}

/** Creates the shop's document with made-up names and ARNs. */
export async function shopDocument(): Promise<OpenApiDocument> {
  const region = "us-east-1";
  const zones = [`${region}a`, `${region}b`];
  const recorded = await recordResources(
    () => new RegionalPlatform("shop", { region, zones, production: false, definition: shop }),
    {
      "aws:apigateway/restApi:RestApi": { executionArn: "arn:aws:execute-api:::api" },
      "aws:iam/role:Role": { arn: "arn:aws:iam::123456789012:role/made-up" },
      "aws:sqs/queue:Queue": {
        arn: "arn:aws:sqs:us-east-1:123456789012:jobs",
        url: "https://sqs.us-east-1.amazonaws.com/123456789012/jobs",
      },
      "aws:sfn/stateMachine:StateMachine": {
        arn: "arn:aws:states:us-east-1:123456789012:stateMachine:imports",
      },
      "aws:s3/bucket:Bucket": { bucket: "files", arn: "arn:aws:s3:::files" },
      "awsx:ec2:Vpc": madeUpNetwork,
    },
  );
  const { body } = recorded.inputs("RestApi", "shop");
  return JSON.parse(String(body)) as OpenApiDocument;
}

const subnets = ["subnet-1", "subnet-2"];
const madeUpNetwork = { vpcId: "vpc-1", privateSubnetIds: subnets, publicSubnetIds: subnets };

export async function fakeShop(document: OpenApiDocument): Promise<FakedShop> {
  const requests: ServiceRequest[] = [];
  const faked: { response: ServiceResponse } = { response: { status: 200, body: {} } };
  const gateway = await serve(
    createModel(
      document,
      {},
      {
        binaryMediaTypes: document["x-amazon-apigateway-binary-media-types"] ?? [],
      },
    ),
    {},
    {
      region: "us-east-1",
      callService: async (request) => {
        requests.push(request);
        const { status, body, type = "application/x-amz-json-1.1" } = faked.response;
        return {
          status,
          headers: new Map([["content-type", [type]]]),
          body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
        };
      },
    },
  );
  return Object.assign(faked, { gateway, requests });
}
