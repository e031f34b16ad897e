import { routing as english } from "./en/routing";
import { moreWords } from "./index";
import { routing as chinese } from "./zh-Hans/routing";

moreWords(english, chinese);
