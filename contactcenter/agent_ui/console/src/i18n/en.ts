import { house } from "./en/house";
import { mail } from "./en/mail";
import { recipients } from "./en/recipients";
import { record } from "./en/record";
import { seats } from "./en/seats";
import { together } from "./en/together";
import { work } from "./en/work";

export const en = { ...work, ...house, ...mail, ...recipients, ...record, ...seats, ...together };
