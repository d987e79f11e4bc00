interface InFile {
  readonly agencyId: string;
  readonly caseId: string | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}
/** What every decision about a thing in a file needs to know of it. */
export const inFile = ({ agencyId, caseId, occurredAt, recordedAt }: InFile) => ({
  agencyId,
  caseId,
  occurredAt,
  recordedAt,
});
/** What follows from a conviction is about somebody who has one. */
export const convicted = () => "convicted" as const;
