/** The address as Cognito shows where a code went: `jane@example.com` becomes `j***@e***`. */
export const maskAddress = (address: string): string =>
  address
    .split("@")
    .map(([first = ""]) => `${first}***`)
    .join("@");
