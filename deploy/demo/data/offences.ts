import type { needDomains } from "../../../services/cases/cases.reference.ts";

type Need = (typeof needDomains)[number];

export interface OffenceKind {
  readonly code: string;
  readonly title: string;
  readonly category: "summary" | "either-way" | "indictable";
  readonly weight: number;
  /** `{place}`, `{ward}`, `{pounds}`, `{shop}` and `{victim}` are filled in. */
  readonly wording: string;
  /** What most often lies behind it. */
  readonly needs: readonly Need[];
  /** Charged on its own or beside others; never alone when true. */
  readonly beside?: true;
}

/** What comes before such courts, as often as it does there: theft from shops and drugs most, violence at home and in the street, driving. */
export const offenceKinds: readonly OffenceKind[] = [
  {
    code: "TH68010",
    title: "Theft from a shop",
    category: "either-way",
    weight: 26,
    wording: "Stole goods to the value of £{pounds} belonging to {shop}, at {place}.",
    needs: ["drugs", "finance", "accommodation"],
  },
  {
    code: "CJ88001",
    title: "Common assault",
    category: "summary",
    weight: 9,
    wording: "Assaulted {victim} by beating, at {place}.",
    needs: ["alcohol", "attitudes", "children-and-families"],
  },
  {
    code: "OF61102",
    title: "Assault occasioning actual bodily harm",
    category: "either-way",
    weight: 4,
    wording: "Assaulted {victim}, thereby occasioning actual bodily harm, at {place}.",
    needs: ["alcohol", "attitudes", "mental-health"],
  },
  {
    code: "CD71039",
    title: "Criminal damage to property valued under £5,000",
    category: "summary",
    weight: 7,
    wording: "Without lawful excuse damaged a {thing} to the value of £{pounds} belonging to {shop}, in {ward}.",
    needs: ["alcohol", "mental-health", "attitudes"],
  },
  {
    code: "PU86116",
    title: "Using threatening, abusive or insulting words or behaviour",
    category: "summary",
    weight: 8,
    wording: "Used threatening words towards {victim} at {place}, with intent to cause fear of immediate violence.",
    needs: ["alcohol", "mental-health"],
  },
  {
    code: "PU86117",
    title: "Harassment, alarm or distress",
    category: "summary",
    weight: 4,
    wording: "Used disorderly behaviour within the hearing of {victim}, at {place}.",
    needs: ["alcohol", "abuse"],
  },
  {
    code: "CJ67001",
    title: "Drunk and disorderly in a public place",
    category: "summary",
    weight: 6,
    wording: "Was guilty, while drunk, of disorderly behaviour at {place}.",
    needs: ["alcohol", "accommodation"],
  },
  {
    code: "MD71145",
    title: "Possessing a controlled drug of class A: heroin",
    category: "either-way",
    weight: 6,
    wording: "Had {grams} grams of diamorphine in {his} possession, at {place}.",
    needs: ["drugs", "health"],
  },
  {
    code: "MD71230",
    title: "Possessing a controlled drug of class A: crack cocaine",
    category: "either-way",
    weight: 4,
    wording: "Had {grams} grams of crack cocaine in {his} possession, at {place}.",
    needs: ["drugs", "finance"],
  },
  {
    code: "MD71131",
    title: "Possessing a controlled drug of class B: cannabis",
    category: "either-way",
    weight: 7,
    wording: "Had {grams} grams of cannabis in {his} possession, at {place}.",
    needs: ["drugs", "education-training-employment"],
  },
  {
    code: "TH68037",
    title: "Burglary of a building other than a dwelling",
    category: "either-way",
    weight: 4,
    wording: "Entered {shop} as a trespasser and stole goods to the value of £{pounds}.",
    needs: ["drugs", "accommodation", "finance"],
  },
  {
    code: "TH68023",
    title: "Handling stolen goods",
    category: "either-way",
    weight: 3,
    wording: "Dishonestly received stolen goods to the value of £{pounds}, in {ward}.",
    needs: ["drugs", "finance"],
  },
  {
    code: "TH68045",
    title: "Going equipped for theft",
    category: "either-way",
    weight: 2,
    wording: "Had with {him} a bag lined with foil for use in the course of theft, at {place}.",
    needs: ["drugs"],
  },
  {
    code: "CJ88116",
    title: "Having an article with a blade in a public place",
    category: "either-way",
    weight: 3,
    wording: "Had with {him} without good reason a kitchen knife, at {place}.",
    needs: ["attitudes", "mental-health"],
  },
  {
    code: "RT88334",
    title: "Driving while disqualified",
    category: "summary",
    weight: 4,
    wording: "Drove a motor vehicle on {street} while disqualified from holding a licence.",
    needs: ["attitudes", "education-training-employment"],
  },
  {
    code: "RT88191",
    title: "Using a vehicle without insurance",
    category: "summary",
    weight: 4,
    wording: "Used a motor vehicle on {street} with no policy of insurance in force.",
    needs: ["finance"],
  },
  {
    code: "RT88966",
    title: "Driving otherwise than in accordance with a licence",
    category: "summary",
    weight: 2,
    wording: "Drove a motor vehicle on {street} otherwise than in accordance with a licence.",
    needs: ["finance"],
    beside: true,
  },
  {
    code: "RT88007",
    title: "Driving with alcohol above the limit",
    category: "summary",
    weight: 5,
    wording: "Drove a motor vehicle on {street} with {micrograms} micrograms of alcohol in 100 millilitres of breath.",
    needs: ["alcohol"],
  },
  {
    code: "RT88576",
    title: "Driving without due care and attention",
    category: "summary",
    weight: 2,
    wording: "Drove a motor vehicle on {street} without due care and attention.",
    needs: ["attitudes"],
  },
  {
    code: "FA06001",
    title: "Fraud by false representation",
    category: "either-way",
    weight: 3,
    wording: "Used a bank card that was not {his} at {shop}, intending to gain £{pounds}.",
    needs: ["finance", "drugs"],
  },
  {
    code: "TH78001",
    title: "Making off without payment",
    category: "either-way",
    weight: 2,
    wording: "Made off from {place} without paying £{pounds} as required.",
    needs: ["finance"],
  },
  {
    code: "PH97003",
    title: "Harassment without violence",
    category: "summary",
    weight: 2,
    wording: "Pursued a course of conduct which amounted to harassment of {victim}.",
    needs: ["mental-health", "attitudes"],
  },
  {
    code: "BA76004",
    title: "Failing to surrender to custody at the appointed time",
    category: "summary",
    weight: 5,
    wording: "Having been released on bail, failed without reasonable cause to surrender to custody.",
    needs: ["accommodation", "drugs"],
    beside: true,
  },
  {
    code: "CJ88144",
    title: "Interfering with a vehicle",
    category: "summary",
    weight: 2,
    wording: "Interfered with a motor vehicle on {street} with the intention of theft.",
    needs: ["drugs"],
  },
  {
    code: "PU86089",
    title: "Affray",
    category: "either-way",
    weight: 1.5,
    wording:
      "Used unlawful violence towards {victim} at {place}, such as would cause a person of reasonable firmness to fear for their safety.",
    needs: ["alcohol", "attitudes"],
  },
  {
    code: "VG24003",
    title: "Begging",
    category: "summary",
    weight: 2,
    wording: "Placed {himself} in a public place to gather alms, at {place}.",
    needs: ["accommodation", "drugs", "finance"],
  },
];

export const shops: readonly string[] =
  "a supermarket, a chemist, a clothes shop, an off-licence, a discount store, a department store, a petrol station, a corner shop, a betting shop, a builders' merchant, a bakery, a mobile telephone shop".split(
    ", ",
  );
export const things: readonly string[] =
  "shop window, car door, bus shelter, front door, fence, police vehicle, wheelie bin, pub window".split(", ");
export const victims: readonly string[] =
  "a store detective, a neighbour, a former partner, a bus driver, a door supervisor, a passer-by, a nurse, a housing officer, a brother".split(
    ", ",
  );
