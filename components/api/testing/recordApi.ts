import { recordResources } from "../../../tests/support/recordResources.ts";
import type { Operation } from "../document/types.ts";
import {
  Api,
  type ApiArgs,
  type ApiDefinition,
  apiRules,
  defineApi,
  type Resources,
  type RouteDefinition,
} from "../index.ts";

/** An API's arguments and its definition's options in one object. */
export type FlatApiArgs = Omit<ApiArgs, "definition"> & ApiDefinition;

const defaults: FlatApiArgs = {
  region: "us-east-1",
  title: "Test",
  routes: {},
  proxies: {
    orders: { functionName: "orders-proxy", functionArn: "arn:aws:lambda:::function:orders-proxy" },
  },
  userPoolArns: ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc"],
};

/** Creates an API, by default with a proxy function for `orders`. */
export function newApi(name: string, given: Partial<FlatApiArgs>): Api {
  const all = Object.entries({ ...defaults, ...given });
  const pick = (isOption: boolean) =>
    Object.fromEntries(all.filter(([key]) => Object.hasOwn(apiRules, key) === isOption));
  const definition = defineApi(pick(true) as unknown as ApiDefinition);
  return new Api(name, { ...(pick(false) as unknown as ApiArgs), definition });
}

/** Records the resources of the API "api". */
export const recordApi = (
  args: Partial<FlatApiArgs>,
  build: (args: Partial<FlatApiArgs>) => unknown = (given) => newApi("api", given),
) =>
  recordResources(() => build(args), {
    "aws:apigateway/restApi:RestApi": { executionArn: "arn:aws:execute-api:::api" },
    "aws:apigateway/stage:Stage": { stageName: "live" },
    "aws:sqs/queue:Queue": { arn: "arn:aws:sqs:eu-west-1:123456789012:jobs", url: "https://jobs" },
    "aws:sfn/stateMachine:StateMachine": { arn: "arn:aws:states:::stateMachine:import" },
    "aws:s3/bucket:Bucket": { arn: "arn:aws:s3:::files", bucket: "files" },
  });

/** An operation as API Gateway imports it. */
interface CompiledOperation extends Operation {
  readonly parameters?: readonly { name: string; in: string; required: boolean }[];
  readonly responses: Readonly<Record<string, object>>;
  readonly "x-amazon-apigateway-integration": {
    readonly type: string;
    readonly uri: string;
    readonly httpMethod: string;
    readonly credentials: string;
    readonly passthroughBehavior: string;
    readonly requestParameters: Readonly<Record<string, string>>;
    readonly requestTemplates: Readonly<Record<string, string>>;
    readonly cacheNamespace?: string;
    readonly cacheKeyParameters?: string[];
    readonly responses: Readonly<
      Record<string, { statusCode: string; responseTemplates?: Readonly<Record<string, string>> }>
    >;
  };
}

interface CompiledDocument {
  readonly paths: Record<string, Record<string, CompiledOperation>>;
  readonly components: { readonly securitySchemes: Record<string, Record<string, unknown>> };
  readonly [extension: `x-amazon-apigateway-${string}`]: unknown;
}

type Recorded = Awaited<ReturnType<typeof recordApi>>;

/** The recorded API's document. */
export const documentIn = (recorded: Recorded): CompiledDocument =>
  JSON.parse(String(recorded.inputs("RestApi", "api")["body"])) as CompiledDocument;

interface CompiledApi {
  readonly document: CompiledDocument;
  /** By route, such as `POST /jobs`. */
  operation(route: string): CompiledOperation;
  /** Permissions of each integration's role, such as `sqs:SendMessage arn:…`, by the role's name. */
  readonly grants: Readonly<Record<string, string>>;
}

/** The document and roles of an API in eu-west-1 with these routes and resources. */
export async function compiled(
  routes: Record<string, RouteDefinition>,
  resources: () => Resources = () => ({}),
): Promise<CompiledApi> {
  const isCached = Object.values(routes).some(({ cache }) => cache);
  const cache = isCached ? { cache: { sizeGb: 0.5 } as const } : {};
  const recorded = await recordApi({ region: "eu-west-1", routes, ...cache }, (args) =>
    newApi("api", { ...args, resources: resources() }),
  );
  const document = documentIn(recorded);
  return {
    document,
    operation: (route) => {
      const [method = "", path = ""] = route.split(" ");
      return document.paths[path]![method.toLowerCase()]!;
    },
    grants: Object.fromEntries(
      recorded.names("RolePolicy").map((name) => {
        const policy = recorded.inputs("RolePolicy", name)["policy"] as string;
        const { Statement } = JSON.parse(policy) as {
          Statement: { Action: string[]; Resource: string[] }[];
        };
        const texts = Statement.map(
          ({ Action, Resource }) => `${Action.join()} ${Resource.join()}`,
        );
        return [name, texts.join("; ")];
      }),
    ),
  };
}
