/** The 23 letters of police check letters, without I, O and S; a remainder of 0 is Z. As in PNCIdentifier, CROIdentifier and Bichard's Asn. */
const letters = "ZABCDEFGHJKLMNPQRTUVWXY";

/** The letter for these digits read as one number; an ASN's seventeen are more than a JavaScript number holds. */
export function checkLetter(digits: string): string {
  return letters.charAt(Number(BigInt(digits) % 23n));
}

/** Why `given` is not the letter for these digits, or null if it is. */
export function letterFault(digits: string, given: string): string | null {
  const expected = checkLetter(digits);
  if (given === expected) return null;
  const never = letters.includes(given) ? "" : " (I, O and S are never used)";
  return `The check letter should be ${expected}, not ${given}${never}: a letter or digit was mistyped.`;
}
