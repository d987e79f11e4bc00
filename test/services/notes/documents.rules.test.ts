import { typeOf } from "../../../services/notes/documents/documents.rules.ts";

/** What a document is, is said by its bytes. */
const text = (written: string) => Buffer.from(written, "utf8");

test.each([
  ["application/pdf", text("%PDF-1.7\n%âãÏÓ\n1 0 obj")],
  ["image/png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")],
  ["image/jpeg", Buffer.from("ffd8ffe000104a464946", "hex")],
  ["text/plain", text("Came on time.\r\n\tNext week again.")],
  ["text/plain", text("Łukasz Öztürk, 23 Ağustos, £5 — “dobrze”, 你好")],
  ["text/plain", text("a < b, and <b> is a letter in brackets")],
])("%s", (type, content) => {
  expect(typeOf(content)).toBe(type);
});

test.each([
  ["nothing that begins with half a signature", Buffer.from("89504e47", "hex")],
  ["a program for Linux", Buffer.from("7f454c46020101", "hex")],
  ["a program for Windows", Buffer.from("4d5a90000300", "hex")],
  ["an archive, and so a text of an office with macros", Buffer.from("504b0304140006", "hex")],
  ["an old text of an office", Buffer.from("d0cf11e0a1b11ae1", "hex")],
  ["a page", text("<!DOCTYPE html><script>alert(1)</script>")],
  ["a page that comes late", text(" \n\t<HTML><body onload=alert(1)>")],
  ["a picture that runs", text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")],
  ["a picture that runs, declared", text('<?xml version="1.0"?><svg onload="alert(1)"/>')],
  ["a script", text("<script src=//evil></script>")],
  ["text in another encoding", Buffer.from("ffff41004200", "hex")],
  ["Latin 1", Buffer.from([0x4a, 0x6f, 0x73, 0xe9])],
  ["text with a zero byte", Buffer.from("a\0b")],
  ["text that commands a terminal", Buffer.from("\u001b[2J")],
  ["a PDF behind other bytes", Buffer.concat([Buffer.from([0]), text("%PDF-1.7")])],
])("not taken: %s", (_what, content) => {
  expect(typeOf(content)).toBeUndefined();
});
