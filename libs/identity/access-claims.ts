import { z } from "zod";

/**
 * Which versions of their records an access token was made from. A change that takes something away refuses every
 * token of an older version, whatever any clock says; a token made after it is of a newer one.
 */
export const versionsSchema = z.strictObject({
  person: z.int().optional(),
  client: z.int().optional(),
  agency: z.int(),
});
export type Versions = Readonly<z.infer<typeof versionsSchema>>;

/** What is refused: tokens of this subject made from a version below `beforeVersion`; all of them where that is null. */
export const revocationSchema = z.strictObject({
  kind: z.enum(["person", "client", "agency", "session", "team"]),
  id: z.uuid(),
  beforeVersion: z.int().nullable(),
});
export type Revocation = Readonly<z.infer<typeof revocationSchema>>;

/** How long a revocation is told: longer than any token lives, and than the gateway goes on with what it knows. */
export const revocationSeconds = 600;

const thumbprint = z.string().regex(/^[\w-]{43}$/, "expected a SHA-256 digest in base64url");
/** The SHA-256 digest of a certificate as it is sent (RFC 8705, section 3.1). */
export const certificateThumbprintSchema = thumbprint;

/** What a token is bound to, a key or a certificate or both: whoever shows the token proves to hold it (RFC 9449, RFC 8705). */
export const confirmationSchema = z
  .strictObject({ jkt: thumbprint.optional(), "x5t#S256": thumbprint.optional() })
  .refine(bound => Object.keys(bound).length > 0, "expected what it is bound to");
export type Confirmation = Readonly<z.infer<typeof confirmationSchema>>;
