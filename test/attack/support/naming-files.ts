import { eventually } from "../../support/client.ts";
import { makePerson } from "../../support/world.ts";
import { makers } from "./named-things.ts";
import { another, candidate, inAccess, inDays, type Naming, ofCase, ofFile, reason, shared } from "./naming.ts";

/** Notes, documents, and what agencies decide about a file. */
export const fileRequests: Readonly<Record<string, Naming>> = {
  "notes.add": {
    ...{ who: "probation", after: "listed" },
    input: ids => ({ ...ofCase(ids), kind: "agency", text: "T", shareWith: [ids.support] }),
    names: { defendantId: "a defendant of the case", caseId: "a case of the file", "shareWith[]": "an agency" },
  },
  "notes.add by the court": {
    ...{ who: "judge", after: "listed" },
    input: ids => ({ ...ofCase(ids), kind: "court", text: "T" }),
    names: { defendantId: "a defendant of the case", caseId: "a case of the file" },
  },
  "notes.share agency": {
    ...{ who: "probation", after: "listed", needs: makers.note },
    input: ids => ({ id: ids.note, recipient: { kind: "agency", id: ids.support }, reason }),
    names: { "recipient.id": "an agency" },
  },
  "notes.share person": {
    ...{ who: "probation", after: "listed", needs: makers.note },
    input: ids => ({ id: ids.note, recipient: { kind: "person", id: ids.judge }, reason }),
    names: { "recipient.id": "a person" },
  },
  "notes.share team": {
    ...{ who: "probation", after: "listed", needs: makers.note },
    input: ids => ({ id: ids.note, recipient: { kind: "team", id: ids.team }, reason }),
    names: { "recipient.id": "an open team" },
  },
  "notes.recall": {
    ...{ who: "probation", after: "listed", needs: shared("probation", "note", "/v1/notes") },
    input: ids => ({ id: ids.note, disclosureId: ids.shared, reason }),
    names: { disclosureId: "a disclosure of the note" },
  },
  "notes.addDocument": {
    ...{ who: "probation", after: "listed" },
    input: ids => ({
      ...{ ...ofCase(ids), class: "risk", title: "T", type: "text/plain", contentBase64: "VA==" },
      shareWith: [ids.support],
    }),
    names: { defendantId: "a defendant of the case", caseId: "a case of the file", "shareWith[]": "an agency" },
  },
  "notes.shareDocument": {
    ...{ who: "probation", after: "listed", needs: makers.document },
    input: ids => ({ id: ids.document, recipient: { kind: "team", id: ids.team }, reason }),
    names: { "recipient.id": "an open team" },
  },
  "notes.recallDocument": {
    ...{ who: "probation", after: "listed", needs: shared("probation", "document", "/v1/documents") },
    input: ids => ({ id: ids.document, disclosureId: ids.shared, reason }),
    names: { disclosureId: "a disclosure of the document" },
  },
  "notes.editPrivate": {
    ...{ who: "judge", after: "listed" },
    needs: async (world, ids) => ({ ...(await makers.note(world, ids)), ...(await makers.privateNote(world, ids)) }),
    input: ids => ({ defendantId: ids.defendant, noteId: ids.privateNote, text: "Otherwise" }),
    names: { noteId: "a private note on the file" },
    version: async () => 1,
  },
  "notes.pinPrivate": {
    ...{ who: "judge", after: "listed" },
    needs: async (world, ids) => ({ ...(await makers.note(world, ids)), ...(await makers.privateNote(world, ids)) }),
    input: ids => ({ defendantId: ids.defendant, noteId: ids.privateNote, pinned: true }),
    names: { noteId: "a private note on the file" },
  },
  "notes.withdrawPrivate": {
    ...{ who: "judge", after: "listed" },
    needs: async (world, ids) => ({ ...(await makers.note(world, ids)), ...(await makers.privateNote(world, ids)) }),
    input: ids => ({ defendantId: ids.defendant, noteId: ids.privateNote }),
    names: { noteId: "a private note on the file" },
    version: async () => 1,
  },
  "notes.releasePrivate": {
    ...{ who: "judge", after: "listed" },
    needs: async (world, ids) => ({ ...(await makers.note(world, ids)), ...(await makers.privateNote(world, ids)) }),
    input: ids => ({
      ...{ defendantId: ids.defendant, personId: ids.clerk },
      ...{ noteIds: [ids.privateNote], until: inDays(2) },
    }),
    names: { personId: "a colleague of the court", "noteIds[]": "a private note on the file" },
  },
  "notes.recallRelease": {
    ...{ who: "judge", after: "listed", needs: makers.privateNote },
    input: ids => ({ defendantId: ids.defendant, releaseId: ids.release }),
    names: { releaseId: "a release on the file" },
  },
  "notes.proposeEscrow": {
    ...{ who: "governance", after: "listed" },
    needs: async (world, _ids, rig) => {
      const second = await makePerson(rig, world.administrator, world.courtId, "JUD", `second.${crypto.randomUUID()}`);
      return { second: second.me.id };
    },
    input: ids => ({ authorId: ids.judge, successorId: ids.second, reason: "left" }),
    names: { authorId: "another judge of the court", successorId: "another judge of the court" },
  },
  "defendants.invite": {
    ...{ who: "coordinator", after: "listed" },
    input: ids => ({ ...ofFile(ids), agencyId: ids.health, caseId: ids.case, reason: "support" }),
    names: { agencyId: "an agency", caseId: "a case of the file" },
  },
  "defendants.explain": {
    ...{ who: "probation", after: "listed" },
    input: ids => ({ ...ofFile(ids), class: "case", agencyId: ids.police, caseId: ids.case }),
    names: { agencyId: "only asked about", caseId: "only asked about" },
  },
  "defendants.share": {
    ...{ who: "probation", after: "listed" },
    input: ids => ({
      ...{ ...ofFile(ids), class: "risk", caseId: ids.case },
      ...{ recipient: { kind: "team", id: ids.team }, reason },
    }),
    names: { caseId: "a case of the file", "recipient.id": "an open team" },
  },
  "defendants.share with a person": {
    ...{ who: "probation", after: "listed" },
    input: ids => ({ ...ofFile(ids), class: "risk", recipient: { kind: "person", id: ids.judge }, reason }),
    names: { "recipient.id": "a person" },
  },
  "defendants.recall": {
    ...{ who: "probation", after: "listed", needs: inAccess },
    input: ids => ({ ...ofFile(ids), disclosureId: ids.disclosure, reason }),
    names: { disclosureId: "a disclosure in the file" },
  },
  "defendants.consent": {
    ...{ who: "treatment", after: "listed" },
    input: ids => ({ ...ofFile(ids), classes: ["drug-tests"], agencyIds: [ids.support], purpose: reason }),
    names: { "agencyIds[]": "an agency" },
  },
  "defendants.withdraw": {
    ...{ who: "treatment", after: "listed", needs: inAccess },
    input: ids => ({ ...ofFile(ids), consentId: ids.consent, reason }),
    names: { consentId: "a consent in the file" },
  },
  "defendants.ask": {
    ...{ who: "judge", after: "listed" },
    input: ids => ({ ...ofFile(ids), agencyId: ids.probation, class: "risk", reason }),
    names: { agencyId: "an agency" },
  },
  "defendants.answer": {
    ...{ who: "probation", after: "listed", needs: inAccess },
    input: ids => ({ ...ofFile(ids), requestId: ids.request, answer: "withheld" }),
    names: { requestId: "a question about the file" },
  },
  "defendants.exclude": {
    ...{ who: "judge", after: "listed" },
    input: ids => ({ ...ofFile(ids), personId: ids.officer, reason }),
    names: { personId: "a person" },
  },
  "defendants.restrict": {
    ...{ who: "judge", after: "listed" },
    input: ids => ({ ...ofFile(ids), personIds: [ids.judge, ids.officer], reason }),
    names: { "personIds[]": "a person" },
  },
  "defendants.lift": {
    ...{ who: "judge", after: "listed", needs: inAccess },
    input: ids => ({ ...ofFile(ids), limitId: ids.limit, reason }),
    names: { limitId: "a limit of the file" },
  },
  "defendants.leave": {
    ...{ who: "coordinator", after: "listed", needs: inAccess },
    input: ids => ({ ...ofFile(ids), involvementId: ids.involvement, reason }),
    names: { involvementId: "an involvement in the file" },
  },
  "defendants.restrictReporting": {
    ...{ who: "judge", after: "listed" },
    input: ids => ({ ...ofFile(ids), kind: "yjcea-1999-s45", caseId: ids.case }),
    names: { caseId: "a case of the file" },
  },
  "defendants.freeReporting": {
    ...{ who: "judge", after: "listed", needs: inAccess },
    input: ids => ({ ...ofFile(ids), restrictionId: ids.reporting }),
    names: { restrictionId: "a reporting restriction of the file" },
  },
  "defendants.reviewGlass": {
    ...{ who: "governance", after: "listed" },
    needs: async (world, ids) => {
      const broken = { reasonCode: "risk-to-life", text: "On the bridge" };
      const outside = await world.health.create(`/v1/defendants/${ids.defendant}/broken-glass`, broken);
      return { glass: outside.id };
    },
    input: ids => ({ ...ofFile(ids), glassId: ids.glass, finding: "justified", text: reason }),
    names: { glassId: "an emergency on the file" },
  },
  "defendants.explainFor": {
    ...{ who: "governance", after: "listed" },
    input: ids => ({
      ...{ defendantId: ids.defendant, personId: ids.officer },
      ...{ class: "case", agencyId: ids.police, caseId: ids.case },
    }),
    names: {
      defendantId: "a defendant, for their officer",
      personId: "a person",
      agencyId: "only asked about",
      caseId: "only asked about",
    },
  },
  "defendants.recordSubjectRequest": {
    ...{ who: "governance", after: "listed" },
    input: ids => ({ defendantId: ids.defendant, kind: "access", details: "All" }),
    names: { defendantId: "a defendant, for their officer" },
  },
  "defendants.openRetention": {
    ...{ who: "governance", after: "listed" },
    input: ids => ({ defendantId: ids.defendant }),
    names: { defendantId: "a defendant, for their officer" },
  },
  "defendants.moveRetention release": {
    ...{ who: "governance", after: "listed" },
    needs: async (world, ids) => {
      const held = async (defendantId: string | undefined) => {
        const { id } = await world.governance.create("/v1/retention-reviews", { defendantId });
        const move = { name: "hold", reference: "CLAIM/2026/1" };
        return world.governance.post(`/v1/retention-reviews/${id}/moves`, { move });
      };
      const [review, other] = [await held(ids.defendant), await held((await another(world)).another)];
      return { review: review.id, hold: review.holds[0].id, otherHold: other.holds[0].id };
    },
    input: ids => ({ id: ids.review, move: { name: "release", holdId: ids.hold } }),
    names: { "move.holdId": "a hold of the review" },
  },
  "defendants.decideCandidate": {
    ...{ who: "police", after: "listed", needs: candidate },
    input: ids => ({ ...ofFile(ids), candidateId: ids.another, decision: "different", reason }),
    names: { candidateId: "a defendant in reach" },
  },
  "defendants.overrideMatch": {
    ...{ who: "police", after: "listed", needs: another },
    input: ids => ({ ...ofFile(ids), otherId: ids.another, match: "never", reason }),
    names: { otherId: "a defendant in reach" },
  },
  "defendants.merge": {
    ...{ who: "police", after: "listed", needs: another },
    input: ids => ({ ...ofFile(ids), otherId: ids.another, reason }),
    names: { otherId: "a defendant in reach" },
  },
  "defendants.unmerge": {
    ...{ who: "police", after: "listed" },
    needs: async (world, ids) => {
      const two = await another(world);
      await world.police.post(`/v1/defendants/${ids.defendant}/merge`, { otherId: two.another, reason });
      await eventually("the merge", async () => {
        const { merged } = await world.police.get(`/v1/defendants/${ids.defendant}`);
        return merged.length > 0;
      });
      return two;
    },
    input: ids => ({ ...ofFile(ids), otherId: ids.another, reason }),
    names: { otherId: "a defendant in reach" },
  },
};

/** Agencies, their people and what they agree. */
export const administrationRequests: Readonly<Record<string, Naming>> = {
  "agencies.changeTeams": {
    ...{ who: "administrator" as const, after: "listed" },
    input: ids => ({ id: ids.officer, teamIds: [ids.team] }),
    names: { "teamIds[]": "an open team of the agency" },
    version: async (world, ids) => (await world.administrator.get(`/v1/people/${ids.officer}`)).version,
  },
  "agencies.propose about a person": {
    ...{ who: "administrator" as const, after: "listed" },
    input: ids => ({ kind: "reset-password", personId: ids.officer }),
    names: { personId: "a person" },
  },
  "agencies.propose about an agency": {
    ...{ who: "administrator" as const, after: "listed" },
    input: ids => ({ kind: "suspend-agency", agencyId: ids.health }),
    names: { agencyId: "an agency" },
  },
};
