import { house } from "./en/house";
import { work } from "./en/work";

export const en = { ...work, ...house };
