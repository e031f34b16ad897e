import type { promises as english } from "../en/promises";

/** 简体中文：对读者的承诺。 */
export const promises: typeof english = {
  promises: {
    hint: "读者多久之内得到答复、咨询多久之内办结。只计服务时间。等待读者时，两种答复时限暂停；等待第三方时，办结时限暂停。",
    none: "尚无承诺。请在下方添加第一条。", kind: "内容", queue: "队列", channel: "渠道", priority: "优先级", any: "不限", everywhere: "所有队列、渠道和优先级", atLeast: "{n} 及以上",
    within: "时限", near: "提前提醒", unit: { seconds: "秒", minutes: "分钟", hours: "小时" }, span: { seconds: "{n} 秒 | {n} 秒", minutes: "{n} 分钟 | {n} 分钟", hours: "{n} 小时 | {n} 小时" }, add: "添加", change: "保存", edit: "更改：{what}", remove: "移除：{what}", removed: "已移除。",
    says: "{kind}：{within}内，提前 {near}提醒", particular: "以最具体的一条为准：按队列的优先于按渠道的，按渠道的优先于按优先级的。语音留言和未接来电按邮件的承诺计：读者已不在线等候。",
    order: "提醒必须早于到期时间。", saved: "承诺已保存，正在计时的工单也随之更新。",
  },
};
