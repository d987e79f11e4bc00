import type { needDomains } from "../../../services/cases/cases.reference.ts";

type Need = (typeof needDomains)[number];

/** Short texts as agencies write them. `{He}`, `{he}`, `{his}`, `{him}` follow the defendant's sex; `{ward}` is where they live. */
export const needTexts: Readonly<Record<Need, readonly string[]>> = {
  accommodation: [
    "Sofa-surfing since {his} tenancy ended in {ward}. Wants to stay near family.",
    "Street homeless for the last three weeks. Has been to the night shelter twice.",
    "Eviction notice served over £1,140 of arrears. Housing have agreed to wait four weeks.",
    "In a hostel; keeps to {his} room and says others there are using.",
    "Shares a two-bedroom flat with six people. Own room is the first thing {he} asks for.",
  ],
  "education-training-employment": [
    "Left school at 15 with no qualifications. Reads slowly; would try evening classes.",
    "Lost warehouse job in the spring. Forklift licence runs out in November.",
    "Never worked. Interested in painting and decorating.",
    "Excluded from college. The YOT education worker is looking for a place.",
  ],
  health: [
    "Leg ulcers from injecting, not dressed for weeks. Not with a GP.",
    "Asthma and poor sleep. Registered with a GP in {ward} last month.",
    "Hepatitis C positive, no treatment so far. Agreed to be referred.",
  ],
  "mental-health": [
    "Low mood since {his} mother's death. On the waiting list for talking therapy.",
    "Hears voices when {he} stops {his} tablets. Community nurse sees {him} fortnightly.",
    "Anxiety; cannot use the bus alone. Telephones instead when {he} cannot come.",
    "Self-harm last winter, none since. Has the crisis line number.",
  ],
  drugs: [
    "Heroin and crack daily, about £40 a day. Wants a script.",
    "On 50 ml methadone, tops up at weekends. Says {he} is tired of it.",
    "Cannabis every day since {he} was 14. Does not see it as a problem yet.",
    "Cocaine on pay day, then drinks. Ready to talk about it.",
    "Clean for seven weeks, the longest since 2019.",
  ],
  alcohol: [
    "Strong cider from the morning on. Shakes when {he} stops; needs a medical detox.",
    "Drinks only at weekends but cannot stop once {he} starts. All the offences are then.",
    "Sober since the arrest, by {his} own account. Goes to a group in {ward}.",
  ],
  finance: [
    "Benefit stopped after a missed appointment; appeal lodged by the advice centre.",
    "Owes about £3,400 to doorstep lenders. Pays £60 a week on it.",
    "No bank account, and no identity papers to open one.",
    "Rent, gas and fines together are more than {his} income.",
  ],
  "children-and-families": [
    "Two children in the care of {his} sister. Sees them on Sundays.",
    "Partner expects a baby in the summer; social worker involved.",
    "Looks after {his} father, who has dementia. Nobody else at home.",
  ],
  attitudes: [
    "Blames the shops. With time, accepts that staff were frightened.",
    "Goes where {his} friends go. Says no for the first time this month.",
    "Angry with the police over an old matter; calm once that was heard.",
  ],
  abuse: [
    "Former partner controlled {his} money and {his} telephone. Safety plan made.",
    "Sex work on and off for years; wants out. Exit project has met {him} once.",
  ],
};

