import type { OptionGroup } from "../optionGroup.ts";

interface ProtectionArgs {
  deletionProtection?: boolean;
}

/** Whether the pool and its users are kept from being deleted by accident. */
export const isProtected = ({ deletionProtection = true }: ProtectionArgs): boolean =>
  deletionProtection;

export const protection: OptionGroup<object, ProtectionArgs> = {
  pool: (args) => ({ deletionProtection: isProtected(args) ? "ACTIVE" : "INACTIVE" }),
};
