import { board } from "./en/board";
import { hours } from "./en/hours";
import { house } from "./en/house";
import { mail } from "./en/mail";
import { promises } from "./en/promises";
import { recipients } from "./en/recipients";
import { record } from "./en/record";
import { reports } from "./en/reports";
import { seats } from "./en/seats";
import { staffing } from "./en/staffing";
import { together } from "./en/together";
import { work } from "./en/work";

export const en = { ...work, ...house, ...mail, ...recipients, ...hours, ...record, ...seats, ...board, ...promises, ...reports, ...staffing, ...together };
