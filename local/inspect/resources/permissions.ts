import { fits } from "../../../policy/model/patterns.ts";
import type { Statement } from "../../../policy/model/policyDocument.ts";
import type { Resource } from "../../graph/resource.ts";
import type { Reference } from "./references.ts";
import { type DeclaredStatement, read, rolesOf, statementsOf } from "./statements.ts";
import { kindOf } from "./urn.ts";
import { listed, principalWords, wordsOf } from "./words.ts";

/** One statement, in words and as written. */
export interface Grant {
  /** Who, where the grant is on another resource: such as `function "orders"` or `API Gateway`. */
  readonly who?: string;
  readonly words: string;
  readonly statement: unknown;
  /** The resource that declares it, or the ARN of a policy of AWS. */
  readonly declaredBy: Resource | string;
  /** The role that has it; left out for a policy of the resource itself. */
  readonly role?: Resource;
}

/** Inputs with a policy of the resource itself, or of the resource that another input names. */
const policyInputs = ["policy", "policyDocument", "resourcePolicy", "accessPolicy"];

/** The grants of a stack's IAM policies, by the resources that have them and those that they are on. */
export class Permissions {
  readonly #resources: readonly Resource[];
  readonly #references: readonly Reference[];
  readonly #byArn: ReadonlyMap<string, Resource>;

  constructor(resources: readonly Resource[], references: readonly Reference[]) {
    this.#resources = resources;
    this.#references = references;
    this.#byArn = new Map(
      resources.flatMap((resource) => {
        const { arn, executionArn } = resource.outputs;
        return [arn, executionArn].flatMap((known) =>
          typeof known === "string" ? [[known, resource] as const] : [],
        );
      }),
    );
  }

  /** What a resource may do by its roles; a service's are those of its task definition. */
  of(resource: Resource): Grant[] {
    return this.#rolesOf(resource).flatMap((role) =>
      statementsOf(role, this.#resources).map((declared) => ({ ...this.#grant(declared), role })),
    );
  }

  /** Who may do what with a resource: by the roles of others, by its own policy, and by permissions of functions. */
  on(resource: Resource): Grant[] {
    return [
      ...this.#byRoles(resource),
      ...this.#byOwnPolicy(resource),
      ...this.#byPermission(resource),
    ];
  }

  /** Roles themselves count: what may be done with them. */
  #rolesOf(resource: Resource): Resource[] {
    if (resource.type === "aws:iam/role:Role") return [resource];
    if (resource.type.startsWith("aws:iam/")) return [];
    const named = this.#references.filter(({ from }) => from === resource);
    const tasks = named.filter(({ to }) => to.type === "aws:ecs/taskDefinition:TaskDefinition");
    const all = [
      ...named,
      ...this.#references.filter(({ from }) => tasks.some(({ to }) => to === from)),
    ];
    return [
      ...new Set(all.filter(({ to }) => to.type === "aws:iam/role:Role").map(({ to }) => to)),
    ];
  }

  #byRoles(resource: Resource): Grant[] {
    const { arn } = resource.outputs;
    if (typeof arn !== "string" || resource.type === "aws:iam/role:Role") return [];
    return rolesOf(this.#resources).flatMap((role) =>
      statementsOf(role, this.#resources)
        .filter(({ statement }) => concerns(statement, arn))
        .map((declared) => ({ ...this.#grant(declared), role, who: this.#holdersOf(role) })),
    );
  }

  #byOwnPolicy(resource: Resource): Grant[] {
    // Those of roles are theirs, not the policies'.
    if (/^aws:iam\/.*Policy$/.test(resource.type)) return [];
    const declaring = this.#references
      .filter(
        ({ to, from }) =>
          to === resource && !from.type.startsWith("aws:iam/") && /Policy$/.test(from.type),
      )
      .map(({ from }) => from);
    return [resource, ...declaring].flatMap((source) =>
      [...policyInputs, "assumeRolePolicy"].flatMap((input) =>
        read(source.inputs[input], source).map((declared) => ({
          ...this.#grant(declared),
          who: listed(
            declared.statement.principals.map((name) => principalWords(name, this.#nameOf)),
          ),
        })),
      ),
    );
  }

  /** `aws.lambda.Permission` is a statement of a function's policy. */
  #byPermission(resource: Resource): Grant[] {
    return this.#references
      .filter(({ to, from }) => to === resource && from.type === "aws:lambda/permission:Permission")
      .map(({ from }) => {
        const { action, principal, sourceArn } = from.inputs;
        const where = typeof sourceArn === "string" ? `, for ${this.#nameOf(sourceArn)}` : "";
        return {
          who: principalWords(String(principal), this.#nameOf),
          words: `${wordsOf(oneAction(String(action)), this.#nameOf)}${where}`,
          statement: from.inputs,
          declaredBy: from,
        };
      });
  }

  #grant({ statement, written, source }: DeclaredStatement): Grant {
    return { words: wordsOf(statement, this.#nameOf), statement: written, declaredBy: source };
  }

  /** The resources that use a role. */
  #holdersOf(role: Resource): string {
    const holders = this.#references
      .filter(({ to, from }) => to === role && !from.type.startsWith("aws:iam/"))
      .map(({ from }) => labelOf(from));
    return holders.length > 0 ? listed(holders) : labelOf(role);
  }

  #nameOf = (arn: string): string => {
    if (arn === "*") return "everything";
    for (let known = arn; known.length > 12; known = withoutEnd(known)) {
      const resource = this.#byArn.get(known);
      if (!resource) continue;
      const rest = arn.slice(known.length);
      return /^(?:[:/]\*)?$/.test(rest)
        ? labelOf(resource)
        : `${labelOf(resource)} (${rest.slice(1)})`;
    }
    return arn;
  };
}

const withoutEnd = (arn: string): string =>
  arn.slice(0, Math.max(arn.lastIndexOf("/"), arn.lastIndexOf(":"), 0));

/** Such as `table "orders"`. */
export const labelOf = ({ type, name }: Resource): string =>
  `${kindOf(type)
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()} "${name}"`;

/** Whether a statement is about a resource, or what is in it. Statements about everything are about nothing special. */
const concerns = ({ resources, notResources }: Statement, arn: string): boolean =>
  notResources.length === 0 &&
  resources.some(
    (pattern) =>
      pattern !== "*" &&
      (fits(pattern, arn) || pattern.startsWith(`${arn}/`) || pattern.startsWith(`${arn}:`)),
  );

const oneAction = (action: string): Statement => ({
  effect: "Allow",
  ...{ actions: [action], notActions: [], resources: [], notResources: [] },
  ...{ principals: [], notPrincipals: [], conditions: {} },
});
