import type * as pulumi from "@pulumi/pulumi";
import { triggerCode } from "../../functions/entry.ts";
import { variablePrefix } from "../../functions/grants.ts";
import { secretVariable } from "../../functions/secrets.ts";
import {
  accessSecrets,
  accessTo,
  inEnvironment,
  type SecretReference,
} from "../../service/index.ts";
import { templatesOf } from "../messages/code.ts";
import type { MessagesOptions } from "../messages/options.ts";
import type { OwnCode, TriggerOptions } from "./options.ts";
import { merged, type TriggerSpec } from "./spec.ts";

/** A table of a service. */
interface TriggerTable {
  readonly tableName: pulumi.Output<string>;
  readonly tableArn: pulumi.Output<string>;
}

/** Tables of services, as `<service>.<table>`. */
export type TriggerTables = Readonly<Record<string, TriggerTable>>;

interface Context {
  readonly options: MessagesOptions & { readonly triggers?: TriggerOptions | undefined };
  readonly tables: TriggerTables;
  readonly environment: string;
  readonly region: string;
}

/** A trigger's function with the team's own code in it, if there is any. */
export function withOwnCode(
  trigger: string,
  spec: TriggerSpec,
  context: Context,
  opts: pulumi.ComponentResourceOptions,
): TriggerSpec {
  const { triggers = {} } = context.options;
  const own = (triggers as Readonly<Record<string, OwnCode>>)[trigger];
  if (own?.entry === undefined) return spec;
  const { environment, tables = {}, secrets, entry } = own;
  const used = Object.entries(tables).map(([key, actions]) => {
    const { tableName, tableArn } = context.tables[key]!;
    return { variable: `${variablePrefix(key)}_TABLE`, tableName, tableArn, actions };
  });
  const names = used.map(({ variable, tableName }) => [variable, tableName] as const);
  return merged(
    spec,
    {
      code: codeOf(trigger, entry, context.options),
      environment: { ...environment, ...Object.fromEntries(names) },
      statements: used.map(({ tableArn, actions }) => accessTo(tableArn, [...actions])),
    },
    secrets && secretsOf(trigger, secrets, context, opts),
  );
}

/** Variables that lead to secrets, and the permissions to read them. */
export function secretsOf(
  trigger: string,
  references: Readonly<Record<string, SecretReference>>,
  { environment, region }: Pick<Context, "environment" | "region">,
  { parent }: pulumi.ComponentResourceOptions,
): TriggerSpec {
  const { secrets, statements } = accessSecrets(
    Object.fromEntries(
      Object.entries(references).map(([name, each]) => [name, inEnvironment(each, environment)]),
    ),
    { service: `The trigger ${trigger}`, region, opts: parent ? { parent } : {} },
  );
  const variables = secrets.map(
    ({ name, valueFrom }) => [secretVariable(name), valueFrom] as const,
  );
  return { environment: Object.fromEntries(variables), statements };
}

function codeOf(trigger: string, entry: string, options: MessagesOptions): pulumi.asset.Archive {
  const isSender = trigger === "customEmailSender" || trigger === "customSmsSender";
  if (!isSender && trigger !== "customMessage") return triggerCode(trigger, entry);
  const templates = templatesOf(options);
  const define = templates && { MESSAGES: JSON.stringify(templates) };
  if (!isSender) {
    return triggerCode(templates ? "customMessage/templates" : trigger, entry, { define });
  }
  const joinedBy = { module: "senders/withOwnSender.ts", name: "withOwnSender" };
  return triggerCode(trigger, entry, { define, joinedBy });
}
