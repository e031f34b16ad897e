import { hours as english } from "./en/hours";
import { moreWords } from "./index";
import { hours as chinese } from "./zh-Hans/hours";

moreWords(english, chinese);
