import { lists as english } from "./en/lists";
import { moreWords } from "./index";
import { lists as chinese } from "./zh-Hans/lists";

moreWords(english, chinese);
