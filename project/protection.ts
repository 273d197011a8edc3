/** The input by which AWS itself keeps a resource from being deleted, if it does. */
export const protectionOf = (inputs: Readonly<Record<string, unknown>>): string | undefined =>
  ["deletionProtection", "deletionProtectionEnabled", "enableDeletionProtection"].find(
    (name) => inputs[name] === true || inputs[name] === "ACTIVE",
  );
