import { apiKinds } from "./kinds/api.ts";
import { computeKinds } from "./kinds/compute.ts";
import { dataKinds } from "./kinds/data.ts";
import type { Creation, Kinds } from "./kinds/kind.ts";
import { networkKinds } from "./kinds/network.ts";

const kinds: Kinds = { ...apiKinds, ...computeKinds, ...dataKinds, ...networkKinds };

const physicallyNamed = new Set(["dynamodb", "glue", "ecr", "secretsmanager", "kms"]);

/** The input with the physical name of resources of a type. */
export function namePropertyOf(shortType: string): string | undefined {
  const kind = kinds[shortType];
  if (kind) return kind.named;
  return physicallyNamed.has(shortType.split(".")[0]!) ? "name" : undefined;
}

/** The id and the computed attributes of a resource. */
export function computedOutputs(
  shortType: string,
  creation: Creation,
): { id: string; outputs: Record<string, unknown> } {
  const { account, region, name, hash } = creation;
  const { prefix, arn: path, isArnId, named, outputs } = kinds[shortType] ?? {};
  const plainId =
    prefix === undefined
      ? named === undefined
        ? hash.slice(0, 12)
        : name
      : `${prefix}-0${hash.slice(0, 16)}`;
  const computed = outputs?.(creation) ?? {};
  const arn = arnOf(
    path ?? `${shortType.split(".")[0]}:`,
    prefix === undefined ? name : plainId,
    account,
    region,
  );
  const id = String(computed["id"] ?? (isArnId ? arn : plainId));
  return { id, outputs: { arn, tags: null, tagsAll: {}, ...computed } };
}

/** The ARN for a service and path such as `ec2:vpc/`; with `::`, without region or account. */
function arnOf(path: string, name: string, account: string, region: string): string {
  const [service, ...rest] = path.split(":");
  if (path.startsWith("s3:")) return `arn:aws:s3:::${name}`;
  const isGlobal = rest[0] === "" && rest.length > 1;
  const tail = (isGlobal ? rest.slice(1) : rest).join(":");
  return `arn:aws:${service}:${isGlobal ? "" : region}:${account}:${tail}${name}`;
}
