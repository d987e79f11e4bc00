import { printedPages, standingPage } from "../docs/print.ts";

test.each(Object.entries(printedPages()))("docs/%s is what the code says; if not, run npm run docs", (name, text) => {
  expect(standingPage(name)).toBe(text);
});
