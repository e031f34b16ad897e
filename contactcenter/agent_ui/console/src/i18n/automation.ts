import { automation as english } from "./en/automation";
import { moreWords } from "./index";
import { automation as chinese } from "./zh-Hans/automation";

moreWords(english, chinese);
