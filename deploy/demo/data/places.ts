import type { Background } from "./names.ts";

/** A police area: its agencies may serve several courts. */
export interface Area {
  readonly key: string;
  readonly police: string;
  readonly prosecution: string;
  readonly probation: string;
  /** The force's number on the Police National Computer, which identifiers begin with. */
  readonly force: string;
}
/** Where people live: a ward, the postcode districts in it, and streets there. */
export interface Ward {
  readonly name: string;
  readonly districts: readonly string[];
  readonly streets: readonly string[];
}
export interface Court {
  readonly key: string;
  readonly name: string;
  readonly ouCode: string;
  readonly area: string;
  readonly town: string;
  /** Two characters of the police unit, as identifiers have them. */
  readonly unit: string;
  readonly council: string;
  readonly rooms: readonly string[];
  readonly wards: readonly Ward[];
  readonly backgrounds: Partial<Readonly<Record<Background, number>>>;
}

const list = (text: string): string[] => text.trim().split(/\s*,\s*/);
const ward = (name: string, districts: string, streets: string): Ward => ({
  name,
  districts: list(districts),
  streets: list(streets),
});

export const areas: readonly Area[] = [
  {
    key: "merseyside",
    police: "Merseyside Police",
    prosecution: "CPS Merseyside",
    probation: "Merseyside Probation",
    force: "05",
  },
  {
    key: "west-midlands",
    police: "West Midlands Police",
    prosecution: "CPS West Midlands",
    probation: "West Midlands Probation",
    force: "20",
  },
  {
    key: "west-yorkshire",
    police: "West Yorkshire Police",
    prosecution: "CPS West Yorkshire",
    probation: "West Yorkshire Probation",
    force: "13",
  },
  {
    key: "london",
    police: "Metropolitan Police",
    prosecution: "CPS London",
    probation: "London Probation",
    force: "01",
  },
  {
    key: "humberside",
    police: "Humberside Police",
    prosecution: "CPS Humberside",
    probation: "Humberside Probation",
    force: "16",
  },
  {
    key: "leicestershire",
    police: "Leicestershire Police",
    prosecution: "CPS Leicestershire",
    probation: "Leicestershire and Rutland Probation",
    force: "33",
  },
  {
    key: "south-wales",
    police: "South Wales Police",
    prosecution: "CPS South Wales",
    probation: "South Wales Probation",
    force: "62",
  },
  {
    key: "cleveland",
    police: "Cleveland Police",
    prosecution: "CPS Cleveland",
    probation: "Teesside Probation",
    force: "17",
  },
  {
    key: "nottinghamshire",
    police: "Nottinghamshire Police",
    prosecution: "CPS Nottinghamshire",
    probation: "Nottinghamshire Probation",
    force: "31",
  },
  {
    key: "devon-and-cornwall",
    police: "Devon and Cornwall Police",
    prosecution: "CPS Devon and Cornwall",
    probation: "Devon and Cornwall Probation",
    force: "50",
  },
  {
    key: "greater-manchester",
    police: "Greater Manchester Police",
    prosecution: "CPS Greater Manchester",
    probation: "Greater Manchester Probation",
    force: "06",
  },
];

