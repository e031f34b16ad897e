import { i18n } from "../i18n";
import { reports } from "../i18n/en/reports";

// They come with the page: nobody waits for them when the console opens. The Chinese ones are in the file of all Chinese words.
i18n.global.mergeLocaleMessage("en", reports);
