import type { DocumentClass } from "../../../services/notes/documents/documents.contract.ts";
import type { DocumentType } from "../../../services/notes/documents/documents.rules.ts";

export interface DocumentText {
  readonly class: DocumentClass;
  readonly title: string;
  readonly type: Extract<DocumentType, "application/pdf" | "text/plain">;
  /** Words in braces follow the defendant, as in all texts. */
  readonly lines: readonly string[];
}

/** Papers as agencies keep them, by who brings them. */
export const documentTexts = {
  police: [
    {
      class: "case",
      title: "Summary of the case",
      type: "application/pdf",
      lines: [
        "The defendant was seen by staff and detained by a store detective.",
        "Interviewed in the presence of a solicitor; made no reply to most questions.",
        "The footage of the camera has been kept.",
      ],
    },
    {
      class: "case",
      title: "List of exhibits",
      type: "text/plain",
      lines: ["1  Disc with footage, 14 minutes", "2  Till receipt", "3  Photographs of the goods"],
    },
  ],
  probation: [
    {
      class: "risk",
      title: "Risk management plan",
      type: "application/pdf",
      lines: [
        "{He} lives in {ward}, with nobody under 18 in the house.",
        "What would make it worse: losing {his} place, drinking, company from before.",
        "What is done: seen weekly, police told of any move, sister may ring the officer.",
      ],
    },
    {
      class: "compliance",
      title: "Letter of warning",
      type: "text/plain",
      lines: [
        "You did not come on the day that you were given, and we have no reason from you.",
        "If there is one, bring what shows it within five working days.",
      ],
    },
  ],
  housing: [
    {
      class: "needs",
      title: "Letter from the landlord",
      type: "text/plain",
      lines: [
        "We are willing to wait for the arrears until the end of next month.",
        "After that we would have to go to the county court.",
      ],
    },
    {
      class: "needs",
      title: "Offer of a hostel place",
      type: "application/pdf",
      lines: ["A room in {ward} is kept until Thursday noon.", "{He} has to bring something that shows who {he} is."],
    },
  ],
  victims: [
    {
      class: "victim-statement",
      title: "Victim personal statement",
      type: "text/plain",
      lines: [
        "I have not opened the shop alone since. My son comes in for the evenings.",
        "I would like the court to know that I do not want to meet {him}.",
      ],
    },
  ],
} as const satisfies Readonly<Record<string, readonly DocumentText[]>>;