export const reportOpenings = {
  drugs: [
    "Offends to pay for drugs; the pattern stopped for eight months when {he} was on a stable script.",
    "Long record for dishonesty, all of it small. Gaps in it are the times when {he} was in treatment.",
    "Spoke openly about using. {He} sees what led to the offence, less so what it did to the person harmed.",
  ],
  alcohol: [
    "Offence committed in drink after a quarrel. {He} is ashamed and does not minimise it.",
    "Remembers little of the evening. All earlier offences were in drink as well.",
  ],
  other: [
    "First time here in years. {He} lost work and home within a month of each other.",
    "Known to us for a long time. More settled than at any earlier report.",
    "Spoke openly. {He} sees what led to the offence, less so what it did to the person harmed.",
    "Kept two of three appointments for this report, and telephoned about the third.",
  ],
} as const;
export const reportMiddles: readonly string[] = [
  "Lives with {his} mother in {ward}, who supports {him} and came to the interview.",
  "No fixed abode; gives {his} sister's address for letters.",
  "In a relationship; no concerns from the police about the home.",
  "Sees the treatment service weekly. Last two tests were negative for opiates.",
  "Was seen at the problem-solving meeting with housing and the treatment service.",
  "Has paid £10 a week on an earlier fine without missing one.",
  "Literacy is a difficulty: letters should be followed by a call.",
];
export const reportProposals = {
  drugs: [
    "Community order with a drug rehabilitation requirement, reviewed by the court every month",
    "Suspended sentence order with drug rehabilitation and twenty days of activity",
  ],
  alcohol: [
    "Community order with alcohol treatment and fifteen days of rehabilitation activity",
    "Community order with alcohol abstinence monitoring for 60 days",
  ],
  other: [
    "Community order with unpaid work in the neighbourhood",
    "Community order with twenty days of rehabilitation activity",
    "A financial penalty; there is nothing that supervision would add",
  ],
  youth: [
    "Referral order of six months: the panel has a mentor in mind",
    "Youth rehabilitation order with activity days and help back into education",
  ],
} as const;

/** What is said of a case beside the charge; nobody is named. */
export const prosecution: readonly string[] = [
  "On camera throughout. {He} admitted it in interview and said why.",
  "Arrested nearby within the hour and made no reply to caution. No comment in interview.",
  "{He} was stopped at the door by staff who know {him}, and said sorry.",
  "Two witnesses, who agree with each other. {He} says that {he} remembers little of it.",
  "Attended by arrangement and answered every question. Nothing was recovered.",
  "{He} was on bail at the time. Some of it was recovered and is fit for sale.",
];
/** What compensation is asked for: what was lost, never whose it was. */
export const claimed = {
  goods: ["Goods that were not recovered", "Food and drink, not fit for sale", "Cash taken", "Fuel"],
  damage: ["A pane of glass and its fitting", "Repair of a door and lock", "A wing mirror", "Cleaning and repainting"],
  injury: [
    "Bruising, healed within two weeks",
    "A cut lip and a day off work",
    "Pain and distress",
    "Broken spectacles",
  ],
} as const;
export const bases: readonly string[] = [
  "{He} took one of the things and not the others, and did not plan it.",
  "{He} struck out once, with an open hand, after being pushed.",
  "What {he} had was for {himself} alone, and for that day.",
  "{He} did not know until the next morning what had been done, and took no part in the rest.",
  "{He} accepts being there and shouting, and says that {he} threatened nobody.",
];

export const progressReports: readonly string[] = [
  "Keeps what {he} is told to keep, and says so when {he} cannot. Rent is paid up for the first time.",
  "Two good weeks after a bad one. {He} rang before the missed session, not after it.",
  "Works well at the churchyard. The group is harder for {him}; {he} came to all but one.",
  "Living with {his} sister in {ward} now. Looks tired, but comes.",
  "No concern. Asks whether {he} may do the hours faster.",
];
export const providerViews: readonly string[] = [
  "On a stable dose. Less cocaine than last month by the tests and by {his} own account.",
  "Attends the group and one to one. The treatment suits {him}; we would not change it.",
  "Slipped once and told us. We would see {him} weekly for a while.",
];

export const treatmentDetails: readonly string[] = [
  "Methadone 45 ml daily, supervised on weekdays. No other medicine.",
  "Buprenorphine started at 4 mg; {he} asked for it and not for methadone.",
  "Six sessions of counselling agreed; {he} wants to begin with sleep.",
  "Detoxification over eight days, then the day programme.",
];
export const meetingReasons: readonly string[] = [
  "Homeless and using; nothing the court does will hold unless both are dealt with.",
  "Third time for the same shop. What is behind it?",
  "Benefit stopped, rent not paid, and now this.",
  "Asks for help and does not know with what to begin.",
];
export const meetingSummaries: readonly string[] = [
  "Spoke for {himself}. Agreed to be seen by treatment this week and to bring the rent letters.",
  "Housing can offer an interview, no more. Probation would keep {him} close in the first month.",
  "Mother came as well. Everybody agrees that money comes first.",
];
export const actionTexts = {
  probation: ["See {him} on two days of the first week", "Ring {his} sister about the address"],
  treatment: ["Assessment, with the script if it is fit", "Take {him} into the Tuesday group"],
  housing: ["Interview for the hostel in {ward}", "Ask the landlord to wait for the arrears"],
} as const;

