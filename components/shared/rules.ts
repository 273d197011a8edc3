import { Address4, Address6 } from "ip-address";
import { anyText, check, input, listOf, mapOf, oneOf, type Rule, text, whole } from "./options.ts";

/** An id, a name or an ARN, which may be known only once its resource exists. */
export const resourceId = input(text());

export const subnetIds = input(listOf(resourceId));

export const port = whole(1, 65_535);

/** Variables of a function or a task. */
export const environment = mapOf(input(anyText));

/** Memory of a function in MB. Source: AWS Lambda Developer Guide, "Lambda quotas". */
export const functionMemoryMb = whole(128, 10_240);

/** Days that CloudWatch Logs keeps events. Source: CloudWatch Logs API Reference, "PutRetentionPolicy". */
export const logRetentionDays = oneOf([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
]);

/** An AWS service of an interface endpoint. */
export const endpointService = text(
  /^[a-z][a-z0-9.-]*$/,
  "the last part of a service's name, such as secretsmanager",
  'Write it like "secretsmanager", without "com.amazonaws." and the region.',
);

/** Name of an AWS region. */
export const region = text(/^[a-z]{2}(-[a-z]+)+-\d$/, "a region, such as us-east-1");

export const accountId = text(
  /^\d{12}$/,
  "an AWS account id of twelve digits",
  'Write it as a string, such as "123456789012": a number loses leading zeros.',
);

export const emailDomain = text(
  /^[^@\s,]+\.[^@\s,]*[^@\s,.]$/,
  "a domain without the @",
  'Write it like "example.com".',
);

export const emailAddress = text(
  /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
  "an email address",
  "Use an address whose mail you can read, such as no-reply@example.com.",
);

/** A DNS name of at least two labels, in lower case as API Gateway stores it. */
export const hostName = (longest: number): Rule =>
  check(
    (value) =>
      typeof value === "string" &&
      value.length <= longest &&
      /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/.test(value),
    `a host name in lower case of at most ${longest} characters, such as api.example.com`,
    "Write it without https:// and without a path.",
  );

/** A range of addresses, such as 198.51.100.0/24. */
export const addressRange = check(
  (value) =>
    typeof value === "string" &&
    value.includes("/") &&
    (Address4.isValid(value) || Address6.isValid(value)),
  "a range of IPv4 or IPv6 addresses, such as 198.51.100.0/24",
);
