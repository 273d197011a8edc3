import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { ControlError } from "../../control/index.ts";

/** An item in DynamoDB's JSON, with binary values in base64. */
export const itemToJson = (item: Record<string, AttributeValue>): Record<string, object> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toJson(value)]));

function toJson(value: AttributeValue): object {
  if (value.B) return { B: base64(value.B) };
  if (value.BS) return { BS: value.BS.map(base64) };
  if (value.L) return { L: value.L.map(toJson) };
  return value.M ? { M: itemToJson(value.M) } : value;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

const types = "S, N, B, BOOL, NULL, L, M, SS, NS or BS";

/**
 * A value from DynamoDB's JSON.
 *
 * @param what - names the value in errors
 * @throws ControlError 400
 */
export function fromJson(json: unknown, what: string): AttributeValue {
  const [type, value, ...others] =
    typeof json === "object" && json !== null ? Object.entries(json).flat() : [];
  if (type === undefined || others.length > 0) {
    throw new ControlError(
      400,
      `${what} must be an object with one of ${types}, such as {"S":"a"}.`,
    );
  }
  switch (type) {
    case "S":
    case "N":
      if (typeof value === "string") return { [type]: value } as unknown as AttributeValue;
      break;
    case "BOOL":
    case "NULL":
      if (typeof value === "boolean") return { [type]: value } as unknown as AttributeValue;
      break;
    case "B":
      if (typeof value === "string") return { B: Buffer.from(value, "base64") };
      break;
    case "SS":
    case "NS":
      if (areTexts(value)) return { [type]: value } as unknown as AttributeValue;
      break;
    case "BS":
      if (areTexts(value)) return { BS: value.map((each) => Buffer.from(each, "base64")) };
      break;
    case "L":
      if (Array.isArray(value)) {
        return { L: value.map((each, index) => fromJson(each, `${what}[${index}]`)) };
      }
      break;
    case "M":
      if (typeof value === "object" && value !== null && !Array.isArray(value)) {
        const entries = Object.entries(value).map(([name, each]) => [
          name,
          fromJson(each, `${what}.${name}`),
        ]);
        return { M: Object.fromEntries(entries) as Record<string, AttributeValue> };
      }
      break;
    default:
      throw new ControlError(400, `${what} has the type "${String(type)}". Use ${types}.`);
  }
  throw new ControlError(400, `${what} has no valid value for the type ${type}.`);
}

const areTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === "string");
