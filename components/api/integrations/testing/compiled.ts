import { recordResources } from "../../../../tests/support/recordResources.ts";
import type { Operation } from "../../document/types.ts";
import { type Resources, type RouteDefinition } from "../../index.ts";
import { newApi } from "../../testing/newApi.ts";

/** An operation as API Gateway imports it. */
export interface CompiledOperation extends Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, object>>;
  readonly "x-amazon-apigateway-integration": {
    readonly type: string;
    readonly uri: string;
    readonly httpMethod: string;
    readonly credentials: string;
    readonly passthroughBehavior: string;
    readonly requestParameters: Readonly<Record<string, string>>;
    readonly requestTemplates: Readonly<Record<string, string>>;
    readonly responses: Readonly<
      Record<
        string,
        {
          readonly statusCode: string;
          readonly responseTemplates?: Readonly<Record<string, string>>;
        }
      >
    >;
  };
}

export interface CompiledApi {
  readonly document: Readonly<Record<string, unknown>>;
  /** By route, such as `POST /jobs`. */
  operation(route: string): CompiledOperation;
  /** What each role of an integration allows, such as `sqs:SendMessage arn:…`, by the role's name. */
  readonly grants: Readonly<Record<string, string>>;
}

/** An API of routes to resources of its own, with made-up names and ARNs. */
export async function compiled(
  routes: Record<string, RouteDefinition>,
  resources: () => Resources = () => ({}),
): Promise<CompiledApi> {
  const recorded = await recordResources(
    () =>
      newApi("api", {
        region: "eu-west-1",
        title: "Test",
        routes,
        proxies: {},
        resources: resources(),
        userPoolArns: ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc"],
      }),
    {
      "aws:apigateway/restApi:RestApi": { executionArn: "arn:aws:execute-api:::api" },
      "aws:sqs/queue:Queue": {
        arn: "arn:aws:sqs:eu-west-1:123456789012:jobs",
        url: "https://jobs",
      },
      "aws:sfn/stateMachine:StateMachine": { arn: "arn:aws:states:::stateMachine:import" },
      "aws:s3/bucket:Bucket": { arn: "arn:aws:s3:::files", bucket: "files" },
    },
  );
  const document = JSON.parse(String(recorded.inputs("RestApi", "api")["body"])) as {
    paths: Record<string, Record<string, CompiledOperation>>;
  };
  return {
    document: document as unknown as Record<string, unknown>,
    operation: (route) => {
      const [method = "", path = ""] = route.split(" ");
      return document.paths[path]![method.toLowerCase()]!;
    },
    grants: Object.fromEntries(
      recorded.names("RolePolicy").map((name) => {
        const policy = recorded.inputs("RolePolicy", name)["policy"] as string;
        const { Statement } = JSON.parse(policy) as {
          Statement: { Effect: string; Action: string[]; Resource: string[] }[];
        };
        return [
          name,
          Statement.map(({ Action, Resource }) => `${Action.join()} ${Resource.join()}`).join("; "),
        ];
      }),
    ),
  };
}
