import { cloudControlType, isReadable } from "../model/cloudControl.ts";
import { notKnown } from "../model/knownCopy.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/** Properties with a template, by type, the most informative first. */
const templates: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudcontrol/resource:Resource": ["typeName"],
  "aws:cloudformation/stack:Stack": ["templateUrl", "templateBody"],
  "aws:cloudformation/stackSet:StackSet": ["templateUrl", "templateBody"],
  "aws:cloudformation/stackInstances:StackInstances": ["stackSetName"],
  "aws:cloudformation/stackSetInstance:StackSetInstance": ["stackSetName"],
  "aws:serverlessrepository/cloudFormationStack:CloudFormationStack": ["applicationId"],
  "aws:servicecatalog/provisionedProduct:ProvisionedProduct": ["productId", "productName"],
};

/**
 * The program declares all resources itself, so that rules can check each of them. Cloud Control's user
 * pools are checked like any other (`policy/model/cloudControl.ts`).
 */
export const forbidOpaqueInfrastructure: ResourceRule = {
  name: "forbid-opaque-infrastructure",
  description:
    "No resource creates other resources from a template. User pools of Cloud Control are checked as such.",
  why: "Policies cannot check the resources that a template creates. One of them may be a public server.",
  fix: "Declare the resources in the program. If that is not possible, review the template and add an exemption with a reason.",
  equivalents: [],
  types: Object.keys(templates),

  *check(maker): Iterable<Finding> {
    if (maker.type === cloudControlType && isReadable(maker)) return;
    const names = templates[maker.type]!;
    const property = names.find((name) => maker.isSet(name)) ?? names[0]!;
    const value = maker.hintsAt(property)[0] ?? (maker.isSet(property) ? notKnown : undefined);
    const exposed = "The resources in the template cannot be checked";
    // A template is long, and may contain secrets.
    yield property === "templateBody"
      ? { exposed, property, value: undefined, detail: "templateBody is set" }
      : { exposed, property, value };
  },
};
