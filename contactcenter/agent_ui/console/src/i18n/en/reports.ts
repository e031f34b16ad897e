/** English: reports. Names and definitions of the measures come from the server (contactcenter/measures/definitions.py). */
export const reports = {
  reports: {
    title: "Reports", own: "Your own figures", incomplete: "Still being counted: these numbers are not whole yet.", loading: "Counting…", empty: "Nothing happened in these days.", nothing: "Nothing to show.",
    span: "Days", someDays: "These days", first: "First day", last: "Last day", everybody: "Everybody", before: "before: {value}",
    preset: { today: "Today", yesterday: "Yesterday", week: "Last 7 days", month30: "Last 30 days", thisMonth: "This month", lastMonth: "Last month", thisYear: "This year", lastYear: "Last year" },
    group: { work: "Inquiries", live: "Chats and calls", written: "Mail and forms", promises: "Promises", quality: "Quality", record: "Reference record" },
    by: { department: "Department", queue: "Queue", channel: "Channel", language: "Language", librarian: "Librarian" },
    allLanguages: "All languages", language: { en: "English", "zh-Hans": "Chinese" }, kept: "Promises kept", broken: "Promises broken",
    overTime: "Over time", arrived: "Arrived", answered: "Answered", live: "Chats and calls answered", abandoned: "Abandoned", chart: "Arrived: {arrived}, answered: {answered}.", at: "{at}: {arrived} arrived, {answered} answered", table: "As a table", day: "Day", month: "Month",
    week: "Hours of the week", breakdown: "By", needs: "Needs", efforts: "Effort", many: "Number", estimates: "of them estimates",
    yearly: "Yearly return", year: "Year", yearlyHint: "Reference and directional transactions by the way they came, as ISO 2789 and NISO Z39.7 ask. What nobody has confirmed is an estimate.", mode: "Mode", total: "Total", reference: "Reference", directional: "Directional",
  },
};