/** North Liverpool Community Justice Centre and the twelve courts that took up its ways. */
export const courts: readonly Court[] = [
  {
    key: "north-liverpool",
    name: "North Liverpool Community Justice Centre",
    ouCode: "B05NL00",
    area: "merseyside",
    town: "Liverpool",
    unit: "NL",
    council: "Liverpool City Council",
    rooms: ["1", "2"],
    wards: [
      ward(
        "Anfield",
        "L4, L6",
        "Oakfield Road, Walton Breck Road, Back Rockfield Road, Sleepers Hill, Venmore Street, Blessington Road, Townsend Lane, Priory Road",
      ),
      ward(
        "County",
        "L4, L9",
        "County Road, Goodison Road, Bedford Road, Spellow Lane, Carisbrooke Road, Barlow Lane, Walton Lane, Fonthill Road",
      ),
      ward(
        "Everton",
        "L5, L6",
        "Great Homer Street, Netherfield Road North, Breck Road, St Domingo Road, Heyworth Street, Shaw Street, Robson Street, Whitefield Road",
      ),
      ward(
        "Kirkdale",
        "L4, L5",
        "Boundary Street, Stanley Road, Scotland Road, Westminster Road, Commercial Road, Melrose Road, Orwell Road, Lambeth Road",
      ),
    ],
    backgrounds: { irish: 10, somali: 3, polish: 4, kurdish: 2 },
  },
  {
    key: "birmingham",
    name: "Birmingham Community Court",
    ouCode: "B20BM00",
    area: "west-midlands",
    town: "Birmingham",
    unit: "BM",
    council: "Birmingham City Council",
    rooms: ["4", "5", "6"],
    wards: [
      ward("Sparkbrook", "B11, B12", "Stratford Road, Ladypool Road, Stoney Lane, Highgate Road, Grantham Road"),
      ward("Handsworth Wood", "B20, B21", "Soho Road, Grove Lane, Church Lane, Rookery Road, Hamstead Road"),
      ward("Aston", "B6, B19", "Witton Road, Lozells Road, Victoria Road, Park Lane, Birchfield Road"),
    ],
    backgrounds: { pakistani: 14, caribbean: 9, indian: 7, bangladeshi: 5, somali: 4 },
  },
  {
    key: "bradford",
    name: "Bradford Community Court",
    ouCode: "B13BD00",
    area: "west-yorkshire",
    town: "Bradford",
    unit: "BD",
    council: "Bradford Metropolitan District Council",
    rooms: ["2", "3"],
    wards: [
      ward("Manningham", "BD8, BD9", "Manningham Lane, Oak Lane, Toller Lane, Carlisle Road, Heaton Road"),
      ward("Little Horton", "BD5, BD7", "Little Horton Lane, Manchester Road, Canterbury Avenue, Park Road"),
      ward("Bowling and Barkerend", "BD3, BD4", "Leeds Road, Barkerend Road, Wakefield Road, Sticker Lane"),
    ],
    backgrounds: { pakistani: 24, bangladeshi: 3, polish: 4, afghan: 2 },
  },
  {
    key: "haringey",
    name: "Haringey Community Court",
    ouCode: "B01HR00",
    area: "london",
    town: "London",
    unit: "HR",
    council: "London Borough of Haringey",
    rooms: ["1", "3"],
    wards: [
      ward("Tottenham Hale", "N15, N17", "High Cross Road, Broad Lane, Ferry Lane, Park View Road, Monument Way"),
      ward("Northumberland Park", "N17", "Northumberland Park, Park Lane, Willoughby Lane, Lansdowne Road"),
      ward("Noel Park", "N8, N22", "Lordship Lane, Gladstone Avenue, Mayes Road, Westbury Avenue"),
    ],
    backgrounds: { caribbean: 14, kurdish: 9, ghanaian: 6, somali: 5, romanian: 5, portuguese: 4 },
  },
  {
    key: "hull",
    name: "Kingston upon Hull Community Court",
    ouCode: "B16HU00",
    area: "humberside",
    town: "Hull",
    unit: "HU",
    council: "Hull City Council",
    rooms: ["1", "2"],
    wards: [
      ward("Orchard Park and Greenwood", "HU6", "Orchard Park Road, Ellerburn Avenue, Greenwood Avenue, Hall Road"),
      ward("Myton", "HU1, HU3", "Hessle Road, Anlaby Road, Porter Street, Great Thornton Street"),
      ward("Marfleet", "HU9", "Preston Road, Marfleet Lane, Hopewell Road, Southcoates Lane"),
    ],
    backgrounds: { polish: 6, kurdish: 5, lithuanian: 3 },
  },
  {
    key: "leicester",
    name: "Leicester Community Court",
    ouCode: "B33LE00",
    area: "leicestershire",
    town: "Leicester",
    unit: "LE",
    council: "Leicester City Council",
    rooms: ["2", "4"],
    wards: [
      ward("Spinney Hills", "LE5", "Evington Road, Mere Road, St Saviours Road, East Park Road"),
      ward("New Parks", "LE3", "New Parks Boulevard, Aikman Avenue, Glenfield Road"),
      ward("Freemen", "LE2", "Saffron Lane, Southfields Drive, Aylestone Road, Welford Road"),
    ],
    backgrounds: { indian: 20, somali: 6, polish: 4 },
  },
  {
    key: "merthyr-tydfil",
    name: "Merthyr Tydfil Community Court",
    ouCode: "B62MT00",
    area: "south-wales",
    town: "Merthyr Tydfil",
    unit: "MT",
    council: "Merthyr Tydfil County Borough Council",
    rooms: ["1"],
    wards: [
      ward("Gurnos", "CF47", "Gurnos Road, Heol Dyfed, Chestnut Way, Willow Way"),
      ward("Penydarren", "CF47", "Penydarren Road, High Street, Matthias Terrace, Brecon Road"),
      ward("Cyfarthfa", "CF48", "Heolgerrig, Swansea Road, Cyfarthfa Road, Castle Park"),
    ],
    backgrounds: { welsh: 45, portuguese: 6, polish: 4 },
  },
  {
    key: "middlesbrough",
    name: "Middlesbrough Community Court",
    ouCode: "B17MB00",
    area: "cleveland",
    town: "Middlesbrough",
    unit: "MB",
    council: "Middlesbrough Borough Council",
    rooms: ["1", "5"],
    wards: [
      ward("Gresham", "TS1", "Linthorpe Road, Parliament Road, Waterloo Road, Princes Road"),
      ward("North Ormesby", "TS3", "Kings Road, Smeaton Street, Jubilee Street, Beaumont Road"),
      ward("Thorntree", "TS3", "Cargo Fleet Lane, Birkhall Road, Beresford Buildings"),
    ],
    backgrounds: { kurdish: 5, eritrean: 4, pakistani: 5 },
  },
  {
    key: "nottingham",
    name: "Nottingham Community Court",
    ouCode: "B31NG00",
    area: "nottinghamshire",
    town: "Nottingham",
    unit: "NG",
    council: "Nottingham City Council",
    rooms: ["6", "7"],
    wards: [
      ward("St Ann's", "NG3", "St Ann's Well Road, Robin Hood Chase, Wells Road, Ransom Road"),
      ward("Aspley", "NG8", "Aspley Lane, Broxtowe Lane, Strelley Road, Melbourne Road"),
      ward("Radford and Park", "NG7", "Radford Road, Ilkeston Road, Hartley Road, Alfreton Road"),
    ],
    backgrounds: { caribbean: 10, pakistani: 6, romanian: 4 },
  },
  {
    key: "plymouth",
    name: "Plymouth Community Court",
    ouCode: "B50PY00",
    area: "devon-and-cornwall",
    town: "Plymouth",
    unit: "PY",
    council: "Plymouth City Council",
    rooms: ["1", "2"],
    wards: [
      ward("Stonehouse", "PL1", "Union Street, Durnford Street, King Street, Octagon Street"),
      ward("Devonport", "PL1, PL2", "Marlborough Street, Albert Road, Fore Street, Keyham Road"),
      ward("Honicknowle", "PL5", "Honicknowle Lane, Crownhill Road, Butt Park Road, Chaucer Way"),
    ],
    backgrounds: { english: 75, polish: 4 },
  },
  {
    key: "stratford",
    name: "Stratford Community Court",
    ouCode: "B01ST00",
    area: "london",
    town: "London",
    unit: "ST",
    council: "London Borough of Newham",
    rooms: ["2", "3", "4"],
    wards: [
      ward("Stratford and New Town", "E15", "Leytonstone Road, Major Road, Maryland Street, Angel Lane"),
      ward("Forest Gate South", "E7", "Romford Road, Green Street, Katherine Road, Upton Lane"),
      ward("Plaistow North", "E13", "Plaistow Road, Barking Road, Pelly Road, Stopford Road"),
    ],
    backgrounds: { bangladeshi: 14, nigerian: 8, indian: 7, romanian: 7, lithuanian: 5, tamil: 5 },
  },
  {
    key: "wandsworth",
    name: "Wandsworth Community Court",
    ouCode: "B01WW00",
    area: "london",
    town: "London",
    unit: "WW",
    council: "London Borough of Wandsworth",
    rooms: ["1", "2"],
    wards: [
      ward("Latchmere", "SW11", "Battersea Park Road, Falcon Road, Latchmere Road, Este Road"),
      ward("Roehampton", "SW15", "Danebury Avenue, Alton Road, Roehampton Lane"),
      ward("Tooting", "SW17", "Mitcham Road, Upper Tooting Road, Garratt Lane, Franciscan Road"),
    ],
    backgrounds: { caribbean: 12, ghanaian: 5, tamil: 5, portuguese: 6, pakistani: 5 },
  },
  {
    key: "salford",
    name: "Salford Community Court",
    ouCode: "B06SF00",
    area: "greater-manchester",
    town: "Salford",
    unit: "SF",
    council: "Salford City Council",
    rooms: ["1", "2"],
    wards: [
      ward("Langworthy", "M6", "Langworthy Road, Seedley Road, Liverpool Street, Fitzwarren Street"),
      ward("Little Hulton", "M38", "Manchester Road West, Cleggs Lane, Kenyon Way"),
      ward("Broughton", "M7", "Great Cheetham Street East, Lower Broughton Road, Camp Street"),
    ],
    backgrounds: { irish: 8, polish: 4, nigerian: 3 },
  },
];

/** Letters that the second half of a postcode never has: C I K M O V. */
export const postcodeLetters = "ABDEFGHJLNPQRSTUWXYZ";
