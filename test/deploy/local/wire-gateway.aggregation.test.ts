/** The aggregation stages and operators that reports may use, on a few hearings that can be reckoned by hand. */
import { type Document, MongoClient } from "mongodb";
import { startTestEngines, type TestEngines } from "./support/start.ts";

let engines: TestEngines;
let client: MongoClient;

const hearings = [
  { _id: 1, court: "north", judge: "adams", days: 10, at: new Date("2026-01-05T09:00:00Z"), tags: ["b", "a"] },
  { _id: 2, court: "north", judge: "adams", days: 20, at: new Date("2026-01-20T09:00:00Z"), tags: ["c"] },
  { _id: 3, court: "north", judge: "baker", days: 30, at: new Date("2026-02-03T09:00:00Z"), tags: [] },
  { _id: 4, court: "south", judge: "clark", days: 40, at: new Date("2026-02-10T09:00:00Z"), tags: ["a"] },
  { _id: 5, court: "south", judge: "clark", days: 90, at: new Date("2026-03-01T09:00:00Z"), tags: ["a", "b"] },
];
const judges = [
  { _id: "adams", seniorTo: "baker" },
  { _id: "baker", seniorTo: "clark" },
  { _id: "clark", seniorTo: null },
];

beforeAll(async () => {
  engines = await startTestEngines();
  client = await MongoClient.connect(engines.mongo.url);
  await client.db("reports").collection<{ _id: number }>("hearings").insertMany(hearings);
  await client.db("reports").collection<{ _id: string }>("judges").insertMany(judges);
});

afterAll(async () => {
  await client.close();
  await engines.stop();
});

