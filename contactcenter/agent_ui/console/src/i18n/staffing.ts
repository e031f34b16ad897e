import { staffing as english } from "./en/staffing";
import { moreWords } from "./index";
import { staffing as chinese } from "./zh-Hans/staffing";

moreWords(english, chinese);
