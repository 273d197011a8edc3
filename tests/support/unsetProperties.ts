import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Properties } from "../../local/graph/resource.ts";

const declarations = fileURLToPath(new URL("../../node_modules/@pulumi/aws/", import.meta.url));

/**
 * Completes the outputs of a resource as the provider writes them: a property that is not set is null, also in nested
 * blocks. The names come from the declarations of `@pulumi/aws`.
 *
 * @param type - such as `aws:apigateway/stage:Stage`; outputs of other packages stay as they are
 */
export function withUnset(type: string, outputs: Properties): Properties {
  const [, path = "", kind = ""] = /^aws:([\w/]+):(\w+)$/.exec(type) ?? [];
  const file = `${declarations}${path}.d.ts`;
  if (!existsSync(file)) return outputs;
  const [, body = ""] =
    new RegExp(`export declare class ${kind} [^]*?\n([^]*?)\n    constructor`).exec(
      readFileSync(file, "utf8"),
    ) ?? [];
  const members = [...body.matchAll(/readonly (\w+): pulumi\.Output<([^]*?)>;/g)];
  return complete(
    outputs,
    members.map(([, name, value]) => [name!, value!, /\| undefined$/.test(value!)]),
  );
}

type Member = readonly [name: string, type: string, optional: boolean];

function complete(outputs: Properties, members: readonly Member[]): Properties {
  const completed = members.flatMap(([name, type, optional]): [string, unknown][] => {
    const value = outputs[name];
    if (value === undefined) return optional ? [[name, null]] : [];
    const block = /outputs\.(\w+\.\w+)/.exec(type)?.[1];
    return block === undefined ? [] : [[name, completeBlock(value, block)]];
  });
  return { ...outputs, ...Object.fromEntries(completed) };
}

function completeBlock(value: unknown, block: string): unknown {
  if (Array.isArray(value)) return value.map((item) => completeBlock(item, block));
  if (typeof value !== "object" || value === null) return value;
  return complete(value as Properties, membersOf(block));
}

let outputTypes: string | undefined;
const known = new Map<string, Member[]>();

/** @param block - such as `apigateway.StageCanarySettings` */
function membersOf(block: string): Member[] {
  const found = known.get(block);
  if (found !== undefined) return found;
  outputTypes ??= readFileSync(`${declarations}types/output.d.ts`, "utf8");
  const [module, name] = block.split(".");
  const start = outputTypes.indexOf(`export declare namespace ${module} {`);
  const [, body = ""] =
    new RegExp(`interface ${name} \\{\n([^]*?)\n    \\}`).exec(outputTypes.slice(start)) ?? [];
  const members = [...body.matchAll(/^ {8}(\w+)(\??): ([^;]+);/gm)].map(
    ([, key, mark, type]): Member => [key!, type!, mark === "?"],
  );
  known.set(block, members);
  return members;
}
