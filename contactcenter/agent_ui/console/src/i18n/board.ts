import { board as english } from "./en/board";
import { moreWords } from "./index";
import { board as chinese } from "./zh-Hans/board";

moreWords(english, chinese);
