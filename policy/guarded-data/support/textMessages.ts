import { fits } from "../../model/patterns.ts";
import type { Statement } from "../../model/policyDocument.ts";
import { includesAction } from "./actions.ts";

/**
 * Whether an action of a statement only sends text messages: phone numbers have no ARN, so the statement names all
 * resources, and it excludes topics and endpoints of apps, or another statement denies them.
 *
 * Source: Amazon SNS Developer Guide, "Using identity-based policies with Amazon SNS".
 *
 * @param denials - the statements by which the same policies deny something
 */
export const sendsOnlyTexts = (
  action: string,
  { notResources }: Statement,
  denials: readonly Statement[],
): boolean =>
  /^sns:Publish$/i.test(action) &&
  (notResources.some(isEveryTopic) || denials.some(isAgainstTopics));

const isEveryTopic = (arn: string): boolean => fits(arn, "arn:aws:sns:*:*:*");

const isAgainstTopics = ({ actions, resources, conditions }: Statement): boolean =>
  actions.some((action) => includesAction(action, "sns:Publish")) &&
  resources.some(isEveryTopic) &&
  Object.keys(conditions).length === 0;
