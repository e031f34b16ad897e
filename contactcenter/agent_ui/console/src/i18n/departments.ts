import { departments as english } from "./en/departments";
import { moreWords } from "./index";
import { departments as chinese } from "./zh-Hans/departments";

moreWords(english, chinese);
