/**
 * Pulumi's markers for values that JSON cannot represent.
 * Source: pulumi, `sdk/go/common/resource/sig` and `sdk/nodejs/runtime/rpc.ts`.
 */

/** Key that marks a special object; its value is the kind. */
export const signatureKey = "4dabf18193072939515e22adb298388d";

export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
export const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
export const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";

/** Represents a value that is unknown before `up`. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
