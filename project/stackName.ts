/** The parts of a region's stack name, `<environment>-<region>`. */
export interface StackName {
  readonly environment: string;
  readonly region: string;
}

/** The form of a region's name, such as `us-east-1`. */
const region = /[a-z]{2}(?:-[a-z]+)+-\d/;

const pattern = new RegExp(`^(.+)-(${region.source})$`);

/** @returns the parts of `<environment>-<region>`, `undefined` for another name */
export function splitStackName(stack: string): StackName | undefined {
  const [, environment, region] = pattern.exec(stack) ?? [];
  return environment && region ? { environment, region } : undefined;
}

/** Whether a text has the form of a region's name; `awsRegions` has the regions of AWS. */
export const looksLikeRegion = (text: string): boolean =>
  new RegExp(`^${region.source}$`).test(text);
