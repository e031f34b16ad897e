import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { arrivals as enArrivals } from "./en/arrivals.ts";
import { automation as enAutomation } from "./en/automation.ts";
import { board as enBoard } from "./en/board.ts";
import { broadcast as enBroadcast } from "./en/broadcast.ts";
import { departments as enDepartments } from "./en/departments.ts";
import { fax as enFax } from "./en/fax.ts";
import { house as enHouse } from "./en/house.ts";
import { calls as enCalls } from "./en/calls.ts";
import { hours as enHours } from "./en/hours.ts";
import { lists as enLists } from "./en/lists.ts";
import { mail as enMail } from "./en/mail.ts";
import { promises as enPromises } from "./en/promises.ts";
import { recipients as enRecipients } from "./en/recipients.ts";
import { record as enRecord } from "./en/record.ts";
import { reports as enReports } from "./en/reports.ts";
import { routing as enRouting } from "./en/routing.ts";
import { seats as enSeats } from "./en/seats.ts";
import { staffing as enStaffing } from "./en/staffing.ts";
import { texts as enTexts } from "./en/texts.ts";
import { together as enTogether } from "./en/together.ts";
import { work as enWork } from "./en/work.ts";
import { arrivals as zhArrivals } from "./zh-Hans/arrivals.ts";
import { automation as zhAutomation } from "./zh-Hans/automation.ts";
import { board as zhBoard } from "./zh-Hans/board.ts";
import { broadcast as zhBroadcast } from "./zh-Hans/broadcast.ts";
import { departments as zhDepartments } from "./zh-Hans/departments.ts";
import { fax as zhFax } from "./zh-Hans/fax.ts";
import { house as zhHouse } from "./zh-Hans/house.ts";
import { calls as zhCalls } from "./zh-Hans/calls.ts";
import { hours as zhHours } from "./zh-Hans/hours.ts";
import { lists as zhLists } from "./zh-Hans/lists.ts";
import { mail as zhMail } from "./zh-Hans/mail.ts";
import { promises as zhPromises } from "./zh-Hans/promises.ts";
import { recipients as zhRecipients } from "./zh-Hans/recipients.ts";
import { record as zhRecord } from "./zh-Hans/record.ts";
import { reports as zhReports } from "./zh-Hans/reports.ts";
import { routing as zhRouting } from "./zh-Hans/routing.ts";
import { seats as zhSeats } from "./zh-Hans/seats.ts";
import { staffing as zhStaffing } from "./zh-Hans/staffing.ts";
import { texts as zhTexts } from "./zh-Hans/texts.ts";
import { together as zhTogether } from "./zh-Hans/together.ts";
import { work as zhWork } from "./zh-Hans/work.ts";

const en = flat({ ...enWork, ...enHouse, ...enMail, ...enRecipients, ...enHours, ...enRecord, ...enSeats, ...enBoard, ...enBroadcast, ...enPromises, ...enReports, ...enStaffing, ...enTogether, ...enRouting, ...enLists, ...enAutomation, ...enCalls, ...enFax, ...enTexts, ...enArrivals, ...enDepartments });
const zh = flat({ ...zhWork, ...zhHouse, ...zhMail, ...zhRecipients, ...zhHours, ...zhRecord, ...zhSeats, ...zhBoard, ...zhBroadcast, ...zhPromises, ...zhReports, ...zhStaffing, ...zhTogether, ...zhRouting, ...zhLists, ...zhAutomation, ...zhCalls, ...zhFax, ...zhTexts, ...zhArrivals, ...zhDepartments });

function flat(words: object, before = ""): Map<string, string> {
  return new Map(Object.entries(words).flatMap(([name, value]: [string, string | object]): [string, string][] =>
    typeof value === "string" ? [[before + name, value]] : [...flat(value, `${before}${name}.`)],
  ));
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? files(join(folder, one.name)) : /\.(vue|ts)$/.test(one.name) ? [join(folder, one.name)] : [],
  );
}

test("both languages have the same words with the same fields", () => {
  assert.deepEqual([...zh.keys()].sort(), [...en.keys()].sort());
  const fields = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].filter((one) => one !== "{n}").sort();
  for (const [key, text] of en) assert.deepEqual(fields(zh.get(key)!), fields(text), key);
});

test("a ticket is closed and a call is hung up, in Chinese by two words", () => {
  for (const [key, text] of zh) {
    assert.doesNotMatch(text, /关闭了?(?:该|此)?(?:工单|咨询)|(?:工单|咨询)已?关闭/, key);
    assert.doesNotMatch(text, /结束(?:了|这|那|该|此|通)*(?:通话|电话|来电)/, key);
  }
});

test("every word that a screen asks for by name exists, and none is left over", () => {
  const source = files(join(import.meta.dirname, "..")).filter((file) => !/i18n|\.test\./.test(file)).map((file) => readFileSync(file, "utf8")).join("\n");
  const asked = [...source.matchAll(/\b(?:t|te|words)\(\s*(?:\w+ \? )?["']([\w.-]+)["'](?: : ["']([\w.-]+)["'])?/g)].flatMap((match) => [match[1], match[2]]).filter((key) => key?.includes("."));
  for (const key of asked) assert.ok(en.has(key!), `no words for ${key}`);
  const groups = [...source.matchAll(/[`"']([a-zA-Z]+(?:\.[a-zA-Z]+)*)\.(?:to_)?\$\{/g)].map((match) => match[1]!);
  const quoted = new Set([...source.matchAll(/["'`]([\w]+(?:\.[\w-]+)+)["'`]/g)].map((match) => match[1]!));
  const left = [...en.keys()].filter((key) => !quoted.has(key) && !groups.some((group) => key.startsWith(`${group}.`)));
  assert.deepEqual(left, []);
});
