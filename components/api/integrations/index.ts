import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type ContractIntegration, contractKind } from "./contract.ts";
import { type DynamodbIntegration, dynamodbKind } from "./dynamodb.ts";
import { type EventBridgeIntegration, eventBridgeKind } from "./eventBridge.ts";
import { optionsBy, type Rule } from "../../shared/options.ts";
import type { OperationParts } from "../document/types.ts";
import type { BindingScope, IntegrationKind, Place } from "./integration.ts";
import { type KinesisIntegration, kinesisKind } from "./kinesis.ts";
import { type HttpProxyIntegration, httpProxyKind } from "./httpProxy.ts";
import { type LambdaIntegration, lambdaKind } from "./lambda.ts";
import { type LambdaProxyIntegration, lambdaProxyKind } from "./lambdaProxy.ts";
import { type MockIntegration, mockKind } from "./mock.ts";
import { type RedirectIntegration, redirectKind } from "./redirect.ts";
import { type S3Integration, s3Kind } from "./s3.ts";
import { type SignOutIntegration, signOutKind } from "./signOut.ts";
import { type SnsIntegration, snsKind } from "./sns.ts";
import { type StepFunctionsIntegration, stepFunctionsKind } from "./stepFunctions.ts";
import { type SqsIntegration, sqsKind } from "./sqs.ts";
import { type VpcLinkIntegration, vpcLinkKind } from "./vpcLink.ts";

/** The platform's own resources by name. */
export type Resources = Record<string, pulumi.Resource>;

/** Names of the resources of one class. */
type Named<All, Kind> = {
  [Name in keyof All & string]: All[Name] extends Kind ? Name : never;
}[keyof All & string];

/**
 * Integrations with services, resources and functions of these names. Another integration needs a file in this
 * folder, a member here and a line below.
 */
export type Integration<
  Service extends string = string,
  All = Resources,
  Function extends string = string,
> =
  | HttpProxyIntegration
  | LambdaIntegration<Function>
  | LambdaProxyIntegration<Service>
  | VpcLinkIntegration<Service>
  | MockIntegration
  | ContractIntegration
  | RedirectIntegration
  | SignOutIntegration
  | DynamodbIntegration<NamesOf<All, aws.dynamodb.Table>>
  | EventBridgeIntegration<NamesOf<All, aws.cloudwatch.EventBus>>
  | KinesisIntegration<NamesOf<All, aws.kinesis.Stream>>
  | S3Integration<NamesOf<All, aws.s3.Bucket>>
  | SnsIntegration<NamesOf<All, aws.sns.Topic>>
  | SqsIntegration<NamesOf<All, aws.sqs.Queue>>
  | StepFunctionsIntegration<NamesOf<All, aws.sfn.StateMachine>>;

/** Any name if TypeScript does not know the resources' names. */
export type NamesOf<All, Kind> = string extends keyof All ? string : Named<All, Kind>;

type Kind = Integration["kind"];

const kinds: { readonly [K in Kind]: IntegrationKind<Extract<Integration, { kind: K }>> } = {
  httpProxy: httpProxyKind,
  lambda: lambdaKind,
  lambdaProxy: lambdaProxyKind,
  vpcLink: vpcLinkKind,
  mock: mockKind,
  contract: contractKind,
  redirect: redirectKind,
  signOut: signOutKind,
  dynamodb: dynamodbKind,
  eventBridge: eventBridgeKind,
  kinesis: kinesisKind,
  s3: s3Kind,
  sns: snsKind,
  sqs: sqsKind,
  stepFunctions: stepFunctionsKind,
};

const kindOf = ({ kind }: Integration) => kinds[kind] as IntegrationKind<Integration>;

export const integrationRule: Rule = optionsBy(
  "kind",
  Object.fromEntries(Object.entries(kinds).map(([kind, { rule }]) => [kind, rule])),
);

/** Tells integrations whose mapping templates read bodies, which must then be text. */
export const readsBodies = (integration: Integration): boolean => kindOf(integration).readsBodies;

/** @throws RouteError if API Gateway would refuse the integration, or would not serve it as defined */
export function checkIntegration(integration: Integration, place: Place): void {
  kindOf(integration).check?.(integration, place);
}

/** @throws IntegrationError if the region lacks the target */
export const bindIntegration = (
  route: Place & { readonly integration: Integration },
  scope: BindingScope,
): pulumi.Input<OperationParts> => kindOf(route.integration).bind(route.integration, route, scope);
