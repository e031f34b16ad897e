/** The short name of a zone (GMT+8, BST) where its clock shows another time than the one here; else nothing. */
export function otherZone(zone: string, instant: string, language: string, here?: string): string {
  const at = new Date(instant);
  const shows = (timeZone: string | undefined): string => new Intl.DateTimeFormat("en-GB", { dateStyle: "short", timeStyle: "short", timeZone }).format(at);
  if (shows(zone) === shows(here)) return "";
  const parts = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: "short" }).formatToParts(at);
  return parts.find((one) => one.type === "timeZoneName")?.value ?? zone;
}
