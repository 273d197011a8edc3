import type * as aws from "@pulumi/aws";
import type { NamesOf, Resources } from "../api/index.ts";
import type { OptionFault } from "../shared/errors.ts";
import {
  anyText,
  check,
  flag,
  listOf,
  mapOf,
  oneOf,
  type OptionRules,
  options,
  required,
  text,
} from "../shared/options.ts";
import { entryFaults, entryPath } from "./entryRule.ts";
import {
  type ActionOn,
  grantableActions,
  type TableAction,
  variablePrefix,
  variableSuffixes,
} from "./grants.ts";
import { type QueueConsumer, queueConsumerFaults, queueConsumerRules } from "./queueConsumer.ts";
import { type FunctionSchedule, scheduleFaults, scheduleRules } from "./schedule.ts";
import { functionSecretFaults, secretBytes } from "./secrets.ts";
import { concurrencyFaults, type FunctionSize, functionSizeRules } from "./size.ts";
import { type SecretReference, secretsRule, tableActions } from "../service/index.ts";

/** A Lambda function with code of your own. Routes lead to it by `lambda("<name>")`. */
export interface FunctionDefinition<
  Service extends string = string,
  All = Resources,
> extends FunctionSize {
  /** Module that exports `handler`, in TypeScript or JavaScript: a path from the project's root. */
  entry: string;
  /**
   * Whether it runs in the private subnets, from where it reaches HTTPS addresses, with `closedEgress` only
   * the VPC's endpoints. Outside the VPC it reaches every address; the policy `require-functions-in-vpc`
   * refuses that. @default true
   */
  vpc?: boolean;
  /** Set if `handler` streams its responses (`awslambda.streamifyResponse`). @default false */
  streaming?: boolean;
  /** Environment variables, not for secrets. @default none */
  environment?: Record<string, string>;
  /**
   * Actions on tables of services, as `"<service>.<table>": ["GetItem"]`. The variable
   * `<SERVICE>_<TABLE>_TABLE` contains the table's name. @default none
   */
  tables?: { readonly [Key in `${Service}.${string}`]?: readonly TableAction[] };
  /**
   * Actions on the platform's `resources`, by name. A variable leads to each: `<NAME>_QUEUE_URL`,
   * `_TABLE`, `_BUCKET`, `_TOPIC_ARN`, `_STREAM`, `_STATE_MACHINE_ARN` or `_EVENT_BUS`. @default none
   */
  resources?: string extends keyof All
    ? Readonly<Record<string, readonly string[]>>
    : { readonly [Name in keyof All & string]?: readonly ActionOn<All[Name]>[] };
  /**
   * Secrets of Secrets Manager or Parameter Store: `secret("payments/key")` or `parameter("/reports/key")`. Its role may
   * read them, and `readSecret("<NAME>")` does; the variable `<NAME>_SECRET` has only the ARN. @default none
   */
  secrets?: Record<string, SecretReference>;
  /** When it runs by itself, by name. @default only when it is called */
  schedules?: Record<string, FunctionSchedule>;
  /** The queue that it consumes. Its `handler` returns `{ batchItemFailures }`. @default none */
  queue?: QueueConsumer<NamesOf<All, aws.sqs.Queue>>;
}

/** Variables that Lambda sets. Source: Lambda Developer Guide, "Working with Lambda environment variables". */
const reserved =
  /^(_|AWS_(REGION|DEFAULT_REGION|EXECUTION_ENV|LAMBDA_|ACCESS_KEY|SECRET_ACCESS_KEY|SESSION_TOKEN)|LAMBDA_(TASK_ROOT|RUNTIME_DIR)$)/;

const variableName = check(
  (name) => /^[A-Za-z]\w+$/.test(String(name)) && !reserved.test(String(name)),
  "names of letters, digits and _, beginning with a letter, that Lambda does not set itself",
);

const actionsOf = (actions: readonly string[]) =>
  listOf(oneOf(actions), {
    ...{ least: 1, distinct: true },
    allowed: "a list of at least one action, each once",
  });

export const functionRules: OptionRules<FunctionDefinition> = {
  ...functionSizeRules,
  entry: required(entryPath),
  vpc: flag,
  streaming: flag,
  environment: mapOf(anyText, variableName),
  tables: mapOf(actionsOf(tableActions)),
  resources: mapOf(actionsOf(grantableActions)),
  secrets: secretsRule,
  schedules: mapOf(
    options(scheduleRules, scheduleFaults),
    text(/^[a-z][a-z0-9-]{0,23}$/, "names of at most 24 lower-case letters, digits and dashes"),
  ),
  queue: options(queueConsumerRules, queueConsumerFaults),
};

/** Lambda allows 4 KB; each granted resource's name, URL or ARN may take this much of them. */
const maxVariableBytes = 4_096;
const bytesPerGrant = 160;

/** Checks of a function's options together. */
export const functionFaults = (given: FunctionDefinition): OptionFault[] => [
  ...concurrencyFaults(given),
  ...entryFaults(given.entry),
  ...variableFaults(given),
  ...functionSecretFaults(given),
  ...(given.streaming && (given.queue || given.schedules) ? streamingFaults : []),
];

const streamingFaults: OptionFault[] = [
  {
    argument: "streaming",
    given: true,
    allowed: "false with schedules or a queue, which do not read a stream",
    fix: "Use another function for them.",
  },
];

const renamed = (given: string, allowed: string): OptionFault => ({
  ...{ argument: "resources", given, allowed },
  fix: "Give the resource another name.",
});

function variableFaults({
  environment = {},
  tables = {},
  resources = {},
  secrets,
}: FunctionDefinition): OptionFault[] {
  const ours = [
    ...Object.keys(tables).map((table) => `${variablePrefix(table)}_TABLE`),
    ...Object.keys(resources).flatMap((name) =>
      variableSuffixes.map((suffix) => `${variablePrefix(name)}_${suffix}`),
    ),
  ];
  const prefixes = [...Object.keys(tables), ...Object.keys(resources)].map(variablePrefix);
  const twice = prefixes.find((prefix, index) => prefixes.indexOf(prefix) < index);
  const unusable = Object.keys(resources).find((name) => !/^[A-Za-z]/.test(name));
  const taken = Object.keys(environment).filter((name) => ours.includes(name));
  const grants = Object.keys(tables).length + Object.keys(resources).length;
  const bytes =
    Buffer.byteLength(Object.entries(environment).flat().join("")) +
    grants * bytesPerGrant +
    secretBytes(secrets);
  return [
    ...taken.map((name) => ({
      argument: `environment.${name}`,
      given: "a value",
      allowed: "another name: this variable leads to a granted table or resource",
    })),
    ...(twice === undefined
      ? []
      : [renamed(`${twice}_…`, "one table or resource for each variable")]),
    ...(unusable === undefined
      ? []
      : [renamed(unusable, "names that begin with a letter, for the variables")]),
    ...(bytes > maxVariableBytes
      ? [
          {
            argument: "environment",
            given: `${bytes} bytes of variables`,
            allowed:
              "at most 4096 bytes, with 160 for each granted table and resource and the names of secrets",
            fix: "Put larger settings into a file that the module imports.",
          },
        ]
      : []),
  ];
}
