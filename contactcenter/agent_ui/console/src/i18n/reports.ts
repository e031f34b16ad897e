import { reports as english } from "./en/reports";
import { moreWords } from "./index";
import { reports as chinese } from "./zh-Hans/reports";

moreWords(english, chinese);
