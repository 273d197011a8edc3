import { Encrypted, isUnknown } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { documentTypes, variablesInDocuments } from "./support/documents.ts";
import { isForBrowsers } from "./support/secretForms.ts";
import { isPublicName, isReference, isSecretName, secretIn } from "./support/secrets.ts";
import {
  decoded,
  partsOf,
  type Variable,
  variablePaths,
  variablesOf,
} from "./support/variables.ts";

/**
 * Environment variables contain references to secrets, not secrets. The rule recognizes secrets by
 * format and name, and never includes a value in a finding.
 */
export const forbidPlainSecrets: ResourceRule<{ readonly plainVariables: readonly string[] }> = {
  name: "forbid-plain-secrets",
  description:
    "Plain-text variables of functions, containers and builds, and inputs of state machines and schedules, contain no secrets.",
  why: "Anyone who can view the configuration can read the secret, and it stays in state files, logs and old versions.",
  fix: "Store the secret in Secrets Manager, or in Parameter Store as a SecureString, and pass its ARN to the program. ECS and App Runner can also fill in the value from there.",
  equivalents: [
    "CKV_AWS_45",
    "codebuild-project-envvar-awscred-check",
    "ecs-no-environment-secrets",
  ],
  types: [...new Set([...Object.keys(variablePaths), ...documentTypes])],
  settings: {
    plainVariables: {
      description: "Names of variables that look like secrets but are not.",
      schema: { type: "array", items: { type: "string" } },
      default: [],
    },
  },

  *check(resource, { plainVariables }): Iterable<Finding> {
    for (const variable of [...variablesOf(resource), ...variablesInDocuments(resource)]) {
      if (plainVariables.includes(variable.name)) continue;
      if (isUnknown(variable.value) && isSecretName(variable.name)) {
        // Reading the value makes the preview report that it is unknown.
        resource.valueAt(variable.path);
      }
      const parts = partsOf(variable);
      for (const part of parts ?? [variable]) {
        const detail = secretOf(part, parts !== undefined);
        if (!detail) continue;
        const exposed = "Anyone who can view the configuration can read a secret";
        yield { exposed, property: part.path, value: undefined, detail };
      }
    }
  },
};

/** Describes the secret in a variable, or in a part of one, without its value. */
function secretOf({ path, name, value }: Variable, isPart: boolean): string | undefined {
  if (value instanceof Encrypted && isSecretName(name)) {
    return `${path} is named like a secret, and the program marks it as one. Pulumi encrypts it only in its own state`;
  }
  if (typeof value !== "string") return undefined;
  if (isPublicName(name) && isForBrowsers(value)) return undefined;
  const kind = secretIn(value) ?? secretIn(decoded(value));
  if (kind) return `${path} is text that contains ${kind}`;
  // Text with spaces in a document is rather prose, such as a message about a token.
  if (!isSecretName(name) || isReference(value) || (isPart && /\s/.test(value))) return undefined;
  return isLabel(name, value, isPart) ? undefined : `${path} is named like a secret`;
}

/**
 * Whether a value only repeats its name. In documents, labels may do so in different case or
 * punctuation.
 */
const isLabel = (name: string, value: string, isPart: boolean): boolean =>
  isPart ? lettersOf(name) === lettersOf(value) : name === value;

const lettersOf = (text: string): string => text.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
