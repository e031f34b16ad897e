import { fax as english } from "./en/fax";
import { moreWords } from "./index";
import { fax as chinese } from "./zh-Hans/fax";

moreWords(english, chinese);
