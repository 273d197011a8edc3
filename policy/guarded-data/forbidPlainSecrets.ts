import { notKnown } from "../model/knownCopy.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { isReference, isSecretName, secretIn } from "./support/secrets.ts";
import { type Variable, variablePaths, variablesOf } from "./support/variables.ts";

interface Settings {
  readonly plainVariables: readonly string[];
}

/**
 * Variables of environments hold no secrets, by what they look like or are called; they say where the
 * secret is. What the rule finds never gets into what it says.
 */
export const forbidPlainSecrets: ResourceRule<Settings> = {
  name: "forbid-plain-secrets",
  description: "Secrets are not in plain variables of functions, containers and builds.",
  why: "Whoever may look at the configuration reads it, and it stays in states, logs and old versions.",
  fix: "Put it into Secrets Manager or Parameter Store, and give the program its ARN or, in ECS and App Runner, have it filled in from there.",
  equivalents: [
    "CKV_AWS_45",
    "codebuild-project-envvar-awscred-check",
    "ecs-no-environment-secrets",
  ],
  types: Object.keys(variablePaths),
  settings: {
    plainVariables: {
      description: "Names of variables that look like secrets and are none.",
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
      const detail = secretOf(variable);
      if (!detail) continue;
      const exposed = "Whoever may see the configuration sees a secret";
      yield { exposed, property: variable.path, value: undefined, detail };
    }
  },
};

/** What gives a variable away, without its value. */
function secretOf({ path, name, value }: Variable): string | undefined {
  if (value === notKnown || typeof value !== "string") return undefined;
  const kind = secretIn(value);
  if (kind) return `${path} is by its form ${kind}`;
  const isSecret = isSecretName(name) && !isReference(value) && value !== name;
  return isSecret ? `${path} is by its name a secret` : undefined;
}
