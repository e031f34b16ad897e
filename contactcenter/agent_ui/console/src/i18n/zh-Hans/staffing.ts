import type { staffing as english } from "../en/staffing";

/** 简体中文：看板上的当日座席安排。 */
export const staffing: typeof english = {
  staffing: {
    title: "今日所需座席", means: "为使 {share}% 的聊天和电话在 {target}内得到应答（每个座席最多同时 {chats} 个），每半小时需要的座席数：深色为按本馆近期历史预计所需，浅色为预计范围上限所需。休息与会议另计。按 Erlang 公式计算。",
    now: "现在需要 {needed} 个，在席 {there} 个", closed: "现在闭馆，在席 {there} 个", little: "历史数据不足，无法预测：需要该星期四周的数据和若干次会话。", half: "{at}：{low}–{high} 个咨询需要 {needed} 个座席",
    from: "时间", seats: "座席", expected: "预计", range: "范围", came: "实际到达", earlier: "更早", later: "更晚",
  },
};
