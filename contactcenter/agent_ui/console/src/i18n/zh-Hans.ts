import type { Words } from "./index";
import { board } from "./zh-Hans/board";
import { hours } from "./zh-Hans/hours";
import { house } from "./zh-Hans/house";
import { mail } from "./zh-Hans/mail";
import { promises } from "./zh-Hans/promises";
import { recipients } from "./zh-Hans/recipients";
import { record } from "./zh-Hans/record";
import { reports } from "./zh-Hans/reports";
import { seats } from "./zh-Hans/seats";
import { staffing } from "./zh-Hans/staffing";
import { together } from "./zh-Hans/together";
import { work } from "./zh-Hans/work";

export const zhHans: Words = { ...work, ...house, ...mail, ...recipients, ...hours, ...record, ...seats, ...board, ...promises, ...reports, ...staffing, ...together };
