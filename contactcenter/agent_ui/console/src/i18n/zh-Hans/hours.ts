/** 简体中文：服务时间。 */
export const hours = {
  hours: {
    hint: "各队列的服务时间，以及休息时如何处理咨询。读者看到的也是这些时间。", open: "现在服务中", closed: "现在休息",
    until: "至 {when}", opens: "{when} 开始服务", never: "之后没有安排服务", always: "全天", zoneNote: "按 {zone} 的时间",
    unknown: "{year} 年（{region}）的公共假日尚未公布。在此之前只按每周时间计算。公布后请更新程序，或在下面作为例外录入。",
    week: "每周", follows: "与全馆相同", followsHint: "按设置文件中的时间：{zone}。", own: "自定时间", from: "{day}，开始", to: "{day}，结束", add: "{day}增加一段时间",
    removeSpan: "移除{day} {from} 开始的时间", closedDay: "休息", nextDay: "次日", same: "工作日都按周一", zone: "时区", region: "公共假日", part: "州或地区",
    noRegion: "不采用", wholeCountry: "全国", regionHint: "假日休息；调休的上班日开放：周六按周五、周日按周一的时间。", save: "保存每周时间", saved: "服务时间已保存。", incomplete: "请填好每个时间，或移除它。", overlap: "同一天的两段时间重叠。",
    exceptions: "例外", exceptionsHint: "优先于每周时间和假日。", noExceptions: "没有例外：每天都按每周时间。", first: "第一天", last: "最后一天", name: "英文名称", nameZh: "中文名称", kind: "这些日子", kindClosed: "休息", kindOpen: "开放，从",
    kindUntil: "至", addException: "添加例外", removeException: "移除 {days}", removedException: "已移除：{days}。", order: "最后一天早于第一天。",
    after: "休息时", chat: "网页聊天", message: "接受留言，答复发到邮箱", refuse: "不能开始聊天，仍可填写表单", tells: "邮件和表单：回执中说明何时会有人阅读",
    coming: "未来两周", why: { week: "", exception: "例外", holiday: "公共假日", makeup: "调休上班" },
  },
};
