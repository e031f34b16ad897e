import type { Words } from "./index";
import { house } from "./zh-Hans/house";
import { mail } from "./zh-Hans/mail";
import { recipients } from "./zh-Hans/recipients";
import { record } from "./zh-Hans/record";
import { seats } from "./zh-Hans/seats";
import { together } from "./zh-Hans/together";
import { work } from "./zh-Hans/work";

export const zhHans: Words = { ...work, ...house, ...mail, ...recipients, ...record, ...seats, ...together };
