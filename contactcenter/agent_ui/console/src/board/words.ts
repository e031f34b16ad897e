import { i18n } from "../i18n";
import { staffing } from "../i18n/en/staffing";

// They come with the board: nobody waits for them when the console opens. The Chinese ones are in the file of all Chinese words.
i18n.global.mergeLocaleMessage("en", staffing);
