import { calls as english } from "./en/calls";
import { moreWords } from "./index";
import { calls as chinese } from "./zh-Hans/calls";

moreWords(english, chinese);
