import { house } from "./en/house";
import { mail } from "./en/mail";
import { recipients } from "./en/recipients";
import { seats } from "./en/seats";
import { work } from "./en/work";

export const en = { ...work, ...house, ...mail, ...recipients, ...seats };
