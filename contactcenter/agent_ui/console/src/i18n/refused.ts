import { moreWords } from "./index";
import { refused } from "./zh-Hans/refused";

// In English the server says it itself.
moreWords({}, { refused });
