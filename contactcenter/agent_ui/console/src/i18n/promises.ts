import { promises as english } from "./en/promises";
import { moreWords } from "./index";
import { promises as chinese } from "./zh-Hans/promises";

moreWords(english, chinese);
