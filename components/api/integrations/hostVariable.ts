const reference = /^https:\/\/\$\{stageVariables\.(\w+)\}(?=\/|$)/;

/** The stage variable that an address's host is: `partner` of `https://${stageVariables.partner}/v1`. */
export const hostVariableOf = (url: string): string | undefined => reference.exec(url)?.[1];

/** The address with a host in place of the stage variable. */
export const withoutHostVariable = (url: string): string =>
  url.replace(reference, "https://variable");
