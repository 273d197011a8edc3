import { nativeTypesOf, twinOf } from "./awsNative.ts";
import { isUnknown, ResourceView, type Subject } from "./resourceView.ts";
import { rememberSecrets, secretsIn } from "./secrets.ts";

export const cloudControlType = "aws:cloudcontrol/resource:Resource";

/** The type under which rules see a replica's own settings; `@pulumi/aws` has none for it. */
export const poolReplicaType = "aws:cognito/userPoolReplica:UserPoolReplica";

type State = Readonly<Record<string, unknown>>;

interface TypedUse {
  /** The type whose rules apply. @default none: the type has no settings that a rule is about */
  readonly type?: string;
  readonly props?: (state: State) => object;
}

/**
 * The types of Cloud Control that rules can check, because their settings are those of a type that rules
 * know. All other types are forbidden, and so are settings that can't be read.
 */
const uses: Readonly<Record<string, TypedUse>> = {
  "AWS::Cognito::UserPool": { type: "aws:cognito/userPool:UserPool", props: poolOf },
  "AWS::Cognito::UserPoolDomain": {
    type: "aws:cognito/userPoolDomain:UserPoolDomain",
    props: ({ CustomDomainConfig: config, ...same }) => ({
      ...(inCamelCase(same) as object),
      ...(inCamelCase(config ?? {}) as object),
    }),
  },
  "AWS::Cognito::UserPoolReplica": {},
  "AWS::Cognito::UserPoolRegionalConfigurationAttachment": {
    type: poolReplicaType,
    props: (state) => inCamelCase(state) as object,
  },
};

/** Other types whose resources rules may see as this type. */
export const carriersOf = (type: string): string[] => [
  ...(Object.values(uses).some((use) => use.type === type) ? [cloudControlType] : []),
  ...nativeTypesOf(type),
];

/** Whether rules can check a resource of Cloud Control, now or when its settings are known. */
export function isReadable(resource: ResourceView): boolean {
  const use = useOf(resource);
  return (
    use !== undefined && (!resource.isKnown("desiredState") || stateOf(resource) !== undefined)
  );
}

/** A resource of Cloud Control or `@pulumi/aws-native` as the type that rules know; nothing for others. */
export function typedOf(subject: Subject): Subject[] {
  if (subject.type !== cloudControlType) return twinOf(subject);
  const resource = new ResourceView(subject);
  const { type, props } = useOf(resource) ?? {};
  if (type === undefined || props === undefined) return [];
  const [unknown] = valuesAt(subject, "desiredState").filter((value) => isUnknown(value));
  const state = stateOf(resource);
  if (unknown === undefined && state === undefined) return [];
  const read = state ? props(state) : allUnknown(unknown);
  const isSecret = secretsIn(subject.props).some(({ path }) => path === "desiredState");
  if (isSecret)
    rememberSecrets(read, [{ path: "", value: unknown === undefined ? state : undefined }]);
  return [{ ...subject, type, props: read }];
}

function useOf(resource: ResourceView): TypedUse | undefined {
  const name = resource.hintsAt("typeName")[0];
  return typeof name === "string" && Object.hasOwn(uses, name) ? uses[name] : undefined;
}

function stateOf(resource: ResourceView): State | undefined {
  const text = resource.hintsAt("desiredState")[0];
  try {
    const state: unknown = JSON.parse(String(text));
    return typeof state === "object" && state !== null ? (state as State) : undefined;
  } catch {
    return undefined;
  }
}

const valuesAt = ({ props }: Subject, name: string): unknown[] => [Reflect.get(props, name)];

/** Properties of which each is unknown, so that rules note it. */
const allUnknown = (unknown: unknown): object => new Proxy({}, { get: () => unknown });

/** CloudFormation's settings of a pool by the names of `aws.cognito.UserPool`. */
function poolOf(state: State): object {
  const { UserPoolName, Schema, Policies, EnabledMfas, EmailConfiguration, ...same } = state;
  const { From, ...email } = (EmailConfiguration ?? {}) as State;
  const policies = inCamelCase(Policies ?? {}) as State;
  return {
    ...(inCamelCase(same) as object),
    ...policies,
    name: UserPoolName,
    schemas: inCamelCase(Schema),
    softwareTokenMfaConfiguration: {
      enabled: Array.isArray(EnabledMfas) && EnabledMfas.includes("SOFTWARE_TOKEN_MFA"),
    },
    emailConfiguration: { ...(inCamelCase(email) as object), fromEmailAddress: From },
  };
}

/** Names that differ by more than a capital. */
const names: Readonly<Record<string, string>> = {
  CustomSMSSender: "customSmsSender",
  KMSKeyID: "kmsKeyId",
};

function inCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCamelCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      names[key] ?? key.replace(/^./, (first) => first.toLowerCase()),
      inCamelCase(each),
    ]),
  );
}