const stages: [string, Document[], Document[]][] = [
  [
    "$group with its accumulators",
    [
      { $sort: { _id: 1 } },
      {
        $group: {
          _id: "$court",
          n: { $sum: 1 },
          days: { $sum: "$days" },
          mean: { $avg: "$days" },
          most: { $max: "$days" },
          first: { $first: "$judge" },
          all: { $push: "$_id" },
        },
      },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: "north", n: 3, days: 60, mean: 20, most: 30, first: "adams", all: [1, 2, 3] },
      { _id: "south", n: 2, days: 130, mean: 65, most: 90, first: "clark", all: [4, 5] },
    ],
  ],
  [
    "$lookup by equality",
    [
      { $match: { _id: 1 } },
      { $lookup: { from: "judges", localField: "judge", foreignField: "_id", as: "found" } },
      { $project: { found: 1 } },
    ],
    [{ _id: 1, found: [{ _id: "adams", seniorTo: "baker" }] }],
  ],
  [
    "$lookup by pipeline",
    [
      { $match: { _id: 4 } },
      {
        $lookup: {
          from: "hearings",
          let: { court: "$court", days: "$days" },
          pipeline: [
            { $match: { $expr: { $and: [{ $eq: ["$court", "$$court"] }, { $gt: ["$days", "$$days"] }] } } },
            { $project: { days: 1 } },
          ],
          as: "longer",
        },
      },
      { $project: { longer: 1 } },
    ],
    [{ _id: 4, longer: [{ _id: 5, days: 90 }] }],
  ],
  [
    "$facet",
    [{ $facet: { all: [{ $count: "n" }], long: [{ $match: { days: { $gt: 25 } } }, { $count: "n" }] } }],
    [{ all: [{ n: 5 }], long: [{ n: 3 }] }],
  ],
  [
    "$setWindowFields",
    [
      {
        $setWindowFields: {
          partitionBy: "$court",
          sortBy: { at: 1 },
          output: {
            place: { $documentNumber: {} },
            running: { $sum: "$days", window: { documents: ["unbounded", "current"] } },
          },
        },
      },
      { $sort: { _id: 1 } },
      { $project: { place: 1, running: 1 } },
    ],
    [
      { _id: 1, place: 1, running: 10 },
      { _id: 2, place: 2, running: 30 },
      { _id: 3, place: 3, running: 60 },
      { _id: 4, place: 1, running: 40 },
      { _id: 5, place: 2, running: 130 },
    ],
  ],
  [
    "$percentile and $median",
    [
      {
        $group: {
          _id: null,
          median: { $median: { input: "$days", method: "approximate" } },
          ends: { $percentile: { input: "$days", p: [0, 1], method: "approximate" } },
        },
      },
    ],
    [{ _id: null, median: 30, ends: [10, 90] }],
  ],
  [
    "$dateTrunc by month and $dateDiff",
    [
      { $match: { _id: { $in: [2, 5] } } },
      { $sort: { _id: 1 } },
      {
        $project: {
          month: { $dateTrunc: { date: "$at", unit: "month" } },
          days: { $dateDiff: { startDate: new Date("2026-01-01T00:00:00Z"), endDate: "$at", unit: "day" } },
        },
      },
    ],
    [
      { _id: 2, month: new Date("2026-01-01T00:00:00Z"), days: 19 },
      { _id: 5, month: new Date("2026-03-01T00:00:00Z"), days: 59 },
    ],
  ],
  [
    "days, by $dateToString and $dateFromParts",
    [
      { $match: { _id: 5 } },
      {
        $project: {
          text: { $dateToString: { date: "$at", format: "%Y-%m-%d", timezone: "Europe/Berlin" } },
          midnight: {
            $dateFromParts: { year: { $year: "$at" }, month: { $month: "$at" }, day: { $dayOfMonth: "$at" } },
          },
        },
      },
    ],
    [{ _id: 5, text: "2026-03-01", midnight: new Date("2026-03-01T00:00:00Z") }],
  ],
  [
    "$bucket",
    [{ $bucket: { groupBy: "$days", boundaries: [0, 25, 50, 100], output: { n: { $sum: 1 } } } }],
    [
      { _id: 0, n: 2 },
      { _id: 25, n: 2 },
      { _id: 50, n: 1 },
    ],
  ],
  [
    "$unionWith",
    [
      { $match: { _id: 1 } },
      { $project: { _id: 1 } },
      { $unionWith: { coll: "judges", pipeline: [{ $match: { _id: "clark" } }, { $project: { _id: 1 } }] } },
    ],
    [{ _id: 1 }, { _id: "clark" }],
  ],
  [
    "$graphLookup",
    [
      { $match: { _id: 1 } },
      {
        $graphLookup: {
          from: "judges",
          startWith: "$judge",
          connectFromField: "seniorTo",
          connectToField: "_id",
          as: "line",
          depthField: "depth",
        },
      },
      { $unwind: "$line" },
      { $sort: { "line.depth": 1 } },
      { $project: { _id: "$line._id" } },
    ],
    [{ _id: "adams" }, { _id: "baker" }, { _id: "clark" }],
  ],
  [
    "$densify and $fill",
    [
      { $match: { _id: { $lte: 2 } } },
      { $project: { _id: 0, days: 1 } },
      { $densify: { field: "days", range: { step: 5, bounds: [10, 25] } } },
      { $set: { n: { $cond: [{ $eq: ["$days", 20] }, 1, "$none"] } } },
      { $fill: { sortBy: { days: 1 }, output: { n: { value: 0 } } } },
      { $sort: { days: 1 } },
    ],
    [
      { days: 10, n: 0 },
      { days: 15, n: 0 },
      { days: 20, n: 1 },
    ],
  ],
  [
    "$topN, $sortArray and $switch",
    [
      { $group: { _id: "$court", longest: { $topN: { n: 2, sortBy: { days: -1 }, output: "$days" } } } },
      { $sort: { _id: 1 } },
      {
        $project: {
          rising: { $sortArray: { input: "$longest", sortBy: 1 } },
          // biome-ignore lint/suspicious/noThenProperty: MongoDB's own word
          side: { $switch: { branches: [{ case: { $eq: ["$_id", "north"] }, then: "up" }], default: "down" } },
        },
      },
    ],
    [
      { _id: "north", rising: [20, 30], side: "up" },
      { _id: "south", rising: [40, 90], side: "down" },
    ],
  ],
  [
    "$unwind, $sortByCount and $replaceRoot",
    [{ $unwind: "$tags" }, { $sortByCount: "$tags" }, { $limit: 1 }, { $replaceRoot: { newRoot: { top: "$_id" } } }],
    [{ top: "a" }],
  ],
];

test.each(stages)("%s", async (_name, pipeline, expected) => {
  const found = await client.db("reports").collection("hearings").aggregate(pipeline).toArray();
  expect(found).toEqual(expected);
});

test("$merge writes to another collection, and again over what is there", async () => {
  const db = client.db("reports");
  const merge = (factor: number) =>
    db
      .collection("hearings")
      .aggregate([
        { $group: { _id: "$court", n: { $sum: factor } } },
        { $merge: { into: "totals", whenMatched: "replace", whenNotMatched: "insert" } },
      ])
      .toArray();
  await merge(1);
  await merge(10);
  const totals = await db.collection("totals").find().sort({ _id: 1 }).toArray();
  expect(totals).toEqual([
    { _id: "north", n: 30 },
    { _id: "south", n: 20 },
  ]);
});
