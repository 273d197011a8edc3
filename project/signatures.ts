/**
 * Pulumi's markers for values that JSON cannot represent.
 * Source: pulumi, `sdk/go/common/resource/sig` and `sdk/nodejs/runtime/rpc.ts`.
 */

/** Key that marks a special object; its value is the kind. */
export const signatureKey = "4dabf18193072939515e22adb298388d";

export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
export const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
export const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";

export const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
/** A resource, by its URN and id. */
export const referenceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

/** Represents a value that is unknown before `up`. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Represents unknown values by their types. Source: `sdk/go/common/resource/plugin/rpc.go` there. */
export const unknownValues: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // a boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // a number
  unknownValue, // a text, or anything
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // an array
  "030794c1-ac77-496b-92df-f27374a8bd58", // an asset
  "e48ece36-62e2-4504-bad9-02848725956a", // an archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // an object
]);
