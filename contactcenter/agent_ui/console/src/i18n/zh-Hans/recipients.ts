import type { recipients as english } from "../en/recipients";

/** 简体中文：收件人与抄送。 */
export const recipients: typeof english = {
  recipients: {
    title: "收件人与抄送", to: "收件人", cc: "抄送", hint: "name{'@'}example.org", remove: "移除 {name}（{address}）", all: "回复全部（另 {n} 人）",
    only: "仅回复 {name}", seen: "所有收件人都能看到彼此的地址。",
    wrong: {
      form: "“{address}”不是有效的邮箱地址，请写成 name{'@'}example.org 的形式。", ours: "{address} 是本馆自己的地址，不会发送到那里。",
      many: "一封回复最多发给 {n} 个地址。", nobody: "请至少填写一位收件人。",
    },
    named: "{field}：{people}", reached: "{who}：{state}", some: "{state}（{m} 位中的 {n} 位）", noteByMail: "来自邮件的备注，仅员工可见",
  },
};