export const notes = {
  police: [
    "Arrested without incident. Asked for the duty solicitor and for {his} methadone.",
    "Seen on patrol in {ward} in company, no offences. Polite.",
    "Home visit on bail conditions: in, no concerns.",
    "Shop staff say {he} has kept away since the last hearing.",
    "Victim spoken to: does not want contact, would accept a letter of apology.",
  ],
  intelligence: ["Association noted for review; nothing for the court."],
  prosecution: [
    "Reviewed: sufficient evidence, in the public interest. CCTV served.",
    "Basis of plea is acceptable on the second charge.",
    "Compensation of £{pounds} asked for; receipts on file.",
    "Witness is reluctant. Special measures to be asked for if the plea stays.",
  ],
  probation: [
    "Kept appointment. We went through the order again; {he} knows what happens if {he} misses two.",
    "Did not come and did not ring. Warning letter sent.",
    "Came an hour late from the job centre, with the letter to show for it. Accepted.",
    "Unpaid work: good reports from the supervisor at the churchyard project.",
    "Telephone contact only this week, as agreed, because of {his} daughter's hospital appointment.",
    "Asked about the review. I said the judge notices effort more than excuses.",
    "Home visit. Flat tidy, cupboards empty. Food bank voucher given.",
  ],
  youth: [
    "Mentor met {him} at the boxing gym. Went well.",
    "Mother rang: out until two in the morning again. Curfew explained to both.",
    "Back in college three days a week since Monday.",
  ],
  treatment: [
    "Attended, script adjusted. Mood better.",
    "Missed the dose collection on two days; restarted at a lower dose.",
    "Group work: spoke for the first time.",
    "Asked about residential rehabilitation. Assessment booked.",
  ],
  health: [
    "Seen in the cells. No immediate risk. Referred to the community team.",
    "Medication checked with the GP; nothing to stop the hearing.",
  ],
  support: [
    "Hostel place offered from Thursday. {He} will take it.",
    "Debt advice: token payments agreed with four creditors.",
    "Went with {him} to the job centre; claim reopened.",
    "Bond scheme turned {him} down; trying a second landlord.",
    "Food parcel, and a bus pass for appointments.",
  ],
  victims: ["Contacted about the plea. Relieved not to give evidence.", "Asks to be told when the order ends."],
  court: [
    "Solicitor asks for the case not before 11; childcare.",
    "Problem-solving meeting asked for by the bench; held in the break, plan on file.",
    "Listed with the other matter so that both are dealt with together.",
    "Bail varied: reporting on Mondays only.",
    "Time marked: pre-sentence report to be oral if the officer is in the building.",
    "Defendant unwell in the dock; stood down for twenty minutes.",
  ],
  interpreted: [
    "Interpreter booked for the next date.",
    "Interpreter attended; same one asked for next time.",
    "Followed without the interpreter today, by {his} own wish.",
  ],
  judge: [
    "Gave way when spoken to about {his} daughter. Worth another try.",
    "Looks better than in the spring. Said so, and {he} smiled.",
    "Not persuaded by the account of the weekend. Ask treatment before the next review.",
    "Promised me that {he} would ring the housing officer. Check.",
    "Mother at the back again. She is the one who gets {him} here.",
    "If this breaks down, think about a shorter order with fewer parts rather than more.",
    "Quiet today. Someone had told {him} to be. Hear {him} early next time.",
    "I said last chance. It was not quite true and {he} knows it.",
  ],
} as const;

export const obligationRemarks = {
  "attended-complied": [
    undefined,
    undefined,
    undefined,
    "On time.",
    "Worked well.",
    "Brought the letter from the landlord.",
  ],
  "attended-failed": ["Came in drink and was sent home.", "Refused to do the task.", "Left after half an hour."],
  "absent-acceptable": ["Hospital letter seen.", "Funeral.", "Work rota shown."],
  "absent-unacceptable": ["No contact.", "Said {he} forgot.", "Telephone off; letter sent."],
  rearranged: ["Moved at our request.", "Moved to fit a job interview."],
  "not-held": ["Supervisor ill.", "Van broken down.", "Office closed by a leak."],
} as const;

export const obligationPlaces: readonly string[] = [
  "Probation office",
  "Neighbourhood office",
  "Community centre",
  "Churchyard project",
  "Canal towpath project",
];
