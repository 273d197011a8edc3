import { anyText, input, listOf, mapOf, oneOf, text, whole } from "./options.ts";

/** An id, a name or an ARN, which may be known only once its resource exists. */
export const resourceId = input(text());

export const subnetIds = input(listOf(resourceId));

export const port = whole(1, 65_535);

/** Variables of a function or a task. */
export const environment = mapOf(input(anyText));

/** Memory of a function in MB. Source: AWS Lambda Developer Guide, "Lambda quotas". */
export const functionMemoryMb = whole(128, 10_240);

/** Days that CloudWatch Logs keeps events; 0 keeps them forever. Source: CloudWatch Logs API Reference, "PutRetentionPolicy". */
export const logRetentionDays = oneOf([
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
  3288, 3653,
]);
