import type * as pulumi from "@pulumi/pulumi";
import { triggerCode } from "../../functions/entry.ts";
import { variablePrefix } from "../../functions/grants.ts";
import { accessTo } from "../../service/index.ts";
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
}

/** A trigger's function with the team's own code in it, if there is any. */
export function withOwnCode(trigger: string, spec: TriggerSpec, context: Context): TriggerSpec {
  const { triggers = {} } = context.options;
  const own = (triggers as Readonly<Record<string, OwnCode>>)[trigger];
  if (own?.entry === undefined) return spec;
  const { environment, tables = {}, entry } = own;
  const used = Object.entries(tables).map(([key, actions]) => {
    const { tableName, tableArn } = context.tables[key]!;
    return { variable: `${variablePrefix(key)}_TABLE`, tableName, tableArn, actions };
  });
  const names = used.map(({ variable, tableName }) => [variable, tableName] as const);
  return merged(spec, {
    code: codeOf(trigger, entry, context.options),
    environment: { ...environment, ...Object.fromEntries(names) },
    statements: used.map(({ tableArn, actions }) => accessTo(tableArn, [...actions])),
  });
}

function codeOf(trigger: string, entry: string, options: MessagesOptions): pulumi.asset.Archive {
  const templates = trigger === "customMessage" ? templatesOf(options) : undefined;
  return templates
    ? triggerCode("customMessage/templates", entry, { MESSAGES: JSON.stringify(templates) })
    : triggerCode(trigger, entry);
}
