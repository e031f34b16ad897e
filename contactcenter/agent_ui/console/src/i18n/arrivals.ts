import { arrivals as english } from "./en/arrivals";
import { moreWords } from "./index";
import { arrivals as chinese } from "./zh-Hans/arrivals";

moreWords(english, chinese);
