import { notKnown } from "../model/knownCopy.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { isReference, isSecretName, secretIn } from "./support/secrets.ts";
import {
  decoded,
  partsOf,
  type Variable,
  variablePaths,
  variablesOf,
} from "./support/variables.ts";

interface Settings {
  readonly plainVariables: readonly string[];
}

/**
 * Variables of environments hold no secrets, by what they look like or are called; they say where the
 * secret is. What the rule finds never gets into what it says.
 */
export const forbidPlainSecrets: ResourceRule<Settings> = {
  name: "forbid-plain-secrets",
  description: "Plain-text variables of functions, containers and builds contain no secrets.",
  why: "Anyone who can view the configuration can read the secret, and it stays in state files, logs and old versions.",
  fix: "Store the secret in Secrets Manager or Parameter Store, and pass its ARN to the program. ECS and App Runner can also fill in the value from there.",
  equivalents: [
    "CKV_AWS_45",
    "codebuild-project-envvar-awscred-check",
    "ecs-no-environment-secrets",
  ],
  types: Object.keys(variablePaths),
  settings: {
    plainVariables: {
      description: "Names of variables that look like secrets but are not.",
      schema: { type: "array", items: { type: "string" } },
      default: [],
    },
  },

  *check(resource: ResourceView, { plainVariables }): Iterable<Finding> {
    for (const variable of variablesOf(resource)) {
      if (plainVariables.includes(variable.name)) continue;
      // Has the preview say that it can't be known.
      if (variable.value === notKnown && isSecretName(variable.name))
        resource.valueAt(variable.path);
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

/** What gives a variable, or a part of one, away, without its value. */
function secretOf({ path, name, value }: Variable, isPart: boolean): string | undefined {
  if (value === notKnown || typeof value !== "string") return undefined;
  const kind = secretIn(value) ?? secretIn(decoded(value));
  if (kind) return `${path} is text that contains ${kind}`;
  // What has spaces within a document is rather something to read, such as a message about a token.
  if (!isSecretName(name) || isReference(value) || (isPart && /\s/.test(value))) return undefined;
  return isLabel(name, value, isPart) ? undefined : `${path} is named like a secret`;
}

/** Whether a value only says its name again; in documents, labels do so in other letters. */
const isLabel = (name: string, value: string, isPart: boolean): boolean =>
  isPart ? lettersOf(name) === lettersOf(value) : name === value;

const lettersOf = (text: string): string => text.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
