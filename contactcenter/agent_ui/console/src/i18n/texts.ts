import { texts as english } from "./en/texts";
import { moreWords } from "./index";
import { texts as chinese } from "./zh-Hans/texts";

moreWords(english, chinese);
