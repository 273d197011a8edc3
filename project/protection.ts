/** @returns the input that makes AWS protect a resource from deletion, if it has one */
export const protectionOf = (inputs: Readonly<Record<string, unknown>>): string | undefined =>
  ["deletionProtection", "deletionProtectionEnabled", "enableDeletionProtection"].find(
    (name) => inputs[name] === true || inputs[name] === "ACTIVE",
  );
