import type { reports as english } from "../en/reports";

/** 简体中文：统计报表。指标的名称和定义来自服务器。 */
export const reports: typeof english = {
  reports: {
    title: "统计报表", own: "仅您本人的数据", incomplete: "统计尚未完成，数字不完整。", loading: "正在统计…", empty: "这段时间没有任何记录。", nothing: "没有可显示的内容。",
    span: "时间段", someDays: "所选日期", first: "开始日期", last: "结束日期", everybody: "所有馆员", before: "前一时段：{value}",
    preset: { today: "今天", yesterday: "昨天", week: "最近 7 天", month30: "最近 30 天", thisMonth: "本月", lastMonth: "上月", thisYear: "今年", lastYear: "去年" },
    group: { work: "咨询", live: "聊天与电话", written: "邮件与表单", promises: "承诺时限", quality: "质量", record: "参考咨询记录" },
    by: { department: "部门", queue: "队列", channel: "渠道", language: "语言", librarian: "馆员" },
    allLanguages: "所有语言", language: { en: "英文", "zh-Hans": "中文" }, kept: "承诺兑现", broken: "承诺逾期",
    overTime: "按时间", arrived: "收到", answered: "已答复", live: "已接入的聊天与电话", abandoned: "已放弃", chart: "收到 {arrived}，已答复 {answered}。", at: "{at}：收到 {arrived}，已答复 {answered}", table: "以表格显示", day: "日期", month: "月份",
    week: "按星期与小时", breakdown: "分类", needs: "需求", efforts: "难度", many: "数量", estimates: "其中估计值",
    yearly: "年度统计", year: "年份", yearlyHint: "按 ISO 2789 与 NISO Z39.7 的要求，按咨询方式统计参考咨询与指引性咨询。未经确认的为估计值。", mode: "方式", total: "合计", reference: "参考咨询", directional: "指引性咨询",
  },
};
